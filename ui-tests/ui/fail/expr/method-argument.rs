use scorer_instrument::scorer_span;

struct Hasher;

#[scorer_span(skip_all, fields(tag = hasher.tag(password)))]
fn load(hasher: &Hasher, password: &str) {}

fn main() {}
