//! Only what is listed is recorded; everything else may be what it likes.

use scorer_instrument::{record, scorer_span};

struct PgPool;

struct Login {
    user_id: i64,
    password: String,
}

#[scorer_span(include(address, depth))]
fn listed(pool: &PgPool, address: &str, api_key: &str, depth: usize) {}

#[scorer_span(include())]
fn nothing(pool: &PgPool, api_key: &str) {}

#[scorer_span(err, fields(score, has_key = api_key.is_some()), include(depth,))]
async fn beside_fields(api_key: Option<&str>, depth: usize) -> Result<(), std::fmt::Error> {
    record!(score = depth);
    Ok(())
}

#[scorer_span(include(user_id, first, r#type))]
fn patterns(Login { user_id, password }: Login, (first, key): (u8, &str), r#type: &str) {}

struct Service;

impl Service {
    #[scorer_span(include(depth))]
    async fn method(&self, depth: usize, headers: Vec<String>) {}
}

#[async_trait::async_trait]
trait Load {
    async fn load(&self, depth: usize, (low, keys): (usize, Vec<String>));
}

#[async_trait::async_trait]
impl Load for Service {
    #[scorer_span(include(low))]
    async fn load(&self, depth: usize, (low, keys): (usize, Vec<String>)) {}
}

fn main() {}
