use scorer_instrument::scorer_span;

#[scorer_span(fields(n = { total += 1 }))]
fn load(mut total: i64) {}

fn main() {}
