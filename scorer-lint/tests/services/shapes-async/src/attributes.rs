//! Attributes, their fields and their errors.

use std::fmt;

use scorer_instrument::{record, scorer_span};
use sqlx::{PgPool, Postgres, Transaction};
use tracing::field::{self, Empty, display};
use tracing::{Span, debug, info, instrument};

type Res<T> = Result<T, Failure>;
pub type Maybe<T> = Option<T>;

#[derive(Debug)]
pub struct Failure;

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failure")
    }
}

#[instrument] //~ raw-instrument, error-not-recorded
pub fn plain(count: u32) -> Result<u32, Failure> {
    Ok(count)
}

#[instrument] //~ raw-instrument, error-not-recorded
pub fn aliased(count: u32) -> Res<u32> {
    Ok(count)
}

#[instrument] //~ raw-instrument, error-not-recorded
pub async fn from_anyhow(count: u32) -> anyhow::Result<u32> {
    Ok(count)
}

#[instrument] //~ raw-instrument, error-not-recorded
pub async fn from_eyre(count: u32) -> eyre::Result<()> {
    drop(count);
    Ok(())
}

#[instrument] //~ raw-instrument, error-not-recorded
pub fn from_io(count: u32) -> std::io::Result<u32> {
    Ok(count)
}

#[instrument] //~ raw-instrument
pub fn none(count: u32) -> Maybe<u32> {
    Some(count)
}

#[instrument] //~ raw-instrument
pub fn unit(count: u32) {
    debug!(count, "unit");
}

#[instrument(ret)] //~ raw-instrument
pub fn ret_only(count: u32) -> u32 {
    count
}

#[instrument(err)] //~ raw-instrument
pub fn with_err(count: u32) -> Res<u32> {
    Ok(count)
}

#[instrument(err(Debug, level = "info"), name = "named", target = "t")] //~ raw-instrument
pub fn with_err_options(count: u32) -> Res<u32> {
    Ok(count)
}

#[scorer_span]
pub fn scorer_plain(count: u32) -> u32 {
    count
}

#[scorer_span] //~ error-not-recorded
pub fn scorer_result(count: u32) -> Res<u32> {
    Ok(count)
}

#[scorer_instrument::scorer_span(err)]
pub fn scorer_err(count: u32) -> Res<u32> {
    Ok(count)
}

#[scorer_span(fields(total), err)]
pub fn scorer_recorded(count: u32) -> Res<u32> {
    record!(total = count * 2);
    Ok(count)
}

#[instrument(fields(score), err)] //~ raw-instrument, dead-field
pub fn never_recorded(count: u32) -> Res<u32> {
    Ok(count)
}

#[instrument(fields(score = Empty), err)] //~ raw-instrument, dead-field
pub fn never_recorded_empty(count: u32) -> Res<u32> {
    Ok(count)
}

#[instrument(fields(score = field::Empty), err)] //~ raw-instrument
pub fn recorded(count: u32) -> Res<u32> {
    Span::current().record("score", count);
    Ok(count)
}

#[instrument(fields(score = tracing::field::Empty, "user.id" = Empty), err)] //~ raw-instrument
pub async fn recorded_later(count: u32) -> Res<u32> {
    let span = tracing::Span::current();
    if count > 3 {
        span.record("score", display(count)).record("user.id", 7);
    }
    Ok(count)
}

#[instrument(skip_all, fields(score = Empty, rank = Empty))] //~ raw-instrument, dead-field
pub async fn half_recorded(count: u32) {
    async {
        Span::current().record("score", count);
    }
    .await;
}

#[instrument(skip_all, fields(count))] //~ raw-instrument, dead-field
pub fn shadowed(count: u32) -> u32 {
    count
}

#[instrument(skip_all, fields(count = count, total = count * 2, kind = "x", %label))] //~ raw-instrument
pub fn valued(count: u32, label: &str) -> u32 {
    label.len() as u32 + count
}

#[instrument(skip(pool), fields(n = id), err)] //~ duplicate-recording //~? raw-instrument, instrumented-single-query
pub async fn twice(pool: &PgPool, id: i64) -> sqlx::Result<i64> {
    let first: i64 = sqlx::query_scalar("SELECT a FROM t WHERE id = $1").bind(id).fetch_one(pool).await?;
    let second: i64 = sqlx::query_scalar("SELECT b FROM t WHERE id = $1").bind(id).fetch_one(pool).await?;
    Ok(first + second)
}

#[instrument(skip(pool), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn single(pool: &PgPool, id: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT a FROM t WHERE id = $1").bind(id).fetch_one(pool).await
}

#[instrument(skip(tx), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn single_let(tx: &mut Transaction<'_, Postgres>, id: i64) -> sqlx::Result<Vec<i64>> {
    let rows: Vec<(i64,)> = sqlx::query_as("SELECT a FROM t WHERE id = $1")
        .bind(id)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|(a,)| a).collect())
}

#[instrument(skip(pool), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn single_macro(pool: &PgPool, id: i64) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM t WHERE id = $1", id).execute(pool).await?;
    Ok(())
}

#[scorer_span(skip(pool), err)] //~ instrumented-single-query
pub async fn single_scorer(pool: &PgPool, id: i64) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT a FROM t WHERE id = $1").bind(id).fetch_optional(pool).await
}

#[instrument(skip(pool), err)] //~ raw-instrument
pub async fn query_and_call(pool: &PgPool, id: i64) -> anyhow::Result<i64> {
    let a: i64 = sqlx::query_scalar("SELECT a FROM t WHERE id = $1").bind(id).fetch_one(pool).await?;
    publish(a).await?;
    Ok(a)
}

#[instrument(skip(pool), err)] //~ raw-instrument
pub async fn query_in_loop(pool: &PgPool, ids: i64) -> sqlx::Result<u64> {
    let mut n = 0;
    for id in 0..ids {
        n += sqlx::query("DELETE FROM t WHERE id = $1").bind(id).execute(pool).await?.rows_affected();
    }
    Ok(n)
}

async fn publish(a: i64) -> anyhow::Result<()> {
    info!(a, "published");
    Ok(())
}
