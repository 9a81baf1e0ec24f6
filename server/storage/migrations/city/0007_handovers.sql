-- Where a call was passed on to, since when and until when (the JSON list of schemas.records.Handover), and as ciphertext
-- who took it at the other end.

ALTER TABLE call ADD COLUMN handovers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE call ADD COLUMN taken_by BLOB;
