use scorer_instrument::{record, scorer_span};

#[scorer_span(fields(score))]
fn calculate(community: i64) {
    fn inner() {
        record!(total = 1);
    }
    record!(score = community);
}

fn main() {}
