-- People, their roles, the devices they use, and every way one of them proves who is asking. Secrets are kept as hashes.

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE TABLE role (
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, role)
);

-- A device is not a person: a phone in a van serves several, one after the other.
CREATE TABLE device (
    id TEXT PRIMARY KEY,
    public TEXT NOT NULL,
    nonce TEXT NOT NULL,
    app_version TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    low_water BIGINT NOT NULL DEFAULT 0,
    low_water_epoch BIGINT NOT NULL DEFAULT 0,
    got TEXT,
    unsent BIGINT NOT NULL DEFAULT 0,
    skew_ms BIGINT NOT NULL DEFAULT 0,
    revoked_at BIGINT
);

CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    device_id TEXT NOT NULL REFERENCES device (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_by_device ON session (device_id, person_id);
CREATE INDEX session_by_person ON session (person_id);

-- expires_at is null for a link that may be used again, which only a training organization has.
CREATE TABLE enrol_code (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    reusable BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT
);

CREATE TABLE token (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    device_id TEXT NOT NULL REFERENCES device (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX token_by_expiry ON token (expires_at);

-- Whom the Help button calls, told with every session.
CREATE TABLE desk (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    phone TEXT
);
INSERT INTO desk (one, phone) VALUES (1, NULL);
