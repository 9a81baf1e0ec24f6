-- What we did to tell a person of an offer, and where a provider would not take it. Never delivery.

ALTER TABLE delivery ADD COLUMN pushed_at BIGINT;
ALTER TABLE delivery ADD COLUMN push_failed_at BIGINT;
ALTER TABLE delivery ADD COLUMN texted_at BIGINT;
ALTER TABLE delivery ADD COLUMN text_failed_at BIGINT;
