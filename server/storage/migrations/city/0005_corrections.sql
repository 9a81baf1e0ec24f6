-- A time that was told wrongly is corrected by a later report; this says when that was said, by the corrected clock.

ALTER TABLE stage_time ADD COLUMN corrects_at BIGINT;
