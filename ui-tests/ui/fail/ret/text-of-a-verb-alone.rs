use scorer_instrument::scorer_span;

#[scorer_span(ret)]
fn load() -> String { String::new() }

fn main() {}
