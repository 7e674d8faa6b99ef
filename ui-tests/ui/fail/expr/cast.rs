use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = pin as u64))]
fn load(pin: u32) {}

fn main() {}
