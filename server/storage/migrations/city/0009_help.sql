-- Somebody at work who called for help. The row's id is the client's; the first that was told of each time stands.

CREATE TABLE help (
    id TEXT PRIMARY KEY,
    unit_id TEXT,
    person_id TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    taken_at BIGINT,
    taken_by TEXT,
    ended_at BIGINT,
    ending TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX help_open ON help (unit_id) WHERE ended_at IS NULL;
