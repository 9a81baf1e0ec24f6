-- In place of which assignment a unit was asked, how many units a call then wants, and who took it before this unit.

ALTER TABLE assignment ADD COLUMN instead_of TEXT;
ALTER TABLE assignment ADD COLUMN wanted BIGINT NOT NULL DEFAULT 1;
ALTER TABLE assignment ADD COLUMN lost_to TEXT;
