use scorer_instrument::scorer_span;

#[scorer_span]
fn ship(postal_address: &str) {}

fn main() {}
