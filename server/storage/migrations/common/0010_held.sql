-- What is still in custody for a reason is found without looking at what was ever there.

CREATE INDEX held_open ON held (code, held_at) WHERE resolved_at IS NULL;
