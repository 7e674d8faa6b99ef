-- Scores of earlier years. They are asked for by address, and no index is there for that: `cargo demo load` shows how
-- such a table is found.
CREATE TABLE past_scores (
    community_id BIGINT NOT NULL,
    address      TEXT NOT NULL,
    score        DOUBLE PRECISION NOT NULL,
    scored_at    BIGINT NOT NULL -- Unix seconds
);
