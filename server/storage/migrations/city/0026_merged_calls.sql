-- Which call leads where several people called about one event, since when, and when that was last said.

ALTER TABLE call ADD COLUMN merged_into TEXT;
ALTER TABLE call ADD COLUMN merged_at BIGINT;
ALTER TABLE call ADD COLUMN merge_told_at BIGINT NOT NULL DEFAULT 0;
