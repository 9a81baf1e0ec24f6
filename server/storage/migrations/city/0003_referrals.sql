-- Services offered to a person: sent, refused, or impossible. What the person agreed to share is ciphertext.

CREATE TABLE referral (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    service_id TEXT,
    need TEXT NOT NULL,
    state TEXT NOT NULL,
    unavailable_reason TEXT,
    urgency TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    shared_fields TEXT NOT NULL,
    consent_form TEXT,
    consent_given_at BIGINT,
    consent_expires_at BIGINT,
    shared BLOB,
    version BIGINT NOT NULL
);
CREATE INDEX referral_by_call ON referral (call_id, unit_id);
CREATE INDEX referral_by_made_at ON referral (made_at);
