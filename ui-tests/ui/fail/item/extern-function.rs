use scorer_instrument::scorer_span;

unsafe extern "C" {
    #[scorer_span]
    fn abs(n: i32) -> i32;
}

fn main() {}
