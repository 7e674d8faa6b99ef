use scorer_instrument::scorer_span;

struct Name(String); impl std::ops::Deref for Name { type Target = str; fn deref(&self) -> &str { &self.0 } }
#[scorer_span(skip_all, fields(kind = &**thing))]
fn f(thing: &Name) {}

fn main() {}
