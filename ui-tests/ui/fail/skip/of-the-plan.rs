use scorer_instrument::scorer_span;

struct PgPool;

#[scorer_span(skip(pool, large_params), fields(user_id = %user_id))]
async fn my_function(community: i64) {}

fn main() {}
