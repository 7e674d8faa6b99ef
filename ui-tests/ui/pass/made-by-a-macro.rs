use scorer_instrument::scorer_span;

struct PgPool;

macro_rules! loader {
    ($vis:vis $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty, $skipped:ident, $count:expr, $level:literal, $body:block) => {
        #[scorer_span(level = $level, skip($skipped), fields(n = $count), ret)]
        $vis fn $name($($arg: $ty),*) -> $ret $body
    };
}

loader!(pub(crate) load(pool: &PgPool, community: i64, label: &str) -> i64, pool, label.len() + 1, "debug", {
    let _ = (pool, label);
    community
});

macro_rules! traced {
    ($item:item) => {
        #[scorer_span]
        $item
    };
}

traced! {
    async fn later(community: i64) -> i64 { community }
}

fn main() {
    assert_eq!(load(&PgPool, 1, "a"), 1);
    drop(later(1));
}
