use scorer_instrument::scorer_span;

struct ApiKeyRecord;

#[scorer_span]
fn check(entry: &ApiKeyRecord) {}

fn main() {}
