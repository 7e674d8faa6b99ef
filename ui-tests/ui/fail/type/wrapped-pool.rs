use scorer_instrument::scorer_span;

use std::sync::Arc;
struct PgPool;

#[scorer_span]
fn load(db: Arc<Option<&PgPool>>) {}

fn main() {}
