use scorer_instrument::scorer_span;

struct Community {
    weights: Vec<f64>,
}

#[scorer_span(skip(community.weights))]
fn load(community: &Community) {}

fn main() {}
