use scorer_instrument::scorer_span;

#[scorer_span(parent = tracing::info_span!("request", api_key), skip(api_key))]
fn load(api_key: &str) {}

fn main() {}
