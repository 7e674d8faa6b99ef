use scorer_instrument::scorer_span;

#[scorer_span(err(Debug, Display))]
fn load(community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
