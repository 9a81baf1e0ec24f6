-- The key database of one organization, apart from its records so that a copy of those is not a copy of their keys.

-- Whose keys these are, and something that only the right master key opens.
CREATE TABLE vault (
    tag TEXT PRIMARY KEY,
    proof BLOB NOT NULL
);

-- One key per record and retention class, wrapped by the master key.
CREATE TABLE data_key (
    entity TEXT NOT NULL,
    retention TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (entity, retention)
);

-- Who can take a key away: the record itself, its call, the persons it is about.
CREATE TABLE key_subject (
    subject TEXT NOT NULL,
    entity TEXT NOT NULL,
    retention TEXT NOT NULL,
    PRIMARY KEY (subject, entity, retention)
);

CREATE INDEX key_subject_entity ON key_subject (entity, retention);

-- Subjects that never get a key again; an empty retention means: with all their fields.
CREATE TABLE destroyed (
    subject TEXT NOT NULL,
    retention TEXT NOT NULL,
    PRIMARY KEY (subject, retention)
);

-- The pairs clients seal to, and the one that signs for this organization.
CREATE TABLE key_pair (
    kid TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    made_at BIGINT NOT NULL
);
