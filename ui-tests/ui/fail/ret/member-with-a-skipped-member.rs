use scorer_instrument::{Recordable, scorer_span};
#[derive(Debug, Recordable)]
struct Weights(i64, #[recordable(skip)] Vec<f64>);
#[derive(Debug, Recordable)]
struct Community {
    weights: Weights,
}
#[scorer_span(ret)]
fn load(id: i64) -> Community { Community { weights: Weights(id, vec![]) } }

fn main() {}
