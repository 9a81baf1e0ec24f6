-- What a supervisor is to look at: an outcome, or a call for help, and why, coded only. `seen` are the reasons that
-- somebody had before them when they said that they looked; a reason that came later is still to be looked at.

CREATE TABLE review (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    about_id TEXT NOT NULL,
    call_id TEXT,
    unit_id TEXT,
    at BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    seen TEXT NOT NULL,
    reviewed_at BIGINT,
    reviewed_by TEXT,
    version BIGINT NOT NULL
);

-- Who is a supervisor already reads it from now.

INSERT INTO membership (person_id, scope, until_at)
SELECT person_id, 'oversight', until_at FROM membership WHERE scope = 'custody:*';
