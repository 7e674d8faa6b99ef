use scorer_instrument::scorer_span;

#[scorer_span(err)]
fn load() -> Result<(), Vec<String>> {
    Ok(())
}

fn main() {}
