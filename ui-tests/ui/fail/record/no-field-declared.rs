use scorer_instrument::{record, scorer_span};

#[scorer_span]
fn calculate(community: i64) {
    record!(total = community);
}

fn main() {}
