use scorer_instrument::scorer_span;

#[scorer_span(skip_all, ret)]
fn load<T: std::fmt::Debug>(id: i64, thing: fn() -> T) -> T {
    thing()
}

fn main() {}
