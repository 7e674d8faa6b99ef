use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Failure;

#[scorer_span(ret)]
fn load(id: i64) -> Result<i64, Failure> {
    Ok(id)
}

fn main() {}
