//! A service that is made, not written: as many lines and as many `#[instrument]`s as are wanted, in every shape that is
//! known, always the same.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Functions under `#[instrument]`, one of each shape; `@` stands for a number.
const SHAPES: &[&str] = &[
    "#[instrument]\npub fn scalars_@(community_id: i64, score: f64, ready: bool) -> f64 { if ready { score } else { community_id as f64 } }",
    "#[instrument]\npub async fn pooled_@(pool: &PgPool, community_id: i64) -> i64 { pool.ping().await; community_id }",
    "#[tracing::instrument(skip(pool), err)]\npub async fn failing_@(pool: &PgPool, address: &str, limit: Option<u32>) -> Result<u32, Failure> { pool.ping().await; let _ = address; limit.ok_or(Failure::Missing) }",
    "#[instrument]\npub fn generic_@<T: std::fmt::Debug, U>(inside: T, other: &U, count: usize) -> usize where U: std::fmt::Debug + ?Sized { let _ = (inside, other); count }",
    "#[instrument(name = \"scorer.named\", target = \"scorer\", level = \"debug\", skip(stamps))]\npub fn named_@(stamps: &[Stamp], community_id: i64) -> usize { stamps.len() + usize::try_from(community_id).unwrap_or(0) }",
    "#[instrument(level = Level::DEBUG, skip_all, fields(stamps = stamps.len(), community.id = community_id))]\npub fn counted_@(stamps: &[Stamp], community_id: i64) -> usize { let _ = community_id; stamps.len() }",
    "#[instrument(fields(stamp_count = stamps.len(), provider = %provider, kind = ?kind))]\npub fn fielded_@(stamps: Vec<Stamp>, provider: &str, kind: Kind) -> usize { let _ = (provider, kind); stamps.len() }",
    "#[instrument(fields(email = %email, has_email = !email.is_empty()))]\npub fn mailed_@(email: &str, community_id: i64) -> i64 { let _ = email; community_id }",
    "#[instrument(ret)]\npub fn returned_@(weight: f64) -> f64 { weight * 2.0 }",
    "#[instrument(err(level = \"warn\"), ret)]\npub fn tried_@(weight: f64) -> Result<f64, Failure> { if weight > 0.0 { Ok(weight) } else { Err(Failure::Missing) } }",
    "#[instrument(ret)]\npub fn listed_@(count: usize) -> Vec<Stamp> { vec![Stamp::default(); count] }",
    "#[traced(skip(api_key))]\npub fn aliased_@(api_key: &str, community_id: i64) -> bool { community_id > 0 && !api_key.is_empty() }",
    "#[instrument]\npub fn patterned_@(State(pool): State<PgPool>, Path((id, address)): Path<(i64, String)>) -> i64 { let _ = (pool, address); id }",
    "#[instrument]\npub fn taken_apart_@((first, second): (u32, u32), Pair { left, right }: Pair) -> u32 { first + second + left + right }",
    "#[instrument(skip(token))]\npub fn mutable_@(mut count: u64, token: SecretToken, name: String) -> u64 { count += name.len() as u64; let _ = token; count }",
    "#[instrument]\npub fn traited_@(mut rows: impl Iterator<Item = i64> + std::fmt::Debug, key: &str) -> i64 { let _ = key; rows.next().unwrap_or(0) }",
    "#[instrument(fields(score))]\npub fn filled_@(community_id: i64) -> i64 { tracing::Span::current().record(\"score\", community_id); community_id }",
    "#[instrument(skip(community_id), fields(community_id))]\npub fn hidden_@(community_id: i64, rounds: u8) -> i64 { community_id + i64::from(rounds) }",
    "#[instrument(\n    name = \"scorer.spread\",\n    skip(pool, headers),\n    fields(\n        community_id,\n        address = %address,\n        rounds = rounds + 1,\n    ),\n    err,\n)]\npub async fn spread_@(pool: &PgPool, headers: &HeaderMap, community: &Community, address: &str, rounds: u32) -> Result<(), Failure> { tracing::Span::current().record(\"community_id\", community.id); pool.ping().await; let _ = (headers, address, rounds); Ok(()) }",
    "#[instrument]\npub fn waiting_@(patience: Duration, name: Arc<str>, nonce: Option<Box<str>>) -> u128 { let _ = (name, nonce); patience.as_millis() }",
    "#[instrument(parent = None, skip(stamps))]\npub fn rooted_@(stamps: &HashMap<String, Stamp>, community_id: i64) -> usize { let _ = community_id; stamps.len() }",
    "#[instrument]\npub fn boxed_@(count: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> { Box::pin(async move { count + 1 }) }",
    "pub fn outer_@(count: u32) -> u32 {\n    #[instrument]\n    fn inner(count: u32, community: Community) -> u32 { let _ = community; count + 1 }\n    inner(count, Community::default())\n}",
    "impl Scorer {\n    #[instrument(skip(self))]\n    pub async fn method_@(&self, community_id: i64, weights: &[f64]) -> f64 { let _ = community_id; self.pool.ping().await; weights.iter().sum() }\n\n    #[instrument(skip_all, fields(round = self.round, pool = ?self.pool))]\n    pub fn rounds_@(&mut self, community_id: i64) -> u32 { let _ = community_id; self.round += 1; self.round }\n}",
    "impl Scorer {\n    #[tracing::instrument]\n    pub fn recorded_@(&self, bonus: u32) -> u32 { self.round + bonus }\n}",
    "#[async_trait::async_trait]\nimpl Work for Worker<@> {\n    #[tracing::instrument(skip(self), err)]\n    async fn work(&self, community_id: i64, payload: String) -> Result<i64, Failure> { let _ = payload; Ok(community_id) }\n}",
    "pub mod inner_@ {\n    use tracing::{info, instrument};\n\n    use super::Community;\n\n    #[instrument(skip(community))]\n    pub fn weigh(community: &Community, weight: f64) -> f64 { info!(weight, \"weighed\"); community.id as f64 * weight }\n}",
    "/// Weighs.\n#[instrument(skip(community, weights, api_key, stamps, password, session_token, more_of_it))]\n#[must_use]\n#[expect(clippy::too_many_arguments)]\npub fn long_@(community: &Community, weights: &[f64], api_key: &str, stamps: &[Stamp], password: &str, session_token: &str, more_of_it: &str, again: &Community) -> i64 { let _ = (weights, api_key, stamps, password, session_token, more_of_it, again); community.id }",
    "#[instrument(skip(hash, code), fields(name = name.to_lowercase(), total = format!(\"{}\", rounds)))]\npub fn formed_@(hash: &[u8], code: &str, name: &str, rounds: u32) -> u32 { let _ = (hash, code, name); rounds }",
];

