use scorer_instrument::scorer_span;

struct Loaded { kind: i64 } fn load_password() -> Option<Loaded> { None }
#[scorer_span(fields(kind = load_password()?.kind))]
fn f() -> Option<i64> { None }

fn main() {}
