-- The tables of the scoring service, in types that SQLite and PostgreSQL have both.

CREATE TABLE api_key (
    prefix     TEXT PRIMARY KEY,
    team       TEXT NOT NULL,
    salt       TEXT NOT NULL, -- hexadecimal digits
    iterations BIGINT NOT NULL CHECK (iterations > 0),
    hash       TEXT NOT NULL -- PBKDF2-HMAC-SHA256 of the key's secret half, as hexadecimal digits
);

CREATE TABLE community (
    id        BIGINT PRIMARY KEY,
    name      TEXT NOT NULL,
    threshold DOUBLE PRECISION NOT NULL -- the least score that passes
);

CREATE TABLE weights (
    community_id BIGINT NOT NULL REFERENCES community (id),
    provider     TEXT NOT NULL,
    weight       DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (community_id, provider)
);

-- Signed credentials that an address presented at an earlier time.
CREATE TABLE ceramic_cache (
    address    TEXT NOT NULL,
    credential TEXT NOT NULL,
    PRIMARY KEY (address, credential)
);

-- Which address holds the account behind a credential: the first to claim it keeps it until it ends.
CREATE TABLE hash_links (
    community_id BIGINT NOT NULL REFERENCES community (id),
    hash         TEXT NOT NULL,
    address      TEXT NOT NULL,
    expires_at   BIGINT NOT NULL, -- Unix seconds
    PRIMARY KEY (community_id, hash)
);

CREATE TABLE human_points (
    community_id BIGINT NOT NULL REFERENCES community (id),
    address      TEXT NOT NULL,
    points       BIGINT NOT NULL,
    PRIMARY KEY (community_id, address)
);
