use scorer_instrument::scorer_span;

struct PgPool;
struct Scorer;

impl Scorer {
    #[scorer_span(skip(self, pool))]
    fn load(&self, pool: &PgPool, community: i64) -> i64 {
        let _ = pool;
        community
    }

    #[scorer_span(skip_all)]
    fn drain(&mut self, pool: &PgPool, passwords: Vec<String>) {
        let _ = (pool, passwords);
    }
}

fn main() {
    Scorer.load(&PgPool, 1);
    Scorer.drain(&PgPool, vec![]);
}
