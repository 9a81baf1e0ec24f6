-- The master key under the recovery phrase, so that a bare machine needs only the copies and the phrase.
CREATE TABLE recovery (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    wrapped BLOB NOT NULL
);
