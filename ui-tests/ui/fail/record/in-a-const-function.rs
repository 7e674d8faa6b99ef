use scorer_instrument::{record, scorer_span};

#[scorer_span(fields(score))]
const fn calculate(pool: i64) {
    if false {
        record!(score = pool);
    }
}

fn main() {}
