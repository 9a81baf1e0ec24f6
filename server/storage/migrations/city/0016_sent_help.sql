-- Whom the desk sent to somebody who called for help: never changed. The id is the command's.

CREATE TABLE help_sent (
    id TEXT PRIMARY KEY,
    help_id TEXT NOT NULL,
    sent_to TEXT NOT NULL,
    unit_id TEXT,
    sent_by TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    at_risk BIGINT NOT NULL,
    policy BIGINT NOT NULL
);
CREATE INDEX help_sent_by_help ON help_sent (help_id);
-- Who is sent, in which order; the highest number counts, and those before it stay.

CREATE TABLE help_policy (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    steps TEXT NOT NULL,
    police_preset BIGINT NOT NULL,
    on_call TEXT,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL
);
-- Since when somebody named is to be phoned because nobody has it.

ALTER TABLE help ADD COLUMN phone_at BIGINT;
