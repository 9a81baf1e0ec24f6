-- How near to the place that was told somebody must be looked for (schemas.codes: place_within).
ALTER TABLE call ADD COLUMN place_within TEXT NOT NULL DEFAULT 'exact';
