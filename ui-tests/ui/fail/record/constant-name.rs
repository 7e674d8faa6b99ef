use scorer_instrument::{record, scorer_span};
const NAME: &str = "score";

#[scorer_span(fields(score))]
fn calculate(community: i64) {
    record!(score = community);
    record!({ NAME } = community);
}

fn main() {}
