use scorer_instrument::scorer_span;

#[scorer_span(fields(%user.email))]
fn load(community: i64) {}

fn main() {}
