use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(r#async), fields(r#type = r#match + 1))]
fn r#fn(r#match: i64, r#async: &PgPool, r#struct: &str) -> i64 {
    let _ = (r#async, r#struct);
    r#match
}

fn main() {
    assert_eq!(r#fn(1, &PgPool, "a"), 1);
}
