use scorer_instrument::scorer_span;

#[scorer_span(follows_from = [tracing::info_span!("request", api_key).id()], skip(api_key))]
fn load(api_key: &str) {}

fn main() {}
