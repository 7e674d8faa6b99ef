use scorer_instrument::scorer_span;

#[scorer_span]
union Number {
    a: u32,
}

fn main() {}
