use scorer_instrument::scorer_span;

#[scorer_span(skip(subject))]
fn send_to(to: &str, subject: &str) {}

fn main() {}
