use scorer_instrument::scorer_span;

struct Email { to: String, attempt: u8 }

#[scorer_span]
fn send(Email { to, attempt }: Email) {}

fn main() {}
