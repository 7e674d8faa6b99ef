use scorer_instrument::scorer_span;

#[scorer_span(colour = "red", err)]
fn load(community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
