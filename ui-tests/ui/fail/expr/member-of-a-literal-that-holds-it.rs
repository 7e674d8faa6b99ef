use scorer_instrument::scorer_span;

struct Pair { start: &'static str }
#[scorer_span(skip(api_key), fields(kind = Pair { start: api_key }.start))]
fn f(api_key: &'static str) {}

fn main() {}
