-- How often a number gave wrong digits while this offer was open: whoever guesses spends it for this offer alone.

ALTER TABLE text_number ADD COLUMN wrong BIGINT NOT NULL DEFAULT 0;
