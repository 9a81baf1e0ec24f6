-- What came due while nobody was there: the JSON list of an alarm after a gap, and how much it was in all.

ALTER TABLE alarm ADD COLUMN missed TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alarm ADD COLUMN missed_count BIGINT NOT NULL DEFAULT 0;
