-- When an effect is due to leave the house, how often it was tried, and why it never will.

ALTER TABLE effect ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE effect ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE effect ADD COLUMN gone_at BIGINT;
ALTER TABLE effect ADD COLUMN why TEXT;

CREATE INDEX effect_waiting ON effect (kind, due_at) WHERE sent_at IS NULL AND gone_at IS NULL;
