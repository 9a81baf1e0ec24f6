-- Where a team starts from, a coarse area; and the call that a desk holds it for, since when.
ALTER TABLE unit ADD COLUMN base_area TEXT;
ALTER TABLE unit ADD COLUMN held_for TEXT;
ALTER TABLE unit ADD COLUMN held_at BIGINT;
