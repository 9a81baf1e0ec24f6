-- Where whoever called for help was: ciphertext under a key of its own, gone within a day.

ALTER TABLE help ADD COLUMN position BLOB;
