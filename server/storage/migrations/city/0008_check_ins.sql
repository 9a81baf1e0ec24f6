-- When a unit at work said that it is all right, and by when it is to say so next. What came from nobody (origin server)
-- began the timer anew. The row's id is the command that brought it.

CREATE TABLE check_in (
    command_id TEXT PRIMARY KEY,
    assignment_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    more_min BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    origin TEXT NOT NULL
);
CREATE INDEX check_in_by_unit ON check_in (unit_id, checked_at);

ALTER TABLE assignment ADD COLUMN checked_at BIGINT;
ALTER TABLE assignment ADD COLUMN check_due_at BIGINT;
ALTER TABLE assignment ADD COLUMN check_step TEXT;
ALTER TABLE assignment ADD COLUMN no_link BIGINT NOT NULL DEFAULT 0;
CREATE INDEX assignment_checked ON assignment (unit_id) WHERE check_due_at IS NOT NULL;
