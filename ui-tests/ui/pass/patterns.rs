use scorer_instrument::scorer_span;

struct Point {
    x: i64,
    y: i64,
}
struct State<T>(T);
struct Path<T>(T);
struct PgPool;

#[scorer_span]
fn tuple((a, (b, _)): (i64, (f64, bool))) -> i64 {
    let _ = b;
    a
}

#[scorer_span]
fn structure(Point { x, y: height }: Point) -> i64 {
    x + height
}

#[scorer_span]
fn rest(Point { x, .. }: Point, &n: &i64) -> i64 {
    x + n
}

#[scorer_span]
fn slice([first, second]: [i64; 2]) -> i64 {
    first + second
}

#[scorer_span(skip(pool))]
fn handler(State(pool): State<PgPool>, Path((community, slug)): Path<(i64, String)>) -> i64 {
    let _ = (pool, slug);
    community
}

#[scorer_span]
fn changed(mut n: i64, _: Vec<u8>) -> i64 {
    n += 1;
    n
}

fn main() {
    assert_eq!(tuple((1, (2.0, true))), 1);
    assert_eq!(structure(Point { x: 1, y: 2 }), 3);
    assert_eq!(rest(Point { x: 1, y: 2 }, &1), 2);
    assert_eq!(slice([1, 2]), 3);
    assert_eq!(handler(State(PgPool), Path((1, "a".to_owned()))), 1);
    assert_eq!(changed(1, vec![]), 2);
}
