-- What came of an assignment: one encounter each, and every save of it, so that partners' answers stand side by side.

CREATE TABLE encounter (
    id TEXT PRIMARY KEY,
    assignment_id TEXT NOT NULL UNIQUE,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    first_saved_at BIGINT NOT NULL,
    final_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    -- The answers that count in figures, from all saves together: coded only, the JSON of schemas.records.OutcomeAnswers.
    figures TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX encounter_by_call ON encounter (call_id, unit_id);

-- The id is the command that brought the save; the note is ciphertext.
CREATE TABLE encounter_save (
    id TEXT PRIMARY KEY,
    encounter_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    answers TEXT NOT NULL,
    note BLOB
);
CREATE INDEX encounter_save_by_encounter ON encounter_save (encounter_id, saved_at, id);
