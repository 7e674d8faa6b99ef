use scorer_instrument::scorer_span;

#[scorer_span(ret(Debug), err)]
fn load(id: i64) -> Result<Option<Vec<i64>>, String> {
    Ok(None)
}

fn main() {}
