use scorer_instrument::scorer_span;

fn encode(text: &str) -> String {
    text.to_owned()
}

#[scorer_span(skip_all, fields(n = encode(session_token)))]
fn load(session_token: &str) {}

fn main() {}
