use scorer_instrument::scorer_span;

#[scorer_span]
enum Kind {
    A,
}

fn main() {}
