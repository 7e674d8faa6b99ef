use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Community {
    weights: Vec<f64>,
}

fn main() {}
