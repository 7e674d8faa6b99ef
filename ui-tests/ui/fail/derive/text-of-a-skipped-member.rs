use scorer_instrument::{Recordable, scorer_span};
#[derive(Recordable)]
struct Row { id: i64, #[recordable(skip)] weights: Vec<f64> }
impl std::fmt::Display for Row {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
}
#[scorer_span(skip_all, fields(shown = row.to_string()))]
fn load(row: &Row) {}

fn main() {}
