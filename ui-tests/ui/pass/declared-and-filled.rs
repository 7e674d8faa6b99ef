use scorer_instrument::{record, scorer_span};
use tracing::field::Empty;

#[scorer_span(fields(score, user.plan, took = Empty, kind = tracing::field::Empty))]
async fn calculate(community: i64) -> i64 {
    record!(score = community * 2);
    record!(user.plan = "free", took = ?std::time::Duration::ZERO,);
    for kind in 0..2 {
        record!(kind = kind);
    }
    community
}

#[scorer_span(fields(score))]
fn filled_by_tracing(community: i64) -> i64 {
    let span = tracing::Span::current();
    span.record("score", community);
    community
}

#[scorer_span(fields(outer))]
fn nested(community: i64) -> i64 {
    #[scorer_span(fields(inner))]
    fn inside(community: i64) {
        record!(inner = %community);
    }
    inside(community);
    record!(outer = community);
    community
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    calculate(1).await;
    filled_by_tracing(1);
    nested(1);
}
