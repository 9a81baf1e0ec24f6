-- Somebody at work who called for help: in clear only that there is a call, and whether somebody has it.

CREATE TABLE site_help (
    id TEXT PRIMARY KEY,
    received_at BIGINT NOT NULL,
    is_taken BIGINT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE INDEX site_help_untaken ON site_help (id) WHERE is_taken = 0;

-- Who is sent for help in this site; the highest number counts, and those before it stay. `said` is what a lead set.

CREATE TABLE site_policy (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    said TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL
);
