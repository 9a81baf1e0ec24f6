-- In which epoch the metronome was last here, and up to when deadlines passed that nobody was there to keep.

ALTER TABLE last_tick ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE last_tick ADD COLUMN gap_until BIGINT NOT NULL DEFAULT 0;

UPDATE last_tick SET epoch = (SELECT epoch FROM log_head WHERE log_head.one = 1);
