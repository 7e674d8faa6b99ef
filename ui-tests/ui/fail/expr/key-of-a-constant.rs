use scorer_instrument::scorer_span;

const EMAIL: usize = 0;
#[scorer_span(skip_all, fields(kind = row[EMAIL]))]
fn f(row: &[i64]) {}

fn main() {}
