use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = match api_key { Some(k) => k, None => "" }))]
fn load(api_key: Option<&str>) {}

fn main() {}
