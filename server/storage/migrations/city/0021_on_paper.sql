-- That a call was written on paper first and entered from there.

ALTER TABLE call ADD COLUMN on_paper BIGINT NOT NULL DEFAULT 0;
