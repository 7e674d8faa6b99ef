//! What a statement shows: its name, its database, its rows; in a transaction, of COPY, and in a loop.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use opentelemetry::trace::{SpanKind, Status};
use scorer_instrument::scorer_span;
use scorer_instrument_tests::parts::MariaDb;
use sqlx::postgres::PgPoolCopyExt as _;
use sqlx::{Acquire as _, AssertSqlSafe, Error, MySqlPool, PgPool};
use tracing::instrument::WithSubscriber as _;
use tracing::{Instrument as _, info_span};

use crate::support::{Pool, Recorded, attribute, builder, on_each, recorded};

/// A parameter as each database writes it.
fn parameter(pool: &Pool) -> &'static str {
    match pool {
        Pool::Postgres(..) => "$1",
        Pool::MariaDb(..) | Pool::Sqlite(_) => "?",
    }
}

async fn stamps(pool: &Pool) {
    let created = pool
        .run("CREATE TABLE stamps (id INTEGER PRIMARY KEY, owner VARCHAR(20))")
        .await;
    created.expect("a table");
}

#[scorer_span(skip(pool), err)]
async fn write(pool: &Pool) -> Result<(), Error> {
    let parameter = parameter(pool);
    let query = format!("INSERT INTO stamps (id, owner) VALUES (1, 'bob'), ({parameter}, 'eve')");
    let query = AssertSqlSafe(query);
    on_each!(pool, it => sqlx::query(query).bind(2).execute(it).await.map(drop))
}

#[scorer_span(skip(pool), err)]
async fn read(pool: &Pool) -> Result<(), Error> {
    let parameter = parameter(pool);
    let query =
        format!("SELECT owner FROM stamps WHERE id < {parameter} AND owner <> 'bob' -- eve");
    let query = AssertSqlSafe(query);
    on_each!(pool, it => sqlx::query(query).bind(10).fetch_all(it).await.map(drop))
}

