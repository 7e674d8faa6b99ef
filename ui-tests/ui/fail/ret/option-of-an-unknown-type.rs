use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Community;

#[scorer_span(ret)]
fn load() -> Option<Community> { None }

fn main() {}
