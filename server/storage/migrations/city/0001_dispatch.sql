-- Calls, units with their shifts, assignments with every reported time and every delivery, and what the desk must take up.

-- `status` follows from the assignments and is kept for the log. Place, callback and access note are one ciphertext, what
-- was said another: they are kept for different times. `taken` is a keyed fingerprint of what the desk first told.
CREATE TABLE call (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    type_code TEXT NOT NULL,
    priority TEXT NOT NULL,
    taxonomy_version BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    entered_at BIGINT NOT NULL,
    triaged_at BIGINT,
    first_offer_at BIGINT,
    closed_at BIGINT,
    closed_by_hand_at BIGINT,
    triage_result TEXT NOT NULL,
    would_have_gone_to TEXT NOT NULL,
    not_sent_reason TEXT,
    screening TEXT NOT NULL,
    caller_role TEXT NOT NULL,
    location_kind TEXT NOT NULL,
    area TEXT NOT NULL,
    language TEXT,
    minor_involved TEXT NOT NULL,
    persons_count BIGINT,
    sealed BLOB,
    said BLOB,
    taken BLOB,
    erased_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX call_by_received_at ON call (received_at, id);

-- How many calls got a spoken number on a day of the city's own calendar.
CREATE TABLE call_number (
    day TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- `own_status` is what the unit said last; `status` is that or what its assignments make of it.
CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    own_status TEXT NOT NULL,
    status TEXT NOT NULL,
    status_at BIGINT NOT NULL,
    shift_id TEXT,
    shift_started_at BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE shift (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX shift_by_unit ON shift (unit_id, started_at);

-- Who was on which unit from when to when, kept: facts of a former member still count.
CREATE TABLE shift_member (
    shift_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    skills TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (shift_id, person_id)
);
CREATE INDEX shift_member_by_unit ON shift_member (unit_id, person_id);
CREATE INDEX shift_member_by_person ON shift_member (person_id) WHERE left_at IS NULL;

-- Of every stage the earliest corrected time. `said_by` is ciphertext: it names somebody.
CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    state TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    answer_by BIGINT,
    accepted_at BIGINT,
    enroute_at BIGINT,
    staged_at BIGINT,
    arrived_at BIGINT,
    contact_at BIGINT,
    transport_at BIGINT,
    dest_at BIGINT,
    cleared_at BIGINT,
    ended_at BIGINT,
    ending TEXT,
    decline_reason TEXT,
    self_initiated BIGINT NOT NULL,
    origin TEXT NOT NULL,
    said_by BLOB,
    version BIGINT NOT NULL
);
CREATE INDEX assignment_by_call ON assignment (call_id, unit_id);
CREATE INDEX assignment_by_unit ON assignment (unit_id, ended_at);

-- Every report of every stage, never changed; the id is the command that brought it.
CREATE TABLE stage_time (
    command_id TEXT PRIMARY KEY,
    assignment_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    device_at BIGINT NOT NULL,
    corrected_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    origin TEXT NOT NULL,
    said_by BLOB
);
CREATE INDEX stage_time_by_assignment ON stage_time (assignment_id, corrected_at);

-- The ladder of an offer towards each person of the unit.
CREATE TABLE delivery (
    assignment_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    shown_at BIGINT,
    PRIMARY KEY (assignment_id, person_id)
);
CREATE INDEX delivery_unsent ON delivery (person_id) WHERE sent_at IS NULL;
CREATE INDEX delivery_undelivered ON delivery (person_id) WHERE delivered_at IS NULL;

CREATE TABLE alarm (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    call_id TEXT,
    assignment_id TEXT,
    unit_id TEXT,
    raised_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by TEXT
);
CREATE INDEX alarm_by_call ON alarm (call_id);
