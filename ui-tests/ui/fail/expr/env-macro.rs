use scorer_instrument::scorer_span;

#[scorer_span(fields(mode = env!("API_KEY")))]
fn load(community: i64) {}

fn main() {}
