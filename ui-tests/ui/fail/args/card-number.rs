use scorer_instrument::scorer_span;

#[scorer_span]
fn charge(card_number: &str, cents: i64) {}

fn main() {}
