use scorer_instrument::scorer_span;

struct User {
    contact: String,
}

#[scorer_span(skip_all, fields("user.email" = %user.contact))]
fn load(user: &User) {}

fn main() {}
