use scorer_instrument::scorer_span;

type Token = String;

#[scorer_span]
fn accept(client: Token) {}

fn main() {}
