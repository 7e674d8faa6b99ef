use scorer_instrument::scorer_span;

mod serde_json {
    pub fn to_string<T>(_: T) -> String { String::new() }
}
struct Community;

#[scorer_span(skip_all, fields(kind = serde_json::to_string(thing)))]
fn load(thing: &Community) {}

fn main() {}
