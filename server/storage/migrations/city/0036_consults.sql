-- What a team at a call asked a supervisor, and every answer to it. Notes are ciphertext.

CREATE TABLE consult (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    reason TEXT,
    asked_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- The id is the command that brought the answer.

CREATE TABLE consult_answer (
    id TEXT PRIMARY KEY,
    consult_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    note BLOB
);
CREATE INDEX consult_answer_by_consult ON consult_answer (consult_id, at, id);
