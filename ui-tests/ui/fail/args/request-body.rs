use scorer_instrument::scorer_span;

struct Bytes;
impl Bytes { fn len(&self) -> usize { 0 } }

#[scorer_span]
fn parse(bytes: Bytes) {}

fn main() {}
