use scorer_instrument::scorer_span;

#[scorer_span(level = "debug", level = "info")]
fn load(community: i64) {}

fn main() {}
