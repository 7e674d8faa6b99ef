use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = { community = 1 }))]
fn load(mut community: i64) {}

fn main() {}
