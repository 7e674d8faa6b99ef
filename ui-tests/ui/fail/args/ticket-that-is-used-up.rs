use scorer_instrument::scorer_span;

#[scorer_span]
fn consume_ticket(ticket: &str, seats: u32) {}

fn main() {}
