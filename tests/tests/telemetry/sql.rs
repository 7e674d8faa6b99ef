//! Statements as spans, on both databases: none lost under the plan's own filter, each where it belongs.

use std::collections::HashMap;
use std::time::Duration;

use opentelemetry::trace::SpanKind;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::{Builder, Local};
use sqlx::{Executor as _, PgPool, Row as _};
use tracing::instrument::WithSubscriber as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};

use scorer_instrument_tests::parts::Postgres;

/// The plan's own filter, under which most spans were lost.
const PLANS: &str = "info,rust_scorer::dedup=trace,sqlx=info";

fn builder(variables: &[(&str, &str)]) -> Builder {
    let mut all: HashMap<String, String> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    all.entry("RUST_LOG".into()).or_insert(PLANS.into());
    scorer_instrument::telemetry!().environment(move |name| all.get(name).cloned())
}

fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key.as_str() == key)?;
    Some(found.value.to_string())
}

/// Eleven spans with one statement in each: the twelfth opens the rest.
async fn postgres_request(pool: PgPool) {
    score_request(&pool).await;
}

#[scorer_span(skip(pool))]
async fn score_request(pool: &PgPool) {
    pool.execute("SELECT 1").await.expect("a statement");
    for number in 0..10 {
        part(pool, number).await;
    }
}

#[scorer_span(skip(pool))]
async fn part(pool: &PgPool, number: i32) {
    let row = sqlx::query("SELECT weight FROM community WHERE id = $1")
        .bind(number % 2)
        .fetch_optional(pool)
        .await
        .expect("a statement");
    let weight: i32 = row.map_or(0, |row| row.get("weight"));
    log::info!("weighed {weight}");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_two_of_twenty_two_spans_on_postgresql_beside_filtered_layers() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let pool = PgPool::connect(&server.url("postgres"))
        .await
        .expect("a server");
    pool.execute("CREATE TABLE community (id INT, weight INT)")
        .await
        .expect("a table");
    pool.execute("INSERT INTO community VALUES (0, 10), (1, 20)")
        .await
        .expect("rows");
    // What lost spans before: records of `log`, and two layers each behind a filter of its own.
    let _ = tracing_log::LogTracer::init();
    let filtered = || {
        tracing_subscriber::layer::Identity::new().with_filter(
            Targets::new()
                .with_default(LevelFilter::INFO)
                .with_target("sqlx", LevelFilter::INFO),
        )
    };
    let plain = builder(&[]).in_memory().expect("accepted settings");
    let beside = builder(&[])
        .with_layer(filtered())
        .with_layer(filtered())
        .in_memory()
        .expect("accepted settings");
    for telemetry in [&plain, &beside] {
        postgres_request(pool.clone())
            .with_subscriber(telemetry.dispatch())
            .await;
        let spans = telemetry.spans();
        assert_eq!(spans.len(), 22, "{:?}", names(&spans));
        let root = spans
            .iter()
            .find(|it| it.name == "score_request")
            .expect("a root");
        assert!(
            spans
                .iter()
                .all(|it| it.span_context.trace_id() == root.span_context.trace_id())
        );
        for statement in spans.iter().filter(|it| it.name == "SELECT community") {
            let parent = spans
                .iter()
                .find(|it| it.span_context.span_id() == statement.parent_span_id)
                .expect("a parent");
            assert_eq!(parent.name, "part");
            assert_eq!(statement.span_kind, SpanKind::Client);
            assert_eq!(
                attribute(statement, "db.system.name").as_deref(),
                Some("postgresql")
            );
            assert_eq!(
                attribute(statement, "db.operation.name").as_deref(),
                Some("SELECT")
            );
            assert_eq!(
                attribute(statement, "db.collection.name").as_deref(),
                Some("community")
            );
            assert_eq!(
                attribute(statement, "db.response.returned_rows").as_deref(),
                Some("1")
            );
            assert!(parent.start_time <= statement.end_time);
            assert!(statement.start_time < statement.end_time);
        }
    }
    pool.close().await;
}

fn names(spans: &[SpanData]) -> Vec<&str> {
    spans.iter().map(|it| it.name.as_ref()).collect()
}

