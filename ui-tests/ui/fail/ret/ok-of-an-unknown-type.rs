use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Community;

#[scorer_span(ret, err)]
fn load(id: i64) -> Result<Community, String> {
    Ok(Community)
}

fn main() {}
