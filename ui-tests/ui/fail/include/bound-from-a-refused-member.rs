use scorer_instrument::scorer_span;

struct Login {
    password: String,
}
#[scorer_span(include(given))]
fn check(Login { password: given }: Login) {}

fn main() {}