async fn recorded(telemetry: &Local, work: impl Future<Output = ()>) -> Vec<SpanData> {
    work.with_subscriber(telemetry.dispatch()).await;
    telemetry.spans()
}

#[scorer_span(skip(pool))]
async fn dedup(pool: &PgPool, links: i32) {
    for number in 0..links {
        sqlx::query("INSERT INTO hash_links (id, owner) VALUES ($1, 'canary-77aa')")
            .bind(number)
            .execute(pool)
            .await
            .expect("a statement");
    }
}

#[tokio::test]
async fn statements_are_cleaned_counted_and_timed() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let pool = PgPool::connect(&server.url("postgres"))
        .await
        .expect("a server");
    pool.execute("CREATE TABLE hash_links (id INT, owner TEXT)")
        .await
        .expect("a table");

    // Literals are taken out, and nothing raw is left in either output, whatever the log's filter.
    let telemetry = builder(&[("RUST_LOG", "trace"), ("TELEMETRY_SLOW_STATEMENT", "0")])
        .in_memory()
        .expect("accepted settings");
    let spans = recorded(&telemetry, dedup_later(&pool, 1)).await;
    let statement = spans
        .iter()
        .find(|it| it.name == "INSERT hash_links")
        .expect("a span");
    let text = attribute(statement, "db.query.text").expect("a text");
    assert!(
        text.starts_with("INSERT INTO hash_links (id, owner) VALUES"),
        "{text}"
    );
    assert!(!format!("{spans:?}").contains("canary"), "{spans:?}");
    assert!(!telemetry.logs().contains("canary"), "{}", telemetry.logs());
    assert!(
        telemetry.logs().contains("INSERT hash_links"),
        "{}",
        telemetry.logs()
    );
    assert_eq!(
        attribute(statement, "telemetry.slow").as_deref(),
        Some("true")
    );

    // A statement in a loop is told to its parent and to the table, from five times on.
    for (links, told) in [(4, None), (5, Some("INSERT hash_links x5"))] {
        let telemetry = builder(&[]).in_memory().expect("accepted settings");
        let spans = recorded(&telemetry, dedup_later(&pool, links)).await;
        let parent = spans
            .iter()
            .find(|it| it.name == "dedup")
            .expect("a parent");
        let found = attribute(parent, "telemetry.repeated_statements");
        assert_eq!(found.as_deref(), told);
        let table = telemetry
            .telemetry()
            .percentiles()
            .expect("percentiles")
            .table();
        assert_eq!(table.repeated.len(), usize::from(told.is_some()));
    }

    // What is not sampled is counted all the same.
    let telemetry = builder(&[("OTEL_SAMPLING_RATIO", "0")])
        .in_memory()
        .expect("accepted settings");
    let spans = recorded(&telemetry, dedup_later(&pool, 3)).await;
    assert_eq!(spans, []);
    let table = telemetry
        .telemetry()
        .percentiles()
        .expect("percentiles")
        .table();
    let row = |name: &str| table.rows.iter().find(|it| it.name == name).expect("a row");
    let (dedup, insert) = (row("dedup"), row("INSERT hash_links"));
    assert_eq!((dedup.count, insert.count), (1, 3));
    assert!(dedup.own + insert.total <= dedup.total);
    pool.close().await;
}

/// In a block, so that the span is made where the work runs.
async fn dedup_later(pool: &PgPool, links: i32) {
    dedup(pool, links).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_for_a_connection_is_a_span() {
    let options = sqlx::sqlite::SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_time_level(log::LevelFilter::Debug);
    let pool = options
        .connect("sqlite::memory:")
        .await
        .expect("a database");
    let telemetry = builder(&[]).in_memory().expect("accepted settings");
    let spans = recorded(&telemetry, async {
        let held = pool.acquire().await.expect("a connection");
        let span = tracing::info_span!("waiting");
        let waiting = tracing::Instrument::instrument(
            async {
                pool.acquire().await.expect("a connection");
            },
            span,
        );
        let release = async {
            // Longer than what counts as a wait.
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(held);
        };
        tokio::join!(waiting, release);
    })
    .await;
    assert!(
        names(&spans).contains(&"wait for connection"),
        "{:?}",
        names(&spans)
    );
}
