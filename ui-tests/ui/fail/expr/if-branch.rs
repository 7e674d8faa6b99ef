use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = if verbose { api_key } else { "hidden" }))]
fn load(api_key: &str, verbose: bool) {}

fn main() {}
