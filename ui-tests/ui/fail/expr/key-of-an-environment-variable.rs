use scorer_instrument::scorer_span;

#[scorer_span(fields(mode = std::env::var("DATABASE_PASSWORD")))]
fn load(community: i64) {}

fn main() {}
