//! A database in the process: sqlx runs its statements on a thread of its own, which only a subscriber of the whole process reaches.

use std::time::{Duration, Instant};

use scorer_instrument::scorer_span;
use sqlx::{Executor as _, SqlitePool};

#[scorer_span(skip(pool))]
async fn dedup(pool: &SqlitePool) {
    sqlx::query("INSERT INTO hash_links (id, owner) VALUES (?, 'canary-77aa')")
        .bind(7)
        .execute(pool)
        .await
        .expect("a statement");
}

#[test]
fn a_statement_of_another_thread_is_a_child_of_its_callers_span() {
    let telemetry = scorer_instrument::telemetry!()
        .default_value("RUST_LOG", "trace")
        .default_value("TELEMETRY_DB_SYSTEM", "sqlite")
        .in_memory()
        .expect("accepted settings");
    tracing::dispatcher::set_global_default(telemetry.dispatch()).expect("the only subscriber");
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async {
            let pool = SqlitePool::connect("sqlite::memory:")
                .await
                .expect("a database");
            pool.execute("CREATE TABLE hash_links (id INTEGER, owner TEXT)")
                .await
                .expect("a table");
            dedup(&pool).await;
            pool.close().await;
        });
    // The database's thread lets go of the span a little after its answer.
    let deadline = Instant::now() + Duration::from_mins(1);
    let spans = loop {
        let spans = telemetry.spans();
        if spans.iter().any(|it| it.name == "dedup") || Instant::now() > deadline {
            break spans;
        }
        std::thread::yield_now();
    };
    let named = |name: &str| spans.iter().find(|it| it.name == name).expect(name);
    let (parent, statement) = (named("dedup"), named("INSERT hash_links"));
    assert_eq!(statement.parent_span_id, parent.span_context.span_id());
    let system = statement
        .attributes
        .iter()
        .find(|it| it.key.as_str() == "db.system.name")
        .map(|it| it.value.to_string());
    assert_eq!(system.as_deref(), Some("sqlite"));
    assert!(!format!("{spans:?}{}", telemetry.logs()).contains("canary"));
}
