use scorer_instrument::scorer_span;

#[scorer_span]
fn outer(n: i64) -> i64 {
    #[scorer_span(level = "debug")]
    fn inner(n: i64) -> i64 {
        #[scorer_span(level = "trace")]
        fn innermost(n: i64) -> i64 {
            n
        }
        innermost(n)
    }
    inner(n)
}

fn main() {
    assert_eq!(outer(1), 1);
}
