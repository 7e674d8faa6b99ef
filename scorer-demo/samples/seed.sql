-- Public sample material, written by `cargo demo generate`; it protects nothing.

INSERT INTO api_key (prefix, team, salt, iterations, hash)
VALUES ('sample', 'sample-team', '0ff2743c2b6b96e4084a3b66ad8bffa3', 20000, '6f7962175445a046f4aec97b2a3925dd3756d48ef823f4e13cd51894ead9ffb8')
ON CONFLICT DO NOTHING;

INSERT INTO community (id, name, threshold) VALUES (7, 'Open Grants', 15.0)
ON CONFLICT DO NOTHING;

INSERT INTO weights (community_id, provider, weight)
VALUES
    (7, 'github-account', 6.5),
    (7, 'ens-name', 4.0),
    (7, 'stake-small', 2.0),
    (7, 'stake-large', 8.0),
    (7, 'discord-account', 1.5)
ON CONFLICT DO NOTHING;

-- What the good request's address presented earlier.
INSERT INTO ceramic_cache (address, credential)
VALUES ('0x481958b170dc5616ce01c19adb15226828864418', '{"expires_at":4102444800,"hash":"29ca9d0233731198376ce2d3e5efacefe5498aa8c294d8851b9f02c393031834","provider":"discord-account","signature":"8a07069a4943ba4837d42cbb35472ffd55f9ac5bf0ce29d73b34b92bff72451ef334e9d0a81f7cb75aec8ed17e4b3bf7571ada0cdee0bb252b2aeae2dbcd400f","subject":"0x481958b170dc5616ce01c19adb15226828864418"}')
ON CONFLICT DO NOTHING;

-- The account that the duplicate request presents, claimed by another address.
INSERT INTO hash_links (community_id, hash, address, expires_at)
VALUES (7, '165e8186e65fef38a523077813169fd5b82650c5f3af669c0bf4043f01e51fe2', '0xd98469634cb7812dc7478c1fbb20961e57ee8c3d', 4102444800)
ON CONFLICT DO NOTHING;
