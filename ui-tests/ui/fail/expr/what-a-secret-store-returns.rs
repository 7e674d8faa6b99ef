use scorer_instrument::scorer_span;

struct Store;
impl Store { fn fetch(&self) -> String { String::new() } }

#[scorer_span(skip_all, fields(state = %secret_store.fetch()))]
fn load(secret_store: &Store) {}

fn main() {}
