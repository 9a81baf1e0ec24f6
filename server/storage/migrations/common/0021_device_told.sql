-- What the desk is shown of a device is what was known when its line last moved: whoever reads anew sees what others see.
-- And what it has not sent is what it said last, whichever process it said that to.
ALTER TABLE device ADD COLUMN unsent_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_heard_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_unsent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_app TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN told_skew_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_cloned_at BIGINT;
UPDATE device SET told_heard_at = last_seen, told_unsent = unsent, told_app = app_version, told_skew_ms = skew_ms,
    told_cloned_at = cloned_at, unsent_at = last_seen;
