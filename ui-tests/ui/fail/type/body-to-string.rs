use scorer_instrument::scorer_span;

struct Body;
impl std::fmt::Display for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad("{}") }
}

#[scorer_span(skip_all, fields(kind = thing.to_string()))]
fn load(thing: &Body) {}

fn main() {}
