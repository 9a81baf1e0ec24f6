-- By what a call's place and number are known again: keyed fingerprints, dropped with the place and at erasure.

ALTER TABLE call ADD COLUMN place_tag BLOB;
ALTER TABLE call ADD COLUMN number_tag BLOB;
CREATE INDEX call_by_place_tag ON call (place_tag, received_at) WHERE place_tag IS NOT NULL;
CREATE INDEX call_by_number_tag ON call (number_tag, received_at) WHERE number_tag IS NOT NULL;
CREATE INDEX call_tagged ON call (received_at) WHERE place_tag IS NOT NULL OR number_tag IS NOT NULL;
