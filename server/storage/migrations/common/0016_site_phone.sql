-- The number that a city's desk gives callers whose matter is the confidential site's.
ALTER TABLE desk ADD COLUMN site_phone TEXT;
