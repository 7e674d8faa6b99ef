use scorer_instrument::scorer_span;

#[scorer_span(fields(n = format!(community)))]
fn load(community: i64) {}

fn main() {}
