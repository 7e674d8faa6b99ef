use scorer_instrument::scorer_span;

mod limits {
    pub struct Empty;
}

#[scorer_span(fields(score = limits::Empty))]
fn load() {}

fn main() {}
