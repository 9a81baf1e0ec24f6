-- What the caller was told to expect, and the call-backs that were promised: the JSON of schemas.records.Told.
ALTER TABLE call ADD COLUMN told TEXT NOT NULL DEFAULT '[]';
