use scorer_instrument::scorer_span;

struct Community;

#[scorer_span]
fn load((community, limit): (Community, i64)) {}

fn main() {}
