use scorer_instrument::scorer_span;

struct PgPool;
struct Scorer;

impl Scorer {
    #[scorer_span]
    async fn load(&self, pool: &PgPool) {}
}

fn main() {}
