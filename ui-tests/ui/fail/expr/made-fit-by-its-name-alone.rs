use scorer_instrument::scorer_span;

fn mask(line: &str) -> String {
    line.to_owned()
}

#[scorer_span(skip(line), fields(shown = %mask(line)))]
fn load(line: &str) {}

fn main() {}
