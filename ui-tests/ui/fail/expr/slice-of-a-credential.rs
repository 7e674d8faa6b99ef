use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(prefix = &api_key[..8]))]
fn load(api_key: &str) {}

fn main() {}
