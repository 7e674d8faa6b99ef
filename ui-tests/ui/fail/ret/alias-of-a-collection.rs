use scorer_instrument::scorer_span;

type Scores = Vec<f64>;

#[scorer_span(ret)]
fn load(id: i64) -> Scores {
    Vec::new()
}

fn main() {}
