-- When a unit said how it is, and until when that holds if it ends by itself.

ALTER TABLE unit ADD COLUMN own_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit ADD COLUMN own_until BIGINT;
