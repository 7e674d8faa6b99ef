use scorer_instrument::scorer_span;

#[tracing::instrument]
#[scorer_span(skip(api_key))]
fn load(api_key: &str) {}

fn main() {}
