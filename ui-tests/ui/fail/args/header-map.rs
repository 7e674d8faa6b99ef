use scorer_instrument::scorer_span;

struct HeaderMap;
impl HeaderMap { fn len(&self) -> usize { 0 } }

#[scorer_span]
fn authenticate(headers: &HeaderMap, community: i64) {}

fn main() {}
