use scorer_instrument::scorer_span;

struct User {
    contact: String,
}

#[scorer_span(skip_all, fields(apiKey = %user.contact))]
fn load(user: &User) {}

fn main() {}
