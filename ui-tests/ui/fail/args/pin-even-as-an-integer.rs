use scorer_instrument::scorer_span;

#[scorer_span]
fn unlock(pin: u32) {}

fn main() {}
