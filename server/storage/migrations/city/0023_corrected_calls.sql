-- What the desk put right about a call: codes and times. Words lie with the call's other ciphertext.

ALTER TABLE call ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
