-- To how many callers of a day the desks gave the confidential site's number: one sum a day, whichever desk told it.
CREATE TABLE site_day (
    day TEXT PRIMARY KEY,
    given BIGINT NOT NULL
);

-- Which tellings are in those sums, so that each counts once; not what they said.
CREATE TABLE site_day_told (
    id TEXT PRIMARY KEY
);
