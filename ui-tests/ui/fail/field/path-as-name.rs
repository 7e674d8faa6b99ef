use scorer_instrument::scorer_span;

mod names { pub const USER: &str = "email"; }

#[scorer_span(fields({ names::USER } = community))]
fn load(community: i64) {}

fn main() {}
