-- What the desk is told when nobody answers an offer, before somebody phones.

ALTER TABLE help_policy ADD COLUMN unanswered TEXT NOT NULL DEFAULT 'next_team';
