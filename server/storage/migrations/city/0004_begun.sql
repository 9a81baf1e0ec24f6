-- How a unit came to a call: one whose offer was over, or was ended by the desk, did not go unasked.

ALTER TABLE assignment ADD COLUMN begun TEXT NOT NULL DEFAULT 'offered';

UPDATE assignment SET begun = 'by_itself' WHERE self_initiated = 1;

UPDATE assignment SET begun = 'too_late' WHERE self_initiated = 1 AND EXISTS (
    SELECT 1 FROM assignment AS lost
    WHERE lost.call_id = assignment.call_id AND lost.unit_id = assignment.unit_id
    AND lost.state IN ('superseded', 'expired', 'withdrawn')
);
