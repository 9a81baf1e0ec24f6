-- Whether people of a team felt safe: two sums for a team's week, and nothing of who said it, when, or after which call.

CREATE TABLE felt_week (
    unit_id TEXT NOT NULL,
    week TEXT NOT NULL,
    safe BIGINT NOT NULL,
    unsafe BIGINT NOT NULL,
    PRIMARY KEY (unit_id, week)
);
