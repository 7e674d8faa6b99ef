use scorer_instrument::scorer_span;

struct Community;

#[scorer_span]
fn load(community: Option<Community>) {}

fn main() {}
