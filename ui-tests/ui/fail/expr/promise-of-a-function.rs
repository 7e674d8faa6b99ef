use scorer_instrument::scorer_span;

fn has_token(_: &str) -> String {
    String::new()
}

#[scorer_span(skip(line), fields(known = has_token(line)))]
fn load(line: &str) {}

fn main() {}
