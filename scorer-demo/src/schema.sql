-- The tables of the scoring service.

CREATE TABLE api_key (
    prefix     TEXT PRIMARY KEY,
    team       TEXT NOT NULL,
    salt       BLOB NOT NULL,
    iterations INTEGER NOT NULL CHECK (iterations > 0),
    hash       BLOB NOT NULL -- PBKDF2-HMAC-SHA256 of the key's secret half
);

CREATE TABLE community (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    threshold REAL NOT NULL -- the least score that passes
);

CREATE TABLE weights (
    community_id INTEGER NOT NULL REFERENCES community (id),
    provider     TEXT NOT NULL,
    weight       REAL NOT NULL,
    PRIMARY KEY (community_id, provider)
);

-- Signed credentials that an address presented at an earlier time.
CREATE TABLE ceramic_cache (
    address    TEXT NOT NULL,
    credential TEXT NOT NULL
);
CREATE INDEX ceramic_cache_address ON ceramic_cache (address);

-- Which address holds the account behind a credential: the first to claim it keeps it until it ends.
CREATE TABLE hash_links (
    community_id INTEGER NOT NULL REFERENCES community (id),
    hash         TEXT NOT NULL,
    address      TEXT NOT NULL,
    expires_at   INTEGER NOT NULL, -- Unix seconds
    PRIMARY KEY (community_id, hash)
);

CREATE TABLE human_points (
    community_id INTEGER NOT NULL REFERENCES community (id),
    address      TEXT NOT NULL,
    points       INTEGER NOT NULL,
    PRIMARY KEY (community_id, address)
);
