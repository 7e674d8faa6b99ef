use scorer_instrument::scorer_span;

struct Body;

#[scorer_span(skip_all, fields(kind = thing.to_string()))]
fn load(thing: &Body) {}

fn main() {}
