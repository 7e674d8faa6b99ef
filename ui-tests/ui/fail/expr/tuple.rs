use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = ?(community, api_key)))]
fn load(api_key: &str, community: i64) {}

fn main() {}
