-- How a phone is rung while its app is closed, and whether its person heard it: gone with the session.

CREATE TABLE ringing (
    device_id TEXT PRIMARY KEY REFERENCES device (id),
    person_id TEXT NOT NULL,
    sealed BLOB,
    state TEXT NOT NULL,
    state_at BIGINT NOT NULL,
    last_id TEXT,
    shown_at BIGINT
);
