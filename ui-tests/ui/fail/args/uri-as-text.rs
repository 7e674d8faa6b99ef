use scorer_instrument::scorer_span;

#[scorer_span]
fn add(magnet_uri: &str) {}

fn main() {}
