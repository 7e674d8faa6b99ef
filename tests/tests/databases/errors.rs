//! A database that refuses: the error is told in span and log, the trace holds, and nothing of a value is shown.

use std::time::Duration;

use opentelemetry::trace::Status;
use scorer_instrument::scorer_span;
use scorer_instrument_tests::literals::{CANARY, Grammar, leaked};
use scorer_instrument_tests::parts::{MariaDb, PASSWORD, Postgres, free_ports};
use sqlx::{ConnectOptions as _, Error};

use crate::support::{Pool, Recorded, recorded};

#[scorer_span(skip(pool, statement), err)]
async fn refused(pool: &Pool, statement: &str) -> Result<(), Error> {
    pool.run(statement).await
}

/// Statements whose refusal repeats a value.
fn refusals(grammar: Grammar) -> &'static [&'static str] {
    match grammar {
        Grammar::Postgres => &[
            "INSERT INTO people VALUES (1, 'CANARY', 1, 'a'); INSERT INTO people VALUES (2, 'CANARY', 1, 'a')",
            "INSERT INTO people VALUES (1, NULL, 1, 'CANARY')",
            "INSERT INTO people VALUES (1, 'b', 'CANARY', 'a')",
            "INSERT INTO people VALUES (1, 'b', -1, 'CANARY')",
            "INSERT INTO people VALUES (1, 'CANARY CANARY CANARY', 1, 'a')",
            "SELECT 'CANARY'::int",
            "SELECT 'CANARY'::uuid",
            "SELECT 'CANARY'::timestamp",
            "SELECT 'CANARY'::interval",
            "SELECT 'CANARY'::inet",
            "SELECT 'CANARY'::bool",
            "SELECT 'CANARY'::numeric",
            "SELECT 'CANARY'::int[]",
            "SELECT '{CANARY'::int[]",
            "SELECT 'CANARY'::json",
            "SELECT '{\"a\": CANARY}'::jsonb",
            "SELECT 'CANARY'::point",
            "SELECT 'CANARY'::mood",
            "SELECT '\\xCANARY'::bytea",
            "SELECT 'CANARY' +",
            "SELECT 'CANARY' 'CANARY'",
            "SELECT 'CANARY",
            "SELECT E'\\'CANARY",
            "SELECT $a$CANARY",
            "SELECT to_number('CANARY', 'CANARY')",
            "SELECT to_date('CANARY', 'YYYY')",
            "SELECT decode('a', 'CANARY')",
            "SELECT 'a' ~ 'CANARY('",
            "SELECT date_trunc('CANARY', now())",
            "SELECT now() AT TIME ZONE 'CANARY'",
            "SELECT set_config('work_mem', 'CANARY', false)",
            "SET work_mem TO 'CANARY'",
            "SELECT 1 WHERE 'CANARY' = 1",
        ],
        Grammar::MariaDb => &[
            "INSERT INTO people VALUES (1, 'CANARY', 1, 'a'), (2, 'CANARY', 1, 'a')",
            "INSERT INTO people VALUES (1, NULL, 1, 'CANARY')",
            "INSERT INTO people VALUES (1, 'b', 'CANARY', 'a')",
            "INSERT INTO people VALUES (1, 'b', -1, 'CANARY')",
            "INSERT INTO people VALUES (1, 'CANARY CANARY CANARY', 1, 'a')",
            "INSERT INTO births VALUES ('a', 'CANARY')",
            "SELECT 'CANARY' +",
            "SELECT 'CANARY' FROM people WHERE 'CANARY' x 'CANARY'",
            "SELECT 'CANARY",
            "SELECT \"CANARY",
            "SELECT * FROM people WHERE id = (1, 'CANARY')",
            "SELECT CONVERT('a' USING 'CANARY')",
            "SET sql_mode = 'CANARY'",
            "SET character_set_client = 'CANARY'",
            "SET time_zone = 'CANARY'",
            "SELECT JSON_VALUE('CANARY'",
            "SELECT 'a' REGEXP 'CANARY('",
            "EXECUTE IMMEDIATE \"SELECT 'CANARY' 'CANARY' x y\"",
            "KILL 'CANARY'",
            "CREATE TABLE c (a INT DEFAULT 'CANARY')",
            "CREATE USER 'CANARY' IDENTIFIED BY PASSWORD 'CANARY'",
        ],
        Grammar::Sqlite => &[
            "INSERT INTO people VALUES (1, 'CANARY', 1, 'a'), (2, 'CANARY', 1, 'a')",
            "INSERT INTO people VALUES (1, NULL, 1, 'CANARY')",
            "INSERT INTO people VALUES (1, 'b', -1, 'CANARY')",
            "SELECT 'CANARY' +",
            "SELECT 'CANARY' 'CANARY' 'CANARY'",
            "SELECT 'CANARY",
            "SELECT \"CANARY",
            "SELECT x'CANARY'",
            "SELECT json('CANARY')",
            "SELECT json_extract('{}', 'CANARY')",
            "SELECT 'a' LIKE 'b' ESCAPE 'CANARY'",
            "SELECT load_extension('CANARY')",
            "INSERT INTO ages VALUES ('CANARY')",
            "SELECT CAST('a' AS b) 'CANARY' MATCH 'CANARY'",
            "SELECT 1 FROM people WHERE a REGEXP 'CANARY'",
        ],
    }
}

