use scorer_instrument::{record, scorer_span};

#[scorer_span(fields(score))]
fn calculate(community: i64) {
    record!(scor = community);
}

fn main() {}
