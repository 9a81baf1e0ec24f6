-- Somebody whom a team asked to come too, with why, what the desk answered and what came of it. The id is the client's.

CREATE TABLE backup (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    answered_at BIGINT,
    due_at BIGINT,
    coming_id TEXT,
    refusal TEXT,
    ended_at BIGINT,
    outcome TEXT,
    lights TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX backup_by_call ON backup (call_id);
-- Whether police are to be called where a weapon was shown.

ALTER TABLE help_policy ADD COLUMN weapon_police BIGINT NOT NULL DEFAULT 0;
