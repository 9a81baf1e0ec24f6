-- The places people can be referred to, after Open Referral HSDS 3: no personal data, the same in a city and a site.

CREATE TABLE directory_organization (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    website TEXT NOT NULL
);

CREATE TABLE directory_location (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    location_type TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    languages TEXT NOT NULL
);

CREATE TABLE directory_service (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    description TEXT NOT NULL,
    eligibility TEXT NOT NULL,
    fees TEXT NOT NULL,
    application TEXT NOT NULL,
    languages TEXT NOT NULL,
    wait TEXT NOT NULL,
    keywords TEXT NOT NULL,
    assured_at BIGINT
);

CREATE TABLE directory_service_at_location (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL,
    location_id TEXT NOT NULL
);

-- Minutes since midnight, local time; weekday 0 is Monday. Exactly one of service_id and location_id is set.
CREATE TABLE directory_schedule (
    id TEXT PRIMARY KEY,
    service_id TEXT,
    location_id TEXT,
    weekday BIGINT NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL
);

CREATE TABLE directory_phone (
    id TEXT PRIMARY KEY,
    organization_id TEXT,
    location_id TEXT,
    service_id TEXT,
    number TEXT NOT NULL,
    kind TEXT NOT NULL
);

CREATE TABLE directory_term (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent_id TEXT
);

-- Which of our own needs a service meets.
CREATE TABLE directory_need (
    service_id TEXT NOT NULL,
    need TEXT NOT NULL,
    PRIMARY KEY (service_id, need)
);

CREATE TABLE directory_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL,
    timezone TEXT NOT NULL
);
INSERT INTO directory_head (one, version, timezone) VALUES (1, 0, 'UTC');

-- The exact bytes that phones fetch; a version never changes once it is here.
CREATE TABLE directory_version (
    version BIGINT PRIMARY KEY,
    published_at BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL
);
