use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = pin + 1))]
fn load(pin: u32) {}

fn main() {}
