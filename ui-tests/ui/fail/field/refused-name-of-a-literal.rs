use scorer_instrument::scorer_span;

#[scorer_span(fields(password = "hunter2"))]
fn load(community: i64) {}

fn main() {}
