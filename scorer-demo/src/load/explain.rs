//! Which statements read a whole table, in the database's own words.

use std::collections::HashSet;

use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use crate::database::{Database, Kind};

use super::findings::Scan;
use super::observed::Statement;

/// Asks the database how it runs each statement, and gives those for which it reads every row of a table.
///
/// A statement is explained without its values, which telemetry does not have. One that cannot be explained so, such as a
/// COMMIT, is left out.
///
/// # Errors
///
/// When there is no connection, or when the database does not say which tables it has.
pub(super) async fn scans(
    database: &Database,
    statements: &[Statement],
) -> Result<Vec<Scan>, sqlx::Error> {
    // Of its own, since it is set up in a way that no request should meet.
    let mut connection = database.pool().acquire().await?.detach();
    let tables: HashSet<String> = match database.kind() {
        Kind::Sqlite => {
            sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
                .fetch_all(&mut connection)
                .await?
        }
        Kind::Postgres => {
            // A plan for any values; and one that reads a whole table only where no index serves, because of a small table
            // PostgreSQL reads all in any case.
            sqlx::raw_sql("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
                .execute(&mut connection)
                .await?;
            sqlx::query_scalar("SELECT CAST(relname AS TEXT) FROM pg_class WHERE relkind = 'r'")
                .fetch_all(&mut connection)
                .await?
        }
    }
    .into_iter()
    .collect::<HashSet<String>>();
    let mut scans = Vec::new();
    for statement in statements {
        let explained = match database.kind() {
            Kind::Sqlite => sqlite(&mut connection, &statement.text).await,
            Kind::Postgres => postgres(&mut connection, &statement.text).await,
        };
        let lines = explained.unwrap_or_default();
        let scan = lines.iter().find_map(|line| match database.kind() {
            Kind::Sqlite => {
                // What it reads by an index goes on with the index's name.
                let table = line.strip_prefix("SCAN ")?;
                let says = || format!("SQLite's EXPLAIN QUERY PLAN says `{line}`");
                tables.contains(table).then(says)
            }
            Kind::Postgres => {
                let line = line.trim_start_matches([' ', '-', '>']);
                let line = line.split("  (").next().unwrap_or(line);
                let table = line.strip_prefix("Seq Scan on ")?.split(' ').next()?;
                let says = || format!("PostgreSQL's EXPLAIN says `{line}`, also where it may not");
                tables.contains(table).then(says)
            }
        });
        if let Some(plan) = scan {
            scans.push(Scan {
                statement: statement.clone(),
                plan,
            });
        }
    }
    Ok(scans)
}

async fn sqlite(connection: &mut AnyConnection, text: &str) -> Result<Vec<String>, sqlx::Error> {
    // The text is a statement of the service itself, without its literals.
    let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.try_get("detail")).collect()
}

async fn postgres(connection: &mut AnyConnection, text: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(format!("PREPARE explained AS {text}")))
        .execute(&mut *connection)
        .await?;
    let places: i64 = sqlx::query_scalar(
        "SELECT CAST(cardinality(parameter_types) AS BIGINT) FROM pg_prepared_statements
         WHERE name = 'explained'",
    )
    .fetch_one(&mut *connection)
    .await?;
    let values = vec!["NULL"; usize::try_from(places).unwrap_or_default()].join(", ");
    let values = if values.is_empty() {
        values
    } else {
        format!("({values})")
    };
    let rows = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE explained{values}")))
        .fetch_all(&mut *connection)
        .await;
    sqlx::raw_sql("DEALLOCATE explained")
        .execute(connection)
        .await?;
    rows?.iter().map(|row| row.try_get(0)).collect()
}
