use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span]
fn load(#[cfg(all())] pool: &PgPool, #[cfg(not(any()))] key_id: u8) {}

fn main() {}
