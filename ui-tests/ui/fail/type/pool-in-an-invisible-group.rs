use scorer_instrument::scorer_span;

struct PgPool;
macro_rules! traced {
    ($ty:ty) => {
        #[scorer_span]
        fn load(db: $ty, community: i64) {}
    };
}
traced!(&'static PgPool);

fn main() {}
