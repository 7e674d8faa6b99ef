use scorer_instrument::scorer_span;

struct Inner { email: String }
struct User { profile: Inner }

#[scorer_span(skip_all, fields(contact = %user.profile.email))]
fn load(user: &User) {}

fn main() {}
