-- What a phone needs besides its person's PIN to open what lies on it; ciphertext, gone when person or device is shut out.

CREATE TABLE share (
    device_id TEXT NOT NULL REFERENCES device (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    sealed BLOB NOT NULL,
    PRIMARY KEY (device_id, person_id)
);
CREATE INDEX share_by_person ON share (person_id);
