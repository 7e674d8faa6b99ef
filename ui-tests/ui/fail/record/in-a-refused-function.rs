use scorer_instrument::{record, scorer_span};

#[scorer_span(fields(score), skp(pool))]
fn calculate(pool: i64) {
    record!(score = pool);
}

fn main() {}
