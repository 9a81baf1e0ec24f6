-- A stage that was said by mistake is taken back by a later report beside it: of one by its id, or of every one that was
-- said before. When a report was said, by the corrected clock; of older ones that is when the stage was reached.

ALTER TABLE stage_time ADD COLUMN said_at BIGINT;
ALTER TABLE stage_time ADD COLUMN takes_back TEXT;
