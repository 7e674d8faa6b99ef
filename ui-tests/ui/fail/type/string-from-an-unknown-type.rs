use scorer_instrument::scorer_span;

struct Community;
impl From<&Community> for String {
    fn from(_: &Community) -> Self { Self::from("all of it") }
}

#[scorer_span(skip_all, fields(kind = String::from(thing)))]
fn load(thing: &Community) {}

fn main() {}
