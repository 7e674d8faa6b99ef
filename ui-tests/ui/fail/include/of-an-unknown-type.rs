use scorer_instrument::scorer_span;

struct Community;

#[scorer_span(include(community))]
fn load(community: Community) {}

fn main() {}
