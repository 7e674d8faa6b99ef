use scorer_instrument::scorer_span;

type Payload = String;

#[scorer_span]
fn load(body: Payload) {}

fn main() {}