/// What cannot be rewritten: an attribute in a macro's definition, one under a condition.
const LEFT: &str = "macro_rules! spanned {\n    ($name:ident) => {\n        #[tracing::instrument]\n        pub fn $name(count: u32) -> u32 { count }\n    };\n}\n\nspanned!(from_macro);\n\n#[cfg_attr(all(), tracing::instrument(skip(pool)))]\npub fn conditional(pool: &PgPool, count: u32) -> u32 { let _ = pool; count }\n";

const HEAD: &str = "use std::collections::HashMap;\nuse std::future::Future;\nuse std::pin::Pin;\nuse std::sync::Arc;\nuse std::time::Duration;\n\nuse crate::types::*;\nuse tracing::{Level, debug, instrument};\nuse tracing::instrument as traced;\n\n/// Names every import.\npub type Uses = (HashMap<u8, u8>, Pin<Box<dyn Future<Output = ()>>>, Arc<u8>, Duration, Level, PgPool);\n\n#[traced]\npub fn again(count: u32) -> u32 { count }\n\n#[instrument]\npub fn once_more(count: u32) -> u32 { count }\n\n";

const TYPES: &str = "//! What the service works on.\n\n#[derive(Clone, Debug, Default)]\npub struct Stamp { pub id: i64, pub provider: String }\n\n#[derive(Clone, Debug, Default)]\npub struct Community { pub id: i64 }\n\n#[derive(Clone, Copy, Debug)]\npub enum Kind { Small, Large }\n\n#[derive(Clone, Debug, Default)]\npub struct PgPool;\n\nimpl PgPool { pub async fn ping(&self) {} }\n\n#[derive(Clone, Debug)]\npub struct State<T>(pub T);\n\n#[derive(Clone, Debug)]\npub struct Path<T>(pub T);\n\n#[derive(Clone, Debug)]\npub struct Pair { pub left: u32, pub right: u32 }\n\n#[derive(Clone, Debug, Default)]\npub struct HeaderMap;\n\n#[derive(Debug)]\npub struct SecretToken;\n\n#[derive(Clone, Debug, Default)]\npub struct Scorer { pub pool: PgPool, pub round: u32 }\n\n#[derive(Debug)]\npub enum Failure { Missing }\n\nimpl std::fmt::Display for Failure {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(\"missing\") }\n}\n\nimpl std::error::Error for Failure {}\n\npub struct Worker<const N: usize>;\n\n#[async_trait::async_trait]\npub trait Work {\n    async fn work(&self, community_id: i64, payload: String) -> Result<i64, Failure>;\n}\n";

/// Over how many files the functions are spread.
const MODULES: usize = 10;

const MANIFEST: &str = "[package]\nname = \"generated\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nasync-trait = \"0.1\"\ntracing = { version = \"0.1\", features = [\"attributes\"] }\n";

/// Writes a package of at least so many lines, with at least so many attributes; how many lines and attributes it has before
/// it is formatted.
pub(crate) fn write(folder: &Path, lines: usize, attributes: usize) -> (usize, usize) {
    let source = folder.join("src");
    fs::create_dir_all(&source).expect("a folder");
    fs::write(folder.join("Cargo.toml"), MANIFEST).expect("the manifest");
    fs::write(source.join("types.rs"), TYPES).expect("the types");
    let each = attributes.max(SHAPES.len()).div_ceil(MODULES);
    let mut library = String::from("//! A generated service.\n\npub mod types;\n");
    let (mut written, mut number) = (0, 0);
    for module in 0..MODULES {
        let mut text = String::from(HEAD);
        for _ in 0..each {
            let shape = SHAPES[number % SHAPES.len()];
            text.push_str(&shape.replace('@', &number.to_string()));
            text.push_str("\n\n");
            number += 1;
        }
        let mut filler = 0;
        while text.lines().count() < lines / MODULES {
            writeln!(
                text,
                "pub fn filler_{filler}(count: u64) -> u64 {{\n    let mut total = count;\n    for step in 0..{} {{\n        total = total.wrapping_mul(31).wrapping_add(step);\n    }}\n    debug!(total, \"computed\");\n    total\n}}\n",
                filler % 7 + 1
            )
            .expect("text");
            filler += 1;
        }
        if module == 0 {
            text.push_str(LEFT);
        }
        written += text.lines().count();
        writeln!(library, "pub mod part_{module};").expect("text");
        fs::write(source.join(format!("part_{module}.rs")), text).expect("a module");
    }
    fs::write(source.join("lib.rs"), library).expect("the library");
    (written, number)
}
