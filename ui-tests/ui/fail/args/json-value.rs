use scorer_instrument::scorer_span;

mod serde_json {
    pub struct Value;
}

#[scorer_span]
fn parse_credentials(document: &serde_json::Value) {}

fn main() {}
