use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Limits;
static LIMITS: Limits = Limits;

#[scorer_span(fields(limits = ?LIMITS))]
fn load() {}

fn main() {}
