use scorer_instrument::scorer_span;

#[scorer_span(err)]
fn load(id: i64) -> i64 {
    id
}

fn main() {}
