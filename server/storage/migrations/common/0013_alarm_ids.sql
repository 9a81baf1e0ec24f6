-- Anybody may say that an alarm was shown: whether its id was sent to somebody is found without reading them all.

CREATE INDEX ringing_by_alarm ON ringing (last_id);
