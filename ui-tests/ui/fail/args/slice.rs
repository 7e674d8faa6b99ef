use scorer_instrument::scorer_span;

#[scorer_span]
fn calculate_score(weights: &[f64]) {}

fn main() {}
