use scorer_instrument::scorer_span;

struct Bytes;

#[scorer_span]
fn parse(bytes: Bytes) {}

fn main() {}
