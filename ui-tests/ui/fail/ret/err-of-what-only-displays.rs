use scorer_instrument::scorer_span;

#[scorer_span(skip(make), err)]
async fn load<E: std::fmt::Display>(make: fn() -> E) -> Result<u8, E> {
    Err(make())
}

fn main() {}
