use scorer_instrument::scorer_span;

fn root(_: &str) -> tracing::Span {
    tracing::Span::current()
}

#[scorer_span(skip(api_key), parent = root(api_key))]
fn load(api_key: &str) {}

fn main() {}
