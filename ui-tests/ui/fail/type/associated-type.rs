use scorer_instrument::scorer_span;

trait Store { type Row; }

#[scorer_span]
fn load<S: Store>(row: S::Row) {}

fn main() {}
