use scorer_instrument::scorer_span;

struct Claims { id: i64 }

#[scorer_span]
fn revoke_refresh_token(refresh_claims: &Claims) {}

fn main() {}
