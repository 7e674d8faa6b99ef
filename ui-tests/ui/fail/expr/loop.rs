use scorer_instrument::scorer_span;

#[scorer_span(fields(user = loop { break community }))]
fn load(community: i64) {}

fn main() {}