fn described(recorded: &Recorded, name: &str) -> BTreeMap<String, String> {
    let attributes = recorded.span(name).attributes.iter();
    attributes
        .map(|it| (it.key.to_string(), it.value.to_string()))
        .filter(|(key, _)| key.starts_with("db."))
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_statement_is_a_client_span_of_the_function_that_runs_it() {
    for pool in Pool::all().await {
        stamps(&pool).await;
        let (ran, request) = recorded(async {
            write(&pool).await?;
            read(&pool).await
        })
        .await;
        ran.expect("rows");
        let parameter = parameter(&pool);
        let system = match pool {
            Pool::Postgres(..) => "postgresql",
            // The servers of one process are three, and nothing in the text tells MariaDB.
            Pool::MariaDb(..) => "other_sql",
            Pool::Sqlite(_) => "sqlite",
        };
        let rows = match pool {
            Pool::Postgres(..) => "VALUES (?), ($1, ?)",
            Pool::MariaDb(..) | Pool::Sqlite(_) => "VALUES (?), (?)",
        };
        assert_eq!(
            described(&request, "INSERT stamps"),
            pairs(&[
                ("db.system.name", system),
                ("db.query.summary", "INSERT stamps"),
                (
                    "db.query.text",
                    &format!("INSERT INTO stamps (id, owner) {rows}")
                ),
                ("db.operation.name", "INSERT"),
                ("db.collection.name", "stamps"),
                ("db.response.returned_rows", "0"),
                ("db.response.affected_rows", "2"),
            ])
        );
        let text = format!("SELECT owner FROM stamps WHERE id < {parameter} AND owner <> ?");
        assert_eq!(
            described(&request, "SELECT stamps"),
            pairs(&[
                ("db.system.name", system),
                ("db.query.summary", "SELECT stamps"),
                ("db.query.text", &text),
                ("db.operation.name", "SELECT"),
                ("db.collection.name", "stamps"),
                ("db.response.returned_rows", "1"),
            ])
        );
        for (statement, function) in [("INSERT stamps", "write"), ("SELECT stamps", "read")] {
            let (statement, function) = (request.span(statement), request.span(function));
            assert_eq!(statement.parent_span_id, function.span_context.span_id());
            assert_eq!(statement.span_kind, SpanKind::Client);
            assert!(function.start_time <= statement.start_time);
            assert!(statement.start_time < statement.end_time);
            assert!(statement.end_time <= function.end_time);
        }
        pool.close().await;
    }
}

/// What each database is sent for `begin`, a savepoint, and their ends, as far as sqlx tells it.
#[tokio::test]
async fn a_transaction_shows_what_sqlx_tells_of_it() {
    for pool in Pool::all().await {
        stamps(&pool).await;
        let delete = "DELETE FROM stamps";
        let (ran, request) = recorded(async {
            on_each!(&pool, it => {
                let mut kept = it.begin().await?;
                sqlx::query(delete).execute(&mut *kept).await?;
                kept.commit().await?;
                let mut outer = it.begin().await?;
                let mut inner = outer.begin().await?;
                sqlx::query(delete).execute(&mut *inner).await?;
                inner.commit().await?;
                outer.rollback().await?;
                let mut dropped = it.begin().await?;
                sqlx::query(delete).execute(&mut *dropped).await?;
                drop(dropped);
                Ok::<_, Error>(())
            })
        })
        .await;
        ran.expect("three transactions");
        let mut names = request.names();
        // Each new connection begins with this.
        names.retain(|it| *it != "SET");
        let expected: &[&str] = match pool {
            Pool::Postgres(..) => &[
                "DELETE stamps",
                "COMMIT",
                "DELETE stamps",
                "RELEASE",
                "ROLLBACK",
                "DELETE stamps",
            ],
            Pool::MariaDb(..) => &[
                "BEGIN",
                "DELETE stamps",
                "COMMIT",
                "BEGIN",
                "SAVEPOINT",
                "DELETE stamps",
                "RELEASE",
                "ROLLBACK",
                "BEGIN",
                "DELETE stamps",
            ],
            Pool::Sqlite(_) => &["DELETE stamps", "DELETE stamps", "DELETE stamps"],
        };
        assert_eq!(names, expected);
        pool.close().await;
    }
}

#[scorer_span(skip(pool), err)]
async fn move_stamp(pool: &Pool) -> Result<(), Error> {
    on_each!(pool, it => {
        let mut both = it.begin().await?;
        sqlx::query("INSERT INTO stamps (id, owner) VALUES (7, 'ann')").execute(&mut *both).await?;
        sqlx::query("INSERT INTO stamps (id, owner) VALUES (7, 'joe')").execute(&mut *both).await?;
        both.commit().await
    })
}

#[tokio::test]
async fn a_statement_that_fails_in_a_transaction_is_an_error_of_the_function_and_of_nothing_else() {
    for pool in Pool::all().await {
        stamps(&pool).await;
        let (ran, request) = recorded(move_stamp(&pool)).await;
        ran.expect_err("the same key twice");
        let function = request.span("move_stamp");
        let Status::Error { description } = &function.status else {
            panic!("{function:?}")
        };
        let (code, word) = match pool {
            Pool::Postgres(..) => ("stamps_pkey", "duplicate key"),
            Pool::MariaDb(..) => ("1062", "Duplicate entry"),
            Pool::Sqlite(_) => ("stamps.id", "UNIQUE constraint failed"),
        };
        assert!(
            description.contains(code) && description.contains(word),
            "{description}"
        );
        let statements: Vec<_> = request
            .spans
            .iter()
            .filter(|it| it.name == "INSERT stamps")
            .collect();
        // sqlx tells of both in the same way.
        assert_eq!(statements.len(), 2);
        for statement in statements {
            assert_eq!(statement.status, Status::Unset);
            assert_eq!(statement.parent_span_id, function.span_context.span_id());
        }
        let line = request.lines.iter().find(|it| it["level"] == "ERROR");
        let line = line.expect("a line").to_string();
        assert!(line.contains(code) && line.contains("move_stamp"), "{line}");
        pool.close().await;
    }
}

#[scorer_span(skip(pool, rows), fields(row_count), err)]
async fn load(pool: &PgPool, rows: &[u8]) -> Result<u64, Error> {
    let mut copy = pool
        .copy_in_raw("COPY stamps FROM STDIN (FORMAT csv)")
        .await?;
    copy.send(rows).await?;
    let count = copy.finish().await?;
    scorer_instrument::record!(row_count = count);
    Ok(count)
}

#[tokio::test]
async fn copy_is_told_by_the_function_around_it_alone() {
    let Some(pool) = Pool::postgres().await else {
        return;
    };
    let Pool::Postgres(sqlx_pool, _) = &pool else {
        unreachable!("PostgreSQL")
    };
    stamps(&pool).await;
    let (ran, request) = recorded(load(sqlx_pool, b"7,ann\n8,joe\n")).await;
    assert_eq!(ran.expect("two rows"), 2);
    assert_eq!(request.names(), ["load"]);
    assert_eq!(
        attribute(request.span("load"), "row_count").as_deref(),
        Some("2")
    );

    // What is wrong in the data is in the error.
    let (ran, request) = recorded(load(sqlx_pool, b"9,ann\nzqcanary,joe\n")).await;
    ran.expect_err("no number");
    let span = request.span("load");
    assert!(matches!(span.status, Status::Error { .. }), "{span:?}");
    let written = format!("{:?}{:?}", request.spans, request.lines);
    assert!(
        written.contains("invalid input syntax for type integer"),
        "{written}"
    );
    assert!(!written.contains("zqcanary"), "{written}");

    let (ran, request) = recorded(async {
        let rows = sqlx_pool.copy_out_raw("COPY stamps TO STDOUT").await?;
        let read = to_bytes(Body::from_stream(rows), usize::MAX).await;
        Ok::<_, Error>(read.expect("rows"))
    })
    .await;
    assert_eq!(&ran.expect("rows")[..], b"7\tann\n8\tjoe\n");
    assert_eq!(request.names(), [""; 0]);
    pool.close().await;
}

#[scorer_span(skip(pool), err)]
async fn owners(pool: &Pool, times: i32) -> Result<(), Error> {
    for id in 0..times {
        let query = AssertSqlSafe(format!(
            "SELECT owner FROM stamps WHERE id = {}",
            parameter(pool)
        ));
        on_each!(pool, it => sqlx::query(query).bind(id).fetch_optional(it).await.map(drop))?;
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_in_a_loop_is_told_to_the_function_from_five_times_on() {
    for pool in Pool::all().await {
        stamps(&pool).await;
        for (times, told) in [(4, None), (5, Some("SELECT stamps x5"))] {
            let (ran, request) = recorded(owners(&pool, times)).await;
            ran.expect("no rows");
            let found = attribute(request.span("owners"), "telemetry.repeated_statements");
            assert_eq!(found.as_deref(), told, "{pool:?}");
        }
        pool.close().await;
    }
}

#[tokio::test]
async fn maria_db_alone_is_called_mysql_where_nothing_is_set() {
    let Some(server) = MariaDb::start() else {
        return;
    };
    let telemetry = builder(&[]).in_memory().expect("accepted settings");
    let work = async {
        let pool = MySqlPool::connect(&server.url("mysql")).await?;
        sqlx::query("SELECT ?").bind(1).execute(&pool).await?;
        pool.close().await;
        Ok::<_, Error>(())
    };
    let ran = async { work.instrument(info_span!("request")).await }
        .with_subscriber(telemetry.dispatch())
        .await;
    ran.expect("a statement");
    let spans = telemetry.spans();
    let statement = spans.iter().find(|it| it.name == "SELECT");
    let system = attribute(statement.expect("a span"), "db.system.name");
    assert_eq!(system.as_deref(), Some("mysql"));
}
