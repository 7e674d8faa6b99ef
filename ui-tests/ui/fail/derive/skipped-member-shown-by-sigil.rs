use scorer_instrument::{Recordable, scorer_span};

#[derive(Recordable)]
struct Community {
    id: i64,
    #[recordable(skip)]
    api_key: String,
}
#[scorer_span(skip_all, fields(shown = %community.api_key))]
fn load(community: &Community) {}
fn main() {}
