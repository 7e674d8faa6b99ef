use scorer_instrument::scorer_span;

struct Credentials {
    right: String,
    weight: f64,
}

#[scorer_span(skip_all, fields(who = %given.right, weight = given.weight))]
fn accept(given: &Credentials) {}

fn main() {}
