use scorer_instrument::{record, scorer_span};

#[scorer_span(skip_all, fields(kind))]
fn calculate(api_key: &str) {
    record!(kind = api_key);
}

fn main() {}
