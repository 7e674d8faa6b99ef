use scorer_instrument::scorer_span;

#[scorer_span]
const fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
