use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = match kind { 0 => "none", _ => api_key }))]
fn load(api_key: &str, kind: u8) {}

fn main() {}
