use scorer_instrument::scorer_span;

struct Name;

#[scorer_span(skip_all, fields(label = %label))]
fn load(label: &Name) {}

fn main() {}
