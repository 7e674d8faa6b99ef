use scorer_instrument::scorer_span;
use std::time::Duration;

struct User {
    id: i64,
    plan: String,
}

#[scorer_span(skip_all, fields(
    user.id,
    "user plan" = %user.plan,
    { "plan in braces" } = ?user.plan,
    %user.plan,
    literal = "text",
    number = 1.5,
    took = ?wait,
    waited = wait,
    live = live && user.id > 0,
    r#type = user.id as f64,
    otel.kind = "server",
))]
fn load(user: &User, wait: Duration, live: bool) -> i64 {
    tracing::Span::current().record("user.id", user.id);
    let _ = (&user.plan, wait, live);
    user.id
}

fn main() {
    load(&User { id: 1, plan: "a".to_owned() }, Duration::from_secs(1), true);
}
