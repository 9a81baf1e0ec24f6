-- What an organization says in its own words, by what it is (cards): never changed; the highest number of each counts.
-- set_by is null at the command line.

CREATE TABLE guidance (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    number BIGINT NOT NULL,
    said TEXT NOT NULL,
    set_by TEXT,
    set_at BIGINT NOT NULL,
    UNIQUE (what, number)
);
