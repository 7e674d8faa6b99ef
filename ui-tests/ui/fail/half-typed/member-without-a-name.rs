use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(pool), fields(depth = depth.))]
fn load(pool: &PgPool, depth: u8) -> u8 {
    depth + 1
}

fn main() {}
