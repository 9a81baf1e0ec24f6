-- What a team, or without a unit the desk, left to whoever takes over. The summary is coded only: the JSON of
-- server.dispatch.rules.handoffs.Summary. The notes are ciphertext. Who read it, when, and on which shift.

CREATE TABLE handoff (
    id TEXT PRIMARY KEY,
    unit_id TEXT,
    shift_id TEXT,
    given_by TEXT NOT NULL,
    since BIGINT,
    made_at BIGINT NOT NULL,
    summary TEXT NOT NULL,
    notes BLOB,
    late_at BIGINT,
    read_at BIGINT,
    read_by TEXT,
    read_shift TEXT,
    done TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX handoff_by_read_shift ON handoff (read_shift);

-- Which calls it is about: erased, they go from it, and the notes with them.

CREATE TABLE handoff_about (
    call_id TEXT NOT NULL,
    handoff_id TEXT NOT NULL,
    PRIMARY KEY (call_id, handoff_id)
);
