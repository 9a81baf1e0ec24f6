-- Whether a site has its phones rung through the push services of browser makers; a city's are, outside of a drill.
ALTER TABLE desk ADD COLUMN rings BIGINT NOT NULL DEFAULT 0;
