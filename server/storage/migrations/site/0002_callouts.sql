-- Interrupters are called out: in clear only that there is a call-out, whether it is over, and which ids belong to it.

CREATE TABLE callout (
    id TEXT PRIMARY KEY,
    received_at BIGINT NOT NULL,
    is_over BIGINT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE INDEX callout_open ON callout (id) WHERE is_over = 0;

-- Who it is stands in the sealed part of the call-out.
CREATE TABLE coming (
    id TEXT PRIMARY KEY,
    callout_id TEXT NOT NULL
);
CREATE INDEX coming_by_callout ON coming (callout_id);

-- Whether somebody is on call; the id is the person's.
CREATE TABLE duty (
    id TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
);

-- What came due while nobody was there: kinds, ids and times, gone within a day.
CREATE TABLE site_alarm (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    missed TEXT NOT NULL,
    missed_count BIGINT NOT NULL
);
