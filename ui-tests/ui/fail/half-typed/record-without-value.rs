use scorer_instrument::{record, scorer_span};

#[scorer_span(fields(score))]
fn load(depth: u8) {
    record!(score = );
}

fn main() {}
