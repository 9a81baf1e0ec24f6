-- How often a secret that follows from the master key was made anew, so that one that leaked opens nothing any more.

CREATE TABLE rotated (
    what TEXT PRIMARY KEY,
    times BIGINT NOT NULL
);
