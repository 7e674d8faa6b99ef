use scorer_instrument::scorer_span;

struct AuthenticatedUser;

#[scorer_span]
fn me(auth_user: AuthenticatedUser) {}

fn main() {}
