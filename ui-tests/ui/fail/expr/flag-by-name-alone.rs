use scorer_instrument::scorer_span;

struct Thing; impl Thing { fn is_text(&self) -> &str { "x" } }
#[scorer_span(skip_all, fields(email = thing.is_text()))]
fn f(thing: &Thing) {}

fn main() {}
