-- That a report the law asks for was made: when, to whom, in which role. Nothing of what was reported, and nobody's name.

CREATE TABLE mandated_report (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    reported_to TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX mandated_report_by_call ON mandated_report (call_id, unit_id);
