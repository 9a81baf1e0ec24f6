-- Every text that came, by an id that follows from its provider's: it is read once, whatever it said and however late
-- it comes again. `wrong_by` is whose number gave digits that nobody was told.

CREATE TABLE text_heard (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    wrong_by TEXT
);
CREATE INDEX text_heard_by_time ON text_heard (at);
CREATE INDEX text_heard_wrong ON text_heard (wrong_by, at);
