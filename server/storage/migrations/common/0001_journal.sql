-- The log of every change set, the feed that clients read by cursor, and what makes a command happen exactly once.

CREATE TABLE log_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    floor BIGINT NOT NULL,
    backup_seq BIGINT NOT NULL,
    head_hash TEXT NOT NULL
);
INSERT INTO log_head (one, seq, epoch, floor, backup_seq, head_hash) VALUES (1, 0, 1, 0, 0, '');

CREATE TABLE journal (
    seq BIGINT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    device TEXT,
    command_id TEXT,
    kind TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    envelope TEXT NOT NULL,
    sealed BLOB,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (seq, n)
);
CREATE INDEX journal_by_entity ON journal (entity_type, entity_id, seq);

CREATE TABLE feed (
    scope TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    op TEXT NOT NULL,
    PRIMARY KEY (scope, type, id)
);
CREATE INDEX feed_by_seq ON feed (scope, seq);
CREATE INDEX feed_by_entity ON feed (type, id);

CREATE TABLE membership (
    person_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (person_id, scope)
);
CREATE INDEX membership_by_scope ON membership (scope);

CREATE TABLE subject (
    subject TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    PRIMARY KEY (subject, entity_type, entity_id)
);
CREATE TABLE erased (
    subject TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE receipt (
    command_id TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    dseq BIGINT NOT NULL,
    mac BLOB NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX receipt_by_device ON receipt (device, dseq);

CREATE TABLE held (
    command_id TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    person_id TEXT NOT NULL,
    type TEXT NOT NULL,
    entity TEXT NOT NULL,
    after_id TEXT,
    code TEXT NOT NULL,
    owner TEXT NOT NULL,
    held_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolution TEXT,
    sealed BLOB
);
CREATE INDEX held_by_after ON held (after_id, resolved_at);

CREATE TABLE deadline (
    kind TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (kind, entity_id)
);
CREATE INDEX deadline_by_due ON deadline (due_at);

CREATE TABLE effect (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);

CREATE TABLE disclosure (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    device_id TEXT,
    purpose TEXT NOT NULL,
    shown TEXT NOT NULL
);

CREATE TABLE last_tick (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    at BIGINT NOT NULL
);
INSERT INTO last_tick (one, at) VALUES (1, 0);
