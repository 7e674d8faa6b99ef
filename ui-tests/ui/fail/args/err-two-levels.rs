use scorer_instrument::scorer_span;

#[scorer_span(err(level = "warn", level = "info"))]
fn load(community: i64) -> Result<(), String> {
    Ok(())
}

fn main() {}
