use scorer_instrument::scorer_span;


#[scorer_span(skip_all, fields(kind = stamps.chars().collect::<String>()))]
fn f(stamps: &str) {}

fn main() {}
