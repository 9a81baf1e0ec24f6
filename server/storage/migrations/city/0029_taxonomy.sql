-- Editions of the call types: never changed; the highest number counts. Without any the desk has its first, 1.

CREATE TABLE taxonomy (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    types TEXT NOT NULL,
    agreed_on TEXT,
    set_at BIGINT NOT NULL
);

-- What the edition said beside what the desk said itself.

ALTER TABLE call ADD COLUMN would_have_gone_to_proposed TEXT;
