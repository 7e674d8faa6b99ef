use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = if quiet { "hidden" } else { api_key }))]
fn load(api_key: &str, quiet: bool) {}

fn main() {}