fn people(grammar: Grammar) -> &'static str {
    match grammar {
        Grammar::Postgres => {
            "CREATE TYPE mood AS ENUM ('ok');
             CREATE TABLE people (id INT, name VARCHAR(12) UNIQUE NOT NULL, age INT CHECK (age > 0), city TEXT)"
        }
        Grammar::MariaDb => {
            "CREATE TABLE people (id INT, name VARCHAR(12) UNIQUE NOT NULL, age INT CHECK (age > 0), city TEXT);
             CREATE TABLE births (name TEXT, born DATE)"
        }
        Grammar::Sqlite => {
            "CREATE TABLE people (id INT, name VARCHAR(12) UNIQUE NOT NULL, age INT CHECK (age > 0), city TEXT);
             CREATE TABLE ages (age INT) STRICT"
        }
    }
}

#[tokio::test]
async fn a_value_that_a_database_refuses_is_not_repeated() {
    for pool in Pool::all().await {
        pool.run(people(pool.grammar())).await.expect("tables");
        for statement in refusals(pool.grammar()) {
            let (ran, request) =
                recorded(refused(&pool, &statement.replace("CANARY", CANARY))).await;
            let error = ran.expect_err(statement).to_string();
            let span = request.span("refused");
            let Status::Error { description } = &span.status else {
                panic!("{statement}: {span:?}")
            };
            // The words stay.
            let words = |text: &str| text.split(['"', '\'']).next().map(str::to_owned);
            assert_eq!(words(description), words(&error), "{statement}");
            assert!(error_line(&request).contains("refused"), "{statement}");
            assert_eq!(leaked(&written(&request)), None, "{statement}: {error}");
        }
        pool.close().await;
    }
}

fn written(request: &Recorded) -> String {
    format!("{:?} {:?}", request.spans, request.lines)
}

/// The line that tells the error.
fn error_line(request: &Recorded) -> String {
    let line = request.lines.iter().find(|it| it["level"] == "ERROR");
    line.unwrap_or_else(|| panic!("{:?}", request.lines))
        .to_string()
}

/// That both outputs tell this error of a function, and neither the password; what it says.
fn told(request: &Recorded, function: &str, error: &Error) -> String {
    let span = request.span(function);
    let Status::Error { description } = &span.status else {
        panic!("{span:?}")
    };
    assert!(!description.is_empty());
    assert!(error_line(request).contains(function));
    let written = written(request);
    assert!(!written.contains(PASSWORD), "{error}: {written}");
    description.to_string()
}

