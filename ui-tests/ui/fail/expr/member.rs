use scorer_instrument::scorer_span;

struct User {
    email: String,
}

#[scorer_span(skip_all, fields(contact = %user.email))]
fn load(user: &User) {}

fn main() {}
