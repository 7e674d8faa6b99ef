use scorer_instrument::scorer_span;

type Minted = String;

#[scorer_span(ret)]
fn mint(depth: u8) -> Minted { String::new() }

fn main() {}
