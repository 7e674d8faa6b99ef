use scorer_instrument::scorer_span;

struct Community;

#[scorer_span(skip_all, fields(kind = %format_args!("{thing:?}")))]
fn load(thing: &Community) {}

fn main() {}
