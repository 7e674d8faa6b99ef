use scorer_instrument::scorer_span;

struct Login { user_id: i64, password: String }

#[scorer_span(skip_all, fields(text = match login { Login { password: given, .. } => given.as_str() }))]
fn check(login: &Login) {}

fn main() {}
