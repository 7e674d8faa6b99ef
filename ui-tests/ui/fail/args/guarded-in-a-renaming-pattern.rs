use scorer_instrument::scorer_span;

struct Login {
    user: i64,
    entry: String,
}

#[scorer_span]
fn sign_in(Login { user, entry: password }: Login) {}

fn main() {}
