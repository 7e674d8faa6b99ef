use scorer_instrument::scorer_span;

#[scorer_span]
fn load(old_passport_number: &str) {}

fn main() {}
