use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(kind = String::from_utf8_lossy(bytes)))]
fn load(bytes: &[u8]) {}

fn main() {}
