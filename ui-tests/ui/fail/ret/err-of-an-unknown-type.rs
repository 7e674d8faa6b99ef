use scorer_instrument::scorer_span;

struct Refused(Vec<u8>);

#[scorer_span(err)]
fn load() -> Result<u8, Refused> {
    Err(Refused(Vec::new()))
}

fn main() {}
