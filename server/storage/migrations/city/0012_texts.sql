-- What an offer is called in a text to a person: the n-th they were asked, from which its two digits follow.

CREATE TABLE text_number (
    person_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    assignment_id TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, n)
);
CREATE INDEX text_number_by_assignment ON text_number (assignment_id, person_id);
CREATE INDEX text_number_by_time ON text_number (given_at);
