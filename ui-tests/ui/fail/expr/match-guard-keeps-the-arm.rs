use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = match kind { n if n > 1 => api_key, _ => "" }))]
fn load(api_key: &str, kind: u8) {}

fn main() {}
