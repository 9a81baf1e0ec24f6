-- What teams should know of a place for a while: written at a call, found again by the place's fingerprint. The words are
-- ciphertext under a key of the note's own, which ends with it; so does the row. Of a call that was erased
-- it keeps the place and not the call.
CREATE TABLE place_note (
    id TEXT PRIMARY KEY,
    call_id TEXT,
    place_tag BLOB,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    sealed BLOB NOT NULL
);

CREATE INDEX place_note_by_place ON place_note (place_tag);

CREATE INDEX place_note_by_call ON place_note (call_id);
