-- A mediation in clear is no more than that one was written: everything it says is ciphertext under its own key.

CREATE TABLE mediation (
    id TEXT PRIMARY KEY,
    received_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    version BIGINT NOT NULL
);
