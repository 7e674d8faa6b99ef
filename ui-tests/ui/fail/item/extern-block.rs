use scorer_instrument::scorer_span;

#[scorer_span]
unsafe extern "C" {
    fn abs(n: i32) -> i32;
}

fn main() {}
