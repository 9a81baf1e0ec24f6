-- When the copy was taken that `backup_seq` tells of: desk and watchers are warned when it gets old.
ALTER TABLE log_head ADD COLUMN backup_at BIGINT;
