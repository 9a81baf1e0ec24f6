-- What serves once, whichever process is shown it: tickets for the first frame of a socket, and nonces that were signed.

CREATE TABLE pass (
    hash TEXT PRIMARY KEY,
    stands_for TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX pass_by_expiry ON pass (expires_at);
