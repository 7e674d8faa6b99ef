use scorer_instrument::Recordable;
struct PgPool;

#[derive(Recordable)]
struct App {
    pool: PgPool,
}

fn main() {}
