-- Which organizations exist and where; no person is known here.

CREATE TABLE organization (
    tag TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    training INTEGER NOT NULL,
    location TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- Where a pending enrolment code leads; the hash routes and grants nothing.
CREATE TABLE pending_code (
    hash TEXT PRIMARY KEY,
    tag TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
