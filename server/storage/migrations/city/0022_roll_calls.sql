-- The desk asks every team on shift whether it is all right. The id is the client's.

CREATE TABLE roll_call (
    id TEXT PRIMARY KEY,
    why TEXT NOT NULL,
    called_by TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    ended_at BIGINT
);
-- Each team that is asked: since when it was asked last, and the earliest answer.

CREATE TABLE roll_team (
    id TEXT PRIMARY KEY,
    roll_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    step TEXT,
    no_link BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX roll_team_by_roll ON roll_team (roll_id, unit_id);
CREATE INDEX roll_team_open ON roll_team (unit_id) WHERE answered_at IS NULL;
