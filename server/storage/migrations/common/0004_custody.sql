-- What a held fact rests on (a command, a call, a shift), and the skew of its phone's clock when it arrived.
ALTER TABLE held RENAME COLUMN after_id TO waits_for;
ALTER TABLE held ADD COLUMN skew_ms BIGINT NOT NULL DEFAULT 0;

-- Whether a command was ever applied is asked also after its receipt was pruned.
CREATE INDEX journal_by_command ON journal (command_id);

-- A device shows at every hello what it was told at the last one; who shows something else is a copy of it.
ALTER TABLE device ADD COLUMN nonce_before TEXT;
ALTER TABLE device ADD COLUMN nonce_epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN cloned_at BIGINT;