#[scorer_span(skip(url), err)]
async fn connect(url: &str) -> Result<(), Error> {
    if url.starts_with("postgres:") {
        let options: sqlx::postgres::PgConnectOptions = url.parse()?;
        options.connect().await.map(drop)
    } else if url.starts_with("mysql:") {
        let options: sqlx::mysql::MySqlConnectOptions = url.parse()?;
        options.connect().await.map(drop)
    } else {
        let options: sqlx::sqlite::SqliteConnectOptions = url.parse()?;
        options.connect().await.map(drop)
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_an_error_without_its_password() {
    let [nobody] = free_ports();
    let mut urls = vec![
        (
            format!("postgres://scorer:{PASSWORD}@127.0.0.1:{nobody}/scores"),
            "refused",
        ),
        (
            format!("mysql://scorer:{PASSWORD}@127.0.0.1:{nobody}/scores"),
            "refused",
        ),
        (
            format!("postgres://scorer:{PASSWORD}@127.0.0.1:http/scores"),
            "port",
        ),
        (
            format!("mysql://scorer:{PASSWORD}@127.0.0.1:http/scores"),
            "port",
        ),
        (
            format!("postgres://scorer:{PASSWORD}@127.0.0.1:1/scores?sslmode=nonsense"),
            "ssl",
        ),
        (
            format!("mysql://scorer:{PASSWORD}@127.0.0.1:1/scores?ssl-mode=nonsense"),
            "ssl",
        ),
        ("sqlite:///nowhere/scores.db".to_owned(), "unable to open"),
        (
            "sqlite:///nowhere/scores.db?mode=nonsense".to_owned(),
            "mode",
        ),
    ];
    let servers = (Postgres::start(), MariaDb::start());
    if let Some(server) = &servers.0 {
        urls.push((server.url("nowhere"), "does not exist"));
        urls.push((
            server.url("postgres").replace(PASSWORD, "wrong"),
            "authentication failed",
        ));
    }
    if let Some(server) = &servers.1 {
        urls.push((server.url("nowhere"), "Unknown database"));
        urls.push((
            server.url("mysql").replace(PASSWORD, "wrong"),
            "Access denied",
        ));
    }
    for (url, words) in urls {
        let (ran, request) = recorded(connect(&url)).await;
        let error = ran.expect_err("no connection");
        let said = told(&request, "connect", &error);
        assert!(said.contains(words), "{url}: {said}");
    }
}

#[scorer_span(skip(pool), err)]
async fn sleep(pool: &Pool) -> Result<(), Error> {
    let text = match pool {
        Pool::Postgres(..) => "SET statement_timeout = 20; SELECT pg_sleep(60)",
        Pool::MariaDb(..) => {
            "SET STATEMENT max_statement_time = 0.02 FOR SELECT SLEEP(60) FROM births"
        }
        Pool::Sqlite(_) => unreachable!("it has no such setting"),
    };
    pool.run(text).await
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_an_error_of_its_function() {
    for pool in Pool::all().await {
        let (name, words) = match pool {
            Pool::Postgres(..) => ("SET", "canceling statement due to statement timeout"),
            Pool::MariaDb(..) => ("SET", "max_statement_time exceeded"),
            Pool::Sqlite(_) => continue,
        };
        pool.run(people(pool.grammar())).await.expect("tables");
        if let Pool::MariaDb(..) = pool {
            let insert = "INSERT INTO births VALUES ('a', NULL)";
            pool.run(insert).await.expect("a row");
        }
        let (ran, request) = recorded(sleep(&pool)).await;
        let said = told(&request, "sleep", &ran.expect_err("too long"));
        assert!(said.contains(words), "{said}");
        assert!(request.names().contains(&name), "{:?}", request.names());
        pool.close().await;
    }
}

/// A pool of one connection, which is held.
#[scorer_span(skip(pool), err)]
async fn wait_in_vain(pool: &Pool) -> Result<(), Error> {
    pool.run("SELECT 1").await
}

#[tokio::test]
async fn a_pool_that_is_exhausted_is_an_error_of_the_function_that_waits() {
    // Long enough to connect, and then in vain.
    for pool in Pool::all_of_one_connection(Duration::from_secs(4)).await {
        let held = pool.session().await;
        let (ran, request) = recorded(wait_in_vain(&pool)).await;
        let said = told(&request, "wait_in_vain", &ran.expect_err("no connection"));
        assert!(said.contains("pool timed out"), "{said}");
        assert_eq!(
            request.names(),
            ["wait_in_vain"],
            "sqlx tells of no wait that was in vain"
        );
        drop(held);
        pool.close().await;
    }
}

#[scorer_span(skip(pool))]
async fn wait(pool: &Pool) {
    pool.run("SELECT 1").await.expect("a connection in time");
}

#[tokio::test]
async fn a_wait_for_a_connection_is_a_span_where_the_pool_tells_of_it() {
    for pool in Pool::all_of_one_connection(Duration::from_mins(1)).await {
        let held = pool.session().await;
        let ((), request) = recorded(async {
            let release = async {
                // Longer than what counts as a wait.
                tokio::time::sleep(Duration::from_millis(20)).await;
                drop(held);
            };
            tokio::join!(wait(&pool), release);
        })
        .await;
        let span = request.span("wait for connection");
        assert_eq!(
            span.parent_span_id,
            request.span("wait").span_context.span_id()
        );
        assert!(span.end_time > span.start_time);
        pool.close().await;
    }
}

#[scorer_span(skip(pool), err)]
async fn cut_off(pool: &Pool) -> Result<(), Error> {
    let text = match pool {
        Pool::Postgres(..) => "SELECT pg_terminate_backend(pg_backend_pid())",
        Pool::MariaDb(..) => "KILL CONNECTION CONNECTION_ID()",
        Pool::Sqlite(_) => unreachable!("it has no connections to lose"),
    };
    pool.run("SELECT 1").await?;
    pool.run(text).await
}

#[tokio::test]
async fn a_connection_that_is_lost_in_the_middle_is_an_error_and_the_next_request_has_another() {
    for pool in Pool::all_of_one_connection(Duration::from_mins(1)).await {
        let words = match pool {
            Pool::Postgres(..) => "terminating connection",
            Pool::MariaDb(..) => "Connection was killed",
            Pool::Sqlite(_) => continue,
        };
        let (ran, request) = recorded(cut_off(&pool)).await;
        let said = told(&request, "cut_off", &ran.expect_err("a lost connection"));
        assert!(said.contains(words), "{said}");
        assert!(request.names().iter().filter(|it| **it == "SELECT").count() >= 1);
        let ((), request) = recorded(wait(&pool)).await;
        assert_eq!(request.span("wait").status, Status::Unset);
        pool.close().await;
    }
}
