use scorer_instrument::scorer_span;

enum Contact { Email { to: String }, None }

#[scorer_span(skip_all, fields(text = if let Contact::Email { to } = contact { to } else { "" }))]
fn check(contact: &Contact) {}

fn main() {}
