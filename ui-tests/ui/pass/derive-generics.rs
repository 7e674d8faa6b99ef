use scorer_instrument::{Recordable, scorer_span};
use std::marker::PhantomData;

#[derive(Recordable)]
struct Tagged<'a, T: Copy, const N: usize>
where
    T: PartialOrd,
{
    thing: T,
    label: &'a str,
    #[recordable(skip)]
    marker: PhantomData<[u8; N]>,
}

#[derive(Debug, Recordable)]
struct Wrapper<T>(T);

#[derive(Recordable)]
enum Either<L, R> {
    Left(L),
    Right { right: R },
}

#[scorer_span(ret)]
fn load(tagged: Tagged<'_, i64, 4>, wrapper: &Wrapper<f64>, either: Either<i64, String>) -> Wrapper<i64> {
    let _ = (tagged.label, tagged.marker, wrapper.0, matches!(either, Either::Left(_)));
    Wrapper(tagged.thing)
}

#[scorer_span]
fn generic<T: Recordable>(wrapper: Wrapper<T>) -> T {
    wrapper.0
}

fn main() {
    let tagged = Tagged::<i64, 4> { thing: 1, label: "a", marker: PhantomData };
    load(tagged, &Wrapper(1.0), Either::Right { right: String::new() });
    generic(Wrapper(1));
    let _ = |either: Either<i64, i64>| match either { Either::Left(n) | Either::Right { right: n } => n };
}
