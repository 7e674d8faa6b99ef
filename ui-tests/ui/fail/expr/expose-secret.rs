use scorer_instrument::scorer_span;

struct Creds;

#[scorer_span(skip_all, fields(user = %creds.expose_secret()))]
fn load(creds: &Creds) {}

fn main() {}
