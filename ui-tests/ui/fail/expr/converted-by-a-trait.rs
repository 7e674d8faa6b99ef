use scorer_instrument::scorer_span;

struct Rules; impl From<&Rules> for String { fn from(_: &Rules) -> Self { Self::new() } }
#[scorer_span(skip_all, fields(kind = <String as From<_>>::from(thing)))]
fn f(thing: &Rules) {}

fn main() {}
