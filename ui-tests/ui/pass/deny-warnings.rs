#![deny(warnings, unused, rust_2024_compatibility, unused_qualifications, let_underscore_drop)]
#![warn(missing_debug_implementations, single_use_lifetimes, unreachable_pub)]
use scorer_instrument::{Recordable, info, record, scorer_span};

struct PgPool;

#[derive(Debug, Recordable)]
enum Kind {
    Open,
}

#[scorer_span(skip(pool), fields(score, n = label.len()), err, ret)]
async fn load(pool: &PgPool, community: i64, label: &str, kind: Kind) -> Result<i64, std::fmt::Error> {
    drop((pool, kind));
    record!(score = community);
    info!(community, "loaded {label}");
    Ok(community)
}

#[scorer_span(fields(filled_by_hand))]
fn by_hand(community: i64) -> i64 {
    tracing::Span::current().record("filled_by_hand", 1);
    community
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load(&PgPool, 1, "a", Kind::Open).await, Ok(1));
    assert_eq!(by_hand(1), 1);
}
