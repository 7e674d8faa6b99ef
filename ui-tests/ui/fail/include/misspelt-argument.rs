use scorer_instrument::scorer_span;

#[scorer_span(include(adress))]
fn load(address: &str, depth: usize) {}

fn main() {}
