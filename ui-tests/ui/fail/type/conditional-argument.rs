use scorer_instrument::scorer_span;

struct Community;

#[scorer_span(include(community, depth))]
fn load(#[cfg(all())] community: &Community, #[cfg(any())] depth: u8) {}

fn main() {}
