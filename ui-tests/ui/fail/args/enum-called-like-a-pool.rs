use scorer_instrument::{Recordable, scorer_span};

#[derive(Recordable)]
enum DbPool {
    Primary,
    Replica,
}

#[scorer_span]
fn load(pool: DbPool) {}

fn main() {}
