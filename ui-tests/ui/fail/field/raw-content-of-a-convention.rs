use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(db.query.text = %shown))]
fn run(shown: String) {}

fn main() {}
