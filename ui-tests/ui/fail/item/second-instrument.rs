use scorer_instrument::scorer_span;

#[scorer_span(skip(api_key))]
#[tracing::instrument]
fn check(api_key: &str) {}

fn main() {
    check("k");
}
