use scorer_instrument::{record, scorer_span};

#[scorer_span(skip_all, fields(kind))]
fn calculate(weights: &[f64]) {
    record!(kind = ?weights);
}

fn main() {}
