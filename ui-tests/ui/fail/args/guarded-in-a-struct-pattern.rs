use scorer_instrument::scorer_span;

struct Login {
    password: String,
    attempts: u32,
}

#[scorer_span]
fn sign_in(Login { password, attempts }: Login) {}

fn main() {}
