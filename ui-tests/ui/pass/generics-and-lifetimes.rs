use scorer_instrument::{Recordable, scorer_span};

#[scorer_span]
fn largest<T: Recordable + PartialOrd + Copy>(first: T, second: T) -> T {
    if first > second { first } else { second }
}

#[scorer_span(skip(items))]
fn first<'a, T>(items: &'a [T], fallback: &'a str) -> &'a str
where
    T: AsRef<str>,
{
    items.first().map_or(fallback, AsRef::as_ref)
}

#[scorer_span(skip(bytes), fields(size = N))]
fn sum<const N: usize>(bytes: [u8; N], scale: u32) -> u32 {
    bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>() * scale
}

#[scorer_span(skip(call))]
fn apply<F>(call: F, n: i64) -> i64
where
    F: for<'a> Fn(&'a i64) -> i64,
{
    call(&n)
}

#[scorer_span]
async fn later<'a, T: Recordable + Clone + 'a>(thing: &'a T) -> T {
    thing.clone()
}

fn main() {
    assert_eq!(largest(1, 2), 2);
    assert_eq!(first(&["a"], "b"), "a");
    assert_eq!(sum([1, 2, 3], 2), 12);
    assert_eq!(apply(|n| *n, 1), 1);
    drop(later(&1));
}
