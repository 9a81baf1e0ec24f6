-- What the last alarm of a phone was for: when it says that it stood on its screen, that is noted there.

ALTER TABLE ringing ADD COLUMN last_key TEXT;
