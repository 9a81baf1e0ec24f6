-- An edition says more than the types: what is null here is as in the first one. set_by is null at the command line.

ALTER TABLE taxonomy ADD COLUMN type_order TEXT;
ALTER TABLE taxonomy ADD COLUMN sources TEXT;
ALTER TABLE taxonomy ADD COLUMN priorities TEXT;
ALTER TABLE taxonomy ADD COLUMN questions TEXT;
ALTER TABLE taxonomy ADD COLUMN set_by TEXT;

-- What the city's own questions were about, in the words they were asked in.

ALTER TABLE call ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';
