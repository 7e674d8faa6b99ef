use scorer_instrument::scorer_span;

static STAMPS: [&str; 2] = ["a", "b"];
#[scorer_span(fields(kind = STAMPS.join(",")))]
fn f() {}

fn main() {}
