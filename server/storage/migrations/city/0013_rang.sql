-- That an alarm for an offer stood on a phone of this person, as that phone said.

ALTER TABLE delivery ADD COLUMN rang_at BIGINT;
