use scorer_instrument::scorer_span;

type Stamps = Vec<String>;
#[scorer_span(skip_all, fields(kind = stamps.join(",")))]
fn f(stamps: &Stamps) {}

fn main() {}
