use scorer_instrument::scorer_span;

#[scorer_span(ret, skipall)]
fn load(id: i64) -> Vec<f64> {
    Vec::new()
}

fn main() {}
