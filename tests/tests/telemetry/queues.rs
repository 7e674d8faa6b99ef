//! Messages that one process leaves for another: a table of jobs, whose rows carry the trace. What `docs/queues.md` shows of it
//! stands here.

use opentelemetry::trace::SpanKind;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::Local;
use scorer_instrument::{propagation, scorer_span};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tracing::Instrument as _;

use super::requests::in_memory;

#[derive(sqlx::FromRow)]
struct Job {
    id: i64,
    address_id: i64,
    traceparent: Option<String>,
}

#[scorer_span(include(address_id), fields(otel.kind = "producer"), err)]
async fn enqueue(pool: &SqlitePool, address_id: i64) -> Result<(), sqlx::Error> {
    let headers = propagation::headers();
    let traceparent = headers.get("traceparent").and_then(|it| it.to_str().ok());
    sqlx::query("INSERT INTO job (address_id, traceparent) VALUES (?1, ?2)")
        .bind(address_id)
        .bind(traceparent)
        .execute(pool)
        .await?;
    Ok(())
}

/// Has no span of its own: within one, no job could continue another trace.
async fn work(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    while let Some(job) = take(pool).await? {
        let sender = propagation::from_pairs(job.traceparent.map(|it| ("traceparent", it)));
        let span = {
            let _sender = propagation::continue_trace(&sender);
            tracing::info_span!("job", otel.kind = "consumer", job_id = job.id)
        };
        score(job.address_id).instrument(span).await;
    }
    Ok(())
}

async fn work_in_batches(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    let jobs = take_all(pool).await?;
    let span = tracing::info_span!("jobs", otel.kind = "consumer", job_count = jobs.len());
    for job in &jobs {
        let traceparent = job.traceparent.as_ref();
        let sender = propagation::from_pairs(traceparent.map(|it| ("traceparent", it)));
        propagation::link(&span, &sender);
    }
    score_all(&jobs).instrument(span).await;
    Ok(())
}

async fn take(pool: &SqlitePool) -> Result<Option<Job>, sqlx::Error> {
    let first = "DELETE FROM job WHERE id = (SELECT min(id) FROM job) RETURNING *";
    sqlx::query_as(first).fetch_optional(pool).await
}

async fn take_all(pool: &SqlitePool) -> Result<Vec<Job>, sqlx::Error> {
    let all = "DELETE FROM job RETURNING *";
    sqlx::query_as(all).fetch_all(pool).await
}

#[scorer_span]
async fn score(address_id: i64) {
    tokio::task::yield_now().await;
}

async fn score_all(jobs: &[Job]) {
    for job in jobs {
        score(job.address_id).await;
    }
}

async fn table() -> SqlitePool {
    let one = SqlitePoolOptions::new().max_connections(1);
    let pool = one.connect("sqlite::memory:").await.expect("a database");
    let table =
        "CREATE TABLE job (id INTEGER PRIMARY KEY, address_id INTEGER NOT NULL, traceparent TEXT)";
    sqlx::query(table).execute(&pool).await.expect("a table");
    pool
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> Vec<&'a SpanData> {
    spans.iter().filter(|it| it.name == name).collect()
}

fn recorded() -> (Local, impl Drop) {
    let telemetry = in_memory(&[]);
    let default = tracing::dispatcher::set_default(&telemetry.dispatch());
    (telemetry, default)
}

#[tokio::test]
async fn a_job_continues_the_trace_of_whoever_left_it() {
    let (telemetry, _default) = recorded();
    let pool = table().await;
    for address_id in [7, 8] {
        let request = tracing::info_span!("request");
        let left = enqueue(&pool, address_id).instrument(request).await;
        left.expect("a row");
    }
    work(&pool).await.expect("two jobs");
    let spans = telemetry.spans();
    let (sent, done) = (named(&spans, "enqueue"), named(&spans, "job"));
    assert_eq!((sent.len(), done.len()), (2, 2));
    for (sent, done) in sent.iter().zip(done) {
        assert_eq!(done.span_context.trace_id(), sent.span_context.trace_id());
        assert_eq!(done.parent_span_id, sent.span_context.span_id());
        assert_eq!(sent.span_kind, SpanKind::Producer);
        assert_eq!(done.span_kind, SpanKind::Consumer);
        let scored = named(&spans, "score");
        let within = |it: &&&SpanData| it.parent_span_id == done.span_context.span_id();
        assert_eq!(scored.iter().filter(within).count(), 1);
    }
}

#[tokio::test]
async fn a_batch_is_linked_to_whoever_left_its_jobs() {
    let (telemetry, _default) = recorded();
    let pool = table().await;
    for address_id in [7, 8] {
        enqueue(&pool, address_id).await.expect("a row");
    }
    // Left by a program that knows of no traces, and by one that writes something else there.
    let others = "INSERT INTO job (address_id, traceparent) VALUES (9, NULL), (10, 'somebody@example.org'), (11, '00-\u{1f980}')";
    sqlx::query(others).execute(&pool).await.expect("rows");
    work_in_batches(&pool).await.expect("five jobs");
    let spans = telemetry.spans();
    let sent = named(&spans, "enqueue");
    let [batch] = named(&spans, "jobs")[..] else {
        panic!("{spans:?}");
    };
    let links = batch.links.links.iter();
    let linked: Vec<_> = links
        .map(|it| (it.span_context.trace_id(), it.span_context.span_id()))
        .collect();
    let left: Vec<_> = sent
        .iter()
        .map(|it| (it.span_context.trace_id(), it.span_context.span_id()))
        .collect();
    assert_eq!(linked, left);
    for sent in &sent {
        assert_ne!(batch.span_context.trace_id(), sent.span_context.trace_id());
    }
    assert_eq!(named(&spans, "score").len(), 5);
    assert!(!format!("{spans:?}{}", telemetry.logs()).contains("somebody"));
}

#[tokio::test]
async fn a_job_of_a_sender_that_was_not_sampled_is_not_either() {
    let (telemetry, _default) = recorded();
    let pool = table().await;
    let row = "INSERT INTO job (address_id, traceparent) VALUES (7, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00')";
    sqlx::query(row).execute(&pool).await.expect("a row");
    work(&pool).await.expect("a job");
    assert!(named(&telemetry.spans(), "job").is_empty());
    // One that is linked decides for itself.
    sqlx::query(row).execute(&pool).await.expect("a row");
    work_in_batches(&pool).await.expect("a job");
    let spans = telemetry.spans();
    let [batch] = named(&spans, "jobs")[..] else {
        panic!("{spans:?}");
    };
    assert_eq!(batch.links.links.len(), 1);
}

#[test]
fn more_links_than_a_span_may_have_are_counted() {
    let telemetry = in_memory(&[("OTEL_SPAN_LINK_COUNT_LIMIT", "2")]);
    telemetry.run(|| {
        let span = tracing::info_span!("jobs");
        for sender in 1..=5 {
            let sender = format!("00-4bf92f3577b34da6a3ce929d0e0e4736-{sender:016x}-01");
            propagation::link(&span, &propagation::from_pairs([("traceparent", sender)]));
        }
    });
    let spans = telemetry.spans();
    assert_eq!(spans[0].links.links.len(), 2);
    assert_eq!(spans[0].links.dropped_count, 3);
}

#[test]
fn a_link_reaches_nothing_where_no_telemetry_runs() {
    let span = tracing::info_span!("jobs");
    propagation::link(
        &span,
        &propagation::from_pairs([("no header", "\u{1f980}")]),
    );
    assert!(propagation::from_pairs([("a\nb", "c"), ("d", "e\nf")]).is_empty());
}
