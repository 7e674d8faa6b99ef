use scorer_instrument::scorer_span;

#[scorer_span(ret)]
fn sign(depth: u8) -> String { String::new() }

fn main() {}
