-- A copy that became a device of its own: it is shut out together with the one whose name it went by.

ALTER TABLE device ADD COLUMN forked_from TEXT;
CREATE INDEX device_by_origin ON device (forked_from) WHERE forked_from IS NOT NULL;
