//! Noise: none of it stays.

use std::time::Instant;

use log::{debug, info, trace};
use sqlx::PgPool;

pub async fn find_user(pool: &PgPool, id: i64) -> anyhow::Result<Option<String>> {
    trace!("Entering find_user({id})"); //~ entering-function-log
    debug!("Executing SQL query..."); //~ redundant-db-log
    let now = Instant::now();
    let name: Option<String> = sqlx::query_scalar("SELECT name FROM users WHERE id = $1").bind(id).fetch_optional(pool).await?;
    debug!("Query executed in {} ms", now.elapsed().as_millis()); //~ timing-log //~? redundant-db-log
    debug!("Query returned: {}", name.is_some()); //~ redundant-db-log
    trace!("Leaving find_user"); //~ entering-function-log
    Ok(name)
}

pub async fn save_user(pool: &PgPool, id: i64) -> anyhow::Result<()> {
    info!("save_user called with id={}", id); //~ entering-function-log //~? log-level
    debug!("Inserting row into users table"); //~ redundant-db-log
    let done = sqlx::query("INSERT INTO users (id) VALUES ($1)").bind(id).execute(pool).await?;
    debug!("{} row(s) inserted", done.rows_affected()); //~ redundant-db-log
    info!("Function save_user finished"); //~ entering-function-log //~? log-level
    Ok(())
}

pub async fn delete_users(pool: &PgPool) -> anyhow::Result<u64> {
    let t = std::time::Instant::now();
    let mut tx = pool.begin().await?;
    debug!("Transaction started"); //~ redundant-db-log
    let done = sqlx::query("DELETE FROM users").execute(&mut *tx).await?;
    tx.commit().await?;
    debug!("Committing transaction took {:.2?}", t.elapsed()); //~ timing-log //~? redundant-db-log
    println!("deleted {} users", done.rows_affected()); //~ print-macro
    eprint!("."); //~ print-macro
    let elapsed = t.elapsed().as_secs_f32();
    info!("delete_users: {elapsed:.3}s"); //~ timing-log
    let millis = t.elapsed().as_millis();
    let message = format!("delete_users ran for {millis} ms");
    info!("{message}"); //~ timing-log
    Ok(done.rows_affected())
}
