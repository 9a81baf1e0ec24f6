-- How many notes were not kept, for a call that they may be about had been erased.
ALTER TABLE handoff ADD COLUMN unkept BIGINT NOT NULL DEFAULT 0;

-- Which calls an erased one led.
CREATE INDEX call_by_leader ON call (merged_into) WHERE merged_into IS NOT NULL;
