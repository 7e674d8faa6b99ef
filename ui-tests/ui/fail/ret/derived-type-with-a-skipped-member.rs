use scorer_instrument::{Recordable, scorer_span};
#[derive(Debug, Recordable)]
struct Community {
    id: i64,
    #[recordable(skip)]
    weights: Vec<f64>,
}
#[scorer_span(ret)]
fn load(id: i64) -> Community { Community { id, weights: vec![] } }

fn main() {}
