use scorer_instrument::{Recordable, scorer_span};

#[scorer_span]
fn show(thing: impl Recordable, limit: usize) -> impl Iterator<Item = usize> {
    let _ = thing;
    0..limit
}

#[scorer_span(skip(call))]
fn run(call: impl Fn() -> i64) -> impl Fn() -> i64 {
    call
}

#[scorer_span]
fn later(n: i64) -> impl Future<Output = i64> {
    async move { n }
}

fn main() {
    assert_eq!(show("a", 3).count(), 3);
    assert_eq!(run(|| 1)(), 1);
    drop(later(1));
}
