use scorer_instrument::scorer_span;

#[scorer_span]
fn greet(first_name: &str) {}

fn main() {}
