use scorer_instrument::scorer_span;


#[scorer_span(skip_all, fields(kind = match api_key { K => K }))]
fn f(api_key: &str) {}

fn main() {}
