//! No literal and no comment reaches an output, whatever its form, on the database that reads it.

use scorer_instrument::telemetry::Local;
use scorer_instrument_tests::literals::{CANARY, Grammar, leaked, statements};
use tracing::instrument::WithSubscriber as _;
use tracing::{Instrument as _, info_span};

use crate::support::{Pool, attribute, builder, recorded, written};

const STATEMENTS: usize = 500;

/// Every form, each accepted by the database.
async fn run_all(pool: &Pool) -> usize {
    pool.run("DROP TABLE IF EXISTS notes")
        .await
        .expect("no table");
    pool.run("CREATE TABLE notes (id INTEGER, body TEXT)")
        .await
        .expect("a table");
    let mut all = statements(pool.grammar(), STATEMENTS);
    all.extend(pool.grammar().settings(pool.name()));
    for statement in &all {
        let ran = pool.run(statement).await;
        ran.unwrap_or_else(|error| panic!("{statement}\n{error}"));
    }
    all.len()
}

fn with_system(system: &'static str) -> Local {
    builder(&[("RUST_LOG", "trace"), ("TELEMETRY_SLOW_STATEMENT", "0")])
        .default_value("TELEMETRY_DB_SYSTEM", system)
        .in_memory()
        .expect("accepted settings")
}

#[tokio::test]
async fn nothing_of_a_literal_or_a_comment_is_shown_where_nothing_is_set() {
    for pool in Pool::all().await {
        let (ran, request) = recorded(run_all(&pool)).await;
        assert!(request.names().len() >= ran, "{}", request.names().len());
        pool.close().await;
    }
    assert_eq!(leaked(&written()), None);
}

#[tokio::test]
async fn nothing_of_a_literal_or_a_comment_is_shown_by_the_dialect_that_is_set() {
    for pool in Pool::all().await {
        let system = match pool.grammar() {
            Grammar::Postgres => "postgresql",
            Grammar::MariaDb => "mariadb",
            // Its threads tell it, so that the test above has the dialect.
            Grammar::Sqlite => continue,
        };
        let telemetry = with_system(system);
        let ran = async { run_all(&pool).instrument(info_span!("request")).await }
            .with_subscriber(telemetry.dispatch())
            .await;
        let spans = telemetry.spans();
        assert!(spans.len() >= ran, "{}", spans.len());
        assert_eq!(leaked(&format!("{spans:?}\n{}", telemetry.logs())), None);
        // What is read by its own dialect is read to its end.
        let is_whole = |end: &str| {
            let texts = spans.iter().filter_map(|it| attribute(it, "db.query.text"));
            texts.filter(|it| it.ends_with(end)).count() > STATEMENTS / 20
        };
        assert!(is_whole("ORDER BY id LIMIT ?"), "{system}");
        pool.close().await;
    }
}

/// A session may change what a backslash or a quote is, which no statement tells: there `other_sql` reads as strictly as it can.
#[tokio::test]
async fn a_session_that_reads_literals_in_its_own_way_is_read_by_the_strictest_rules() {
    for pool in Pool::all().await {
        let statements: &[&str] = match pool.grammar() {
            Grammar::Postgres => &[
                "SET standard_conforming_strings TO off; SET escape_string_warning TO off",
                r"SELECT 'it\'s CANARY', $1::text",
                r"SELECT 'c:\\' WHERE 'CANARY' <> 'it\'s CANARY'",
            ],
            Grammar::MariaDb => &[
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
                r"SELECT 'c:\', 'CANARY', 'CANARY'",
                r#"SELECT 'c:\' AS "it's", 'CANARY'"#,
            ],
            Grammar::Sqlite => continue,
        };
        let telemetry = with_system("other_sql");
        let work = async {
            let mut session = pool.session().await;
            for statement in statements {
                session.run(&statement.replace("CANARY", CANARY)).await;
            }
        };
        async { work.instrument(info_span!("request")).await }
            .with_subscriber(telemetry.dispatch())
            .await;
        let spans = telemetry.spans();
        assert!(spans.len() >= statements.len(), "{}", spans.len());
        assert_eq!(leaked(&format!("{spans:?}\n{}", telemetry.logs())), None);
        pool.close().await;
    }
}
