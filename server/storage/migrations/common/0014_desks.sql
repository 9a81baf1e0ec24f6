-- Which desk of the organization a device is: calls that it takes without the server are numbered in letters of its own.

ALTER TABLE device ADD COLUMN desk BIGINT;
