use scorer_instrument::scorer_span;

fn shorten(text: &str) -> &str {
    text
}

#[scorer_span(skip_all, fields(user = shorten(api_key)))]
fn load(api_key: &str) {}

fn main() {}
