use scorer_instrument::scorer_span;

struct Holder { inner: String }

#[scorer_span(skip_all, fields(kind = password.inner.as_str()))]
fn load(password: &Holder) {}

fn main() {}
