use scorer_instrument::scorer_span;

#[scorer_span]
fn save(created_by: &str) {}

fn main() {}
