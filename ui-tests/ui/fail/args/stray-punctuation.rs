use scorer_instrument::scorer_span;

#[scorer_span(=> err)]
fn load(community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
