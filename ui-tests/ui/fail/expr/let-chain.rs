use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = if live && let Some(k) = api_key { k } else { "" }))]
fn load(api_key: Option<&str>, live: bool) {}

fn main() {}
