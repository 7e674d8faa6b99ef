use scorer_instrument::scorer_span;

use std::collections::HashMap;

#[scorer_span]
fn calculate_score(weights: &HashMap<String, f64>) {}

fn main() {}
