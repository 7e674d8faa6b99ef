use scorer_instrument::scorer_span;


#[scorer_span(fields(kind = concat!(env!("DB_PASSWORD"), "")))]
fn f() {}

fn main() {}
