use scorer_instrument::scorer_span;

struct HeaderMap;

#[scorer_span]
fn authenticate(headers: &HeaderMap, community: i64) {}

fn main() {}
