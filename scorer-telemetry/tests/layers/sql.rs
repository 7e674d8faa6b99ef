//! Events as sqlx emits them, and what a span says of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, TraceId};
use opentelemetry_sdk::trace::IdGenerator;
use proptest::prelude::*;
use scorer_instrument::redact::Redactor;
use scorer_instrument::sql::{self, Call, Options, Repeats, Statement};
use scorer_instrument::tree::Forest;
use scorer_instrument_policy::Policy;
use tracing::{Event, Subscriber, debug, info, warn};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// Reads every event.
struct Calls(Arc<Mutex<Vec<Option<Call>>>>, Options);

impl<S: Subscriber> Layer<S> for Calls {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let call = sql::call(event, &self.1, &Redactor::new(Policy::default()));
        self.0.lock().expect("no panic").push(call);
    }
}

fn calls_with(options: Options, code: impl FnOnce()) -> Vec<Option<Call>> {
    let calls = Arc::default();
    let layer = Calls(Arc::clone(&calls), options);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), code);
    std::mem::take(&mut *calls.lock().expect("no panic"))
}

fn calls(code: impl FnOnce()) -> Vec<Option<Call>> {
    calls_with(Options::default(), code)
}

/// A statement of a database that nothing names, which took a millisecond.
fn statement(text: &str) -> Statement {
    statement_of(None, text)
}

/// A statement of this database.
fn statement_of(system: Option<&'static str>, text: &str) -> Statement {
    let mut options = Options::default();
    options.system = system.map(Into::into);
    let called = calls_with(options, || {
        debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.001);
    });
    match called.into_iter().next().flatten() {
        Some(Call::Statement(statement)) => statement,
        other => panic!("{other:?}"),
    }
}

fn attributes(call: &Call) -> Vec<(String, String)> {
    call.attributes()
        .into_iter()
        .map(|it| (it.key.to_string(), it.value.to_string()))
        .collect()
}

fn texts(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_statement_is_described_by_the_conventions() {
    let called = calls(|| {
        debug!(
            target: "sqlx::query",
            summary = "SELECT a, b FROM …",
            db.statement = "\n\nSELECT a, b\nFROM community\nWHERE id = $1 AND kind = 'x'\n",
            rows_affected = 1_u64,
            rows_returned = 3_u64,
            elapsed = ?Duration::from_millis(23),
            elapsed_secs = 0.023,
        );
    });
    let Some(call) = &called[0] else {
        panic!("a statement")
    };
    assert_eq!(call.name(), "SELECT community");
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    assert_eq!(call.start(end) + Duration::from_millis(23), end);
    let expected = texts(&[
        ("db.system.name", "postgresql"),
        ("db.query.summary", "SELECT community"),
        (
            "db.query.text",
            "SELECT a, b FROM community WHERE id = $1 AND kind = ?",
        ),
        ("db.operation.name", "SELECT"),
        ("db.collection.name", "community"),
        ("db.response.returned_rows", "3"),
    ]);
    assert_eq!(attributes(call), expected);
}

#[test]
fn a_short_statement_stands_in_the_summary_alone() {
    let called = calls(|| {
        debug!(target: "sqlx::query", summary = "COMMIT", db.statement = "", rows_affected = 0_u64, elapsed_secs = 0.5);
    });
    let Some(call) = &called[0] else {
        panic!("a statement")
    };
    assert_eq!(
        (call.name(), call.elapsed()),
        ("COMMIT", Duration::from_millis(500))
    );
    let keys: Vec<String> = attributes(call).into_iter().map(|it| it.0).collect();
    let expected = [
        "db.system.name",
        "db.query.summary",
        "db.query.text",
        "db.operation.name",
        "db.response.affected_rows",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn a_slow_statement_is_flagged() {
    let slow = |called: &Option<Call>| {
        let call = called.as_ref().expect("a statement");
        attributes(call).contains(&("telemetry.slow".to_owned(), "true".to_owned()))
    };
    let mut options = Options::default();
    options.slow = Duration::from_millis(50);
    let called = calls_with(options, || {
        debug!(target: "sqlx::query", summary = "SELECT 1", elapsed_secs = 0.049);
        debug!(target: "sqlx::query", summary = "SELECT 1", elapsed_secs = 0.050);
        warn!(target: "sqlx::query", summary = "SELECT 1", elapsed_secs = 0.01, slow_threshold = ?Duration::ZERO);
        warn!(target: "sqlx::pool::acquire", acquired_after_secs = 2.5, slow_acquire_threshold_secs = 2.0, "slow");
    });
    assert_eq!(
        called.iter().map(slow).collect::<Vec<_>>(),
        [false, true, true, true]
    );
}

#[test]
fn only_a_wait_that_was_one_is_a_call() {
    let called = calls(|| {
        debug!(target: "sqlx::pool::acquire", acquired_after_secs = 0.000_9, "acquired connection");
        debug!(target: "sqlx::pool::acquire", acquired_after_secs = 0.25, "acquired connection");
        debug!(target: "sqlx::pool::acquire", "of another version");
        info!(target: "sqlx::postgres", "notice");
        info!(summary = "SELECT 1", "somebody else's");
    });
    let names: Vec<_> = called
        .iter()
        .map(|it| it.as_ref().map(|it| (it.name(), it.elapsed())))
        .collect();
    let wait = Some(("wait for connection", Duration::from_millis(250)));
    assert_eq!(names, [None, wait, None, None, None]);
}

#[test]
fn the_system_can_be_set() {
    let mut options = Options::default();
    options.system = Some("mysql".into());
    let called = calls_with(options, || {
        debug!(target: "sqlx::query", summary = "SELECT $1", elapsed_secs = 0.1);
        debug!(target: "sqlx::pool::acquire", acquired_after_secs = 0.25);
    });
    for call in called {
        let call = call.expect("a call");
        assert_eq!(
            attributes(&call)[0],
            ("db.system.name".to_owned(), "mysql".to_owned())
        );
    }
}

#[test]
fn what_is_written_into_a_statement_goes() {
    let cases = [
        ("SELECT  a,\n\t b FROM t ;", "SELECT a, b FROM t"),
        (
            "WHERE a = 'it''s' AND b=\"a 'name'\"",
            "WHERE a = ? AND b=\"a 'name'\"",
        ),
        (
            "WHERE a = E'it\\'s x' AND b = x'ff' AND c = $$a 'b' c$$ AND d = $q$a $$ b$q$",
            "WHERE a = ? AND b = ? AND c = ? AND d = ?",
        ),
        (
            "WHERE a = -1.5e-3 AND b=0xff AND c - 1 > t2.n",
            "WHERE a = ? AND b=? AND c - ? > t2.n",
        ),
        (
            "WHERE a IN (1, 2,3) AND b IN ('x')",
            "WHERE a IN (?) AND b IN (?)",
        ),
        ("WHERE a IN ($1, $2)", "WHERE a IN ($1, $2)"),
        ("SELECT 1 -- by bob\n, 2", "SELECT ?"),
        ("SELECT /* a /* b */ c */ a /* open", "SELECT a"),
        ("a = 'open", "a = ?"),
        ("a = $$open", "a = ?"),
        ("SELECT é, 'é' FROM straße", "SELECT é, ? FROM straße"),
        (
            "a = $1::text AND j->>'key' = 'x'",
            "a = $1::text AND j->>? = ?",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(
            &*statement_of(Some("postgresql"), text).text,
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_statement_is_named_by_what_it_does_and_to_which_table() {
    let cases = [
        (
            "select * from public.community c",
            "SELECT public.community",
        ),
        (
            "SELECT (SELECT max(a) FROM x), EXTRACT(EPOCH FROM y) FROM \"Scores\" s",
            "SELECT Scores",
        ),
        ("INSERT INTO stamps(a) SELECT a FROM b", "INSERT stamps"),
        (
            "INSERT OR IGNORE INTO stamps (a) VALUES (?)",
            "INSERT stamps",
        ),
        ("UPDATE ONLY weights SET a = 1", "UPDATE weights"),
        ("UPDATE OR REPLACE weights SET a = 1", "UPDATE weights"),
        ("DELETE FROM stamps", "DELETE stamps"),
        ("WITH x AS (SELECT a FROM b) UPDATE c SET a = 1", "UPDATE c"),
        ("WITH x AS (SELECT a FROM b) SELECT * FROM x", "SELECT b"),
        (
            "WITH RECURSIVE t(n) AS (SELECT a FROM seeds UNION SELECT n FROM t), u AS MATERIALIZED (SELECT n FROM t) SELECT * FROM u",
            "SELECT seeds",
        ),
        ("WITH t AS (SELECT 1) SELECT * FROM t", "SELECT"),
        (
            "WITH x AS (SELECT a FROM b) SELECT * FROM c JOIN x",
            "SELECT c",
        ),
        (
            "WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone",
            "INSERT b",
        ),
        ("COPY community FROM STDIN", "COPY community"),
        (
            "COPY public.community (a, b) TO STDOUT",
            "COPY public.community",
        ),
        ("COPY (SELECT a FROM b WHERE c = 1) TO STDOUT", "COPY b"),
        (
            "CREATE TABLE t (a int); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
            "CREATE t; INSERT t",
        ),
        (
            "INSERT INTO aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa VALUES (1); INSERT INTO bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb VALUES (1); \
             INSERT INTO cccccccccccccccccccccccccccccccccccc VALUES (1)",
            "INSERT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; INSERT bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb; ..",
        ),
        // What a value hides is not the name of a table.
        (
            "CREATE TABLE a (b int); CREATE TABLE 'c' (d int); CREATE TABLE 'e' (f int)",
            "CREATE a; ..",
        ),
        (
            "DELETE FROM 'a'; COMMIT; DELETE FROM b",
            "..; COMMIT; DELETE b",
        ),
        ("DELETE FROM 'a'; DELETE FROM 'b'", "DELETE"),
        ("SELECT a FROM b;", "SELECT b"),
        (
            "UPDATE a SET b = (SELECT ';'); ; DELETE FROM \"c;d\"",
            "UPDATE a; DELETE c;d",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END",
            "CREATE",
        ),
        ("(SELECT a FROM b) UNION SELECT c FROM d", "SELECT b"),
        ("SELECT * FROM generate_series(1, 3)", "SELECT"),
        ("SELECT * FROM (SELECT a FROM b) c", "SELECT"),
        ("SELECT 1", "SELECT"),
        ("CREATE TABLE IF NOT EXISTS t (a int)", "CREATE t"),
        ("COMMIT", "COMMIT"),
        ("PRAGMA foreign_keys = ON", "PRAGMA"),
        ("", "SQL"),
        ("???", "SQL"),
    ];
    for (text, expected) in cases {
        assert_eq!(
            &*statement_of(Some("postgresql"), text).name,
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_batch_says_how_large_it_is_and_what_all_of_it_does() {
    for (text, operation, size) in [
        (
            "INSERT INTO a VALUES ($1); INSERT INTO b VALUES ($2)",
            "BATCH INSERT",
            Some("2"),
        ),
        (
            "INSERT INTO a VALUES ($1); DELETE FROM b; COMMIT",
            "BATCH",
            Some("3"),
        ),
        ("INSERT INTO a VALUES ($1);", "INSERT", None),
    ] {
        let attributes = attributes(&Call::Statement(statement(text)));
        let of = |wanted: &str| {
            let found = attributes.iter().find(|(key, _)| key == wanted);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(of("db.operation.name"), Some(operation), "{text}");
        assert_eq!(of("db.operation.batch.size"), size, "{text}");
    }
}

#[test]
fn a_batch_that_is_cut_is_named_by_its_whole_statements() {
    for (limit, name) in [(45, "INSERT a; .."), (70, "INSERT a; INSERT b; ..")] {
        let mut options = Options::default();
        options.limit = limit;
        let text =
            "INSERT INTO a (b) VALUES ($1); INSERT INTO b (c) VALUES ($1); DELETE FROM stamps";
        let called = calls_with(options, || {
            debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.1);
        });
        let Some(Some(Call::Statement(statement))) = called.into_iter().next() else {
            panic!("a statement")
        };
        assert_eq!(&*statement.name, name, "{}", statement.text);
        let attributes = attributes(&Call::Statement(statement));
        let of = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted);
        assert_eq!(of("db.operation.batch.size"), None);
        assert_eq!(
            of("db.operation.name").map(|it| it.1.as_str()),
            Some("BATCH")
        );
    }
}

#[test]
fn a_long_statement_is_cut() {
    let mut options = Options::default();
    options.limit = 100;
    let text = format!("SELECT {} FROM t", "é, ".repeat(500));
    let called = calls_with(options, || {
        debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.1);
    });
    let Some(Some(Call::Statement(statement))) = called.into_iter().next() else {
        panic!("a statement")
    };
    assert!(
        statement.text.len() <= 100 && statement.text.ends_with('…'),
        "{}",
        statement.text
    );
}

#[test]
fn a_statement_that_comes_again_is_read_once_and_told_alike() {
    let options = Options::default();
    let called = calls_with(options.clone(), || {
        for secs in [0.1, 2.0] {
            debug!(target: "sqlx::query", summary = "SELECT a FROM t", elapsed_secs = secs);
        }
        // A secret in a statement is one each time.
        for _ in 0..2 {
            debug!(target: "sqlx::query", summary = "SELECT 1 AS email = bob@example.com", elapsed_secs = 0.1);
        }
    });
    let statements: Vec<_> = called
        .iter()
        .map(|call| match call {
            Some(Call::Statement(statement)) => (
                &*statement.name,
                statement.elapsed.as_millis(),
                statement.slow,
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        statements[..2],
        [("SELECT t", 100, false), ("SELECT t", 2_000, true)]
    );
    assert_eq!(statements[2], statements[3]);
}

#[test]
fn a_statement_in_a_loop_is_shown() {
    let mut repeats = Repeats::default();
    for _ in 0..4 {
        repeats.add("SELECT stamp", "SELECT a FROM stamp WHERE id = $1");
        repeats.add("SELECT stamp", "SELECT b FROM stamp WHERE id = $1");
    }
    assert_eq!(repeats.shown().count(), 0);
    repeats.add("SELECT stamp", "SELECT a FROM stamp WHERE id = $1");
    assert_eq!(repeats.shown().collect::<Vec<_>>(), [("SELECT stamp", 5)]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_statement(text in any::<String>(), pieces in "[a-z'\"$?0-9 (),.;E\\\\-]{0,80}") {
        let _ = (statement(&text), statement(&pieces));
    }

    #[test]
    fn no_literal_survives(canary in "[a-z]{3}zq[a-z]{5}", before in "[a-z (=,]{0,20}", number in 100_000_000_000_u64..) {
        let text = format!("SELECT {before} '{canary}' , E'\\'{canary}', ${canary}$x{canary}${canary}$, {number}, {number}.5 FROM t");
        let statement = statement(&text);
        // The tag of a text in dollars goes with the text.
        prop_assert!(!statement.text.contains(canary.as_str()), "{}", statement.text);
        prop_assert!(!statement.text.contains(&number.to_string()), "{}", statement.text);
    }
}

/// A statement's text, as a database of this name has it.
fn text_of(system: Option<&'static str>, text: &str) -> String {
    statement_of(system, text).text.to_string()
}

#[test]
fn literals_go_by_the_dialect_and_without_one_by_the_strictest() {
    let (mysql, postgres, sqlite, unknown) =
        (Some("mysql"), Some("postgresql"), Some("sqlite"), None);
    for (system, raw, clean) in [
        (
            mysql,
            r#"SELECT a FROM t WHERE b = "canary""#,
            "SELECT a FROM t WHERE b = ?",
        ),
        (mysql, r"SELECT 'it\'s canary' FROM t", "SELECT ? FROM t"),
        (mysql, "SELECT 1 # canary\nFROM t", "SELECT ? FROM t"),
        (postgres, r#"SELECT "a" FROM "t""#, r#"SELECT "a" FROM "t""#),
        (
            postgres,
            r"SELECT 'c:\' FROM t WHERE a = 'x'",
            "SELECT ? FROM t WHERE a = ?",
        ),
        (postgres, "SELECT a #> '{x}' FROM t", "SELECT a #> ? FROM t"),
        (
            unknown,
            r#"SELECT a FROM t WHERE b = "canary""#,
            "SELECT a FROM t WHERE b = ?",
        ),
        (unknown, r"SELECT 'it\'s canary' FROM t", "SELECT ?"),
        (unknown, "SELECT a # canary\nFROM t", "SELECT a ?"),
        (
            unknown,
            r#"SELECT "a" FROM "t" WHERE b = $1"#,
            r#"SELECT "a" FROM "t" WHERE b = $1"#,
        ),
        (Some("mariadb"), r#"SELECT "canary""#, "SELECT ?"),
        // A text, unless only a name can stand there.
        (
            sqlite,
            r#"SELECT "a" FROM "t" JOIN "u" AS "v" WHERE "t"."b" = "canary""#,
            r#"SELECT ? FROM "t" JOIN "u" AS "v" WHERE "t"."b" = ?"#,
        ),
        (
            sqlite,
            r#"SELECT 1 IS NOT DISTINCT FROM "canary""#,
            "SELECT ? IS NOT DISTINCT FROM ?",
        ),
        (sqlite, "SELECT [it's], 'canary'", "SELECT [it's], ?"),
        (unknown, "SELECT [it's], 'canary'", "SELECT ?"),
        (unknown, "SELECT a[1] FROM t", "SELECT a[?] FROM t"),
        (sqlite, "SELECT $a('canary) FROM t", "SELECT ?"),
        // Comments that hold others, and those that are run.
        (postgres, "SELECT /* a /* b */ canary */ 1", "SELECT ?"),
        (mysql, "SELECT /* a /* b */ c", "SELECT c"),
        (unknown, "SELECT /* a /* b */ c */ 1", "SELECT ?"),
        (mysql, "/*!40101 SELECT 'canary' */, 'a'", "?"),
        (
            mysql,
            "SELECT /*!50000 STRAIGHT_JOIN */ a FROM t",
            "SELECT STRAIGHT_JOIN a FROM t",
        ),
        (mysql, "SELECT 1--'canary'", "SELECT ?--?"),
        (unknown, "SELECT 1--it's canary\n, 'canary'", "SELECT ? ?"),
        (unknown, "SELECT 1 --ok\n, a", "SELECT ? , a"),
        (postgres, "SELECT 1 -- a\r, 'canary'", "SELECT ?"),
        // What continues on the next line escapes as its beginning does.
        (
            postgres,
            "SELECT E'a'\n'it\\'s canary' FROM t",
            "SELECT ? ? FROM t",
        ),
        (postgres, "SELECT a$b$, 'x$b$ canary'", "SELECT a$b$, ?"),
        (mysql, "SELECT a$b$, 'x$b$ canary'", "SELECT a$b$, ?"),
        (unknown, "SELECT $b$ 'x$b$ canary'", "SELECT ?"),
        // Which database reads it is told by what is set, and not by the statement.
        (
            Some("something"),
            r"SELECT $1, 'it\'s canary', 'b'",
            "SELECT $1, ?",
        ),
        (Some("something"), r#"SELECT "canary""#, "SELECT ?"),
    ] {
        assert_eq!(text_of(system, raw), clean, "{system:?} {raw}");
    }
}

#[test]
fn what_is_set_is_never_shown() {
    for system in [None, Some("sqlite"), Some("postgresql"), Some("mysql")] {
        for (raw, clean) in [
            ("PRAGMA key = 'canary'", "PRAGMA key = ?"),
            ("PRAGMA key=canary", "PRAGMA key=?"),
            ("pragma key(\"canary\")", "pragma key(?"),
            ("SET x TO canary", "SET x TO ?"),
            ("SET x = canary, y = canary", "SET x = ?"),
            ("SELECT 1; SET x TO canary", "SELECT ?; SET x TO ?"),
            (
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            ),
            ("UPDATE t SET a = b", "UPDATE t SET a = b"),
            ("ALTER ROLE r SET x TO canary", "ALTER ROLE r SET x TO ?"),
            (
                "ALTER DATABASE d SET x = canary",
                "ALTER DATABASE d SET x = ?",
            ),
            ("ALTER TABLE t RENAME TO u", "ALTER TABLE t RENAME TO u"),
            ("EXPLAIN PRAGMA key = canary", "EXPLAIN PRAGMA key = ?"),
            ("ATTACH 'a' AS b KEY canary", "ATTACH ? AS b KEY ?"),
        ] {
            assert_eq!(text_of(system, raw), clean, "{system:?}");
        }
    }
}

#[test]
fn statements_of_one_database_have_one_name_for_it() {
    let system = |called: &Option<Call>| {
        let attributes = attributes(called.as_ref().expect("a statement"));
        let system = attributes
            .into_iter()
            .find(|(key, _)| key == "db.system.name");
        system.expect("a name").1
    };
    let called = calls(|| {
        for text in [
            "COMMIT",
            "SELECT a FROM t WHERE b = $1",
            "COMMIT",
            "SELECT a FROM t",
        ] {
            debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.001);
        }
        // Two databases: a statement that tells none is of either.
        for text in ["SELECT a FROM t WHERE b = ?1", "COMMIT"] {
            debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.001);
        }
    });
    let systems: Vec<String> = called.iter().map(system).collect();
    assert_eq!(
        systems,
        [
            "other_sql",
            "postgresql",
            "postgresql",
            "postgresql",
            "sqlite",
            "other_sql"
        ]
    );
}

/// The names of the databases of these statements.
fn systems(texts: &[&str]) -> Vec<String> {
    let called = calls(|| {
        for text in texts {
            debug!(target: "sqlx::query", summary = "", db.statement = text, elapsed_secs = 0.001);
        }
    });
    let system = |call: Option<Call>| attributes(&call.expect("a statement")).swap_remove(0).1;
    called.into_iter().map(system).collect()
}

#[test]
fn a_database_is_told_by_what_its_client_greets_it_with() {
    let mysql = "SET sql_mode=(SELECT CONCAT(@@sql_mode, ',PIPES_AS_CONCAT')),NAMES utf8mb4;";
    let sqlite = "PRAGMA foreign_keys = ON; ";
    assert_eq!(
        systems(&["SELECT ?", mysql, "SELECT ?"]),
        ["other_sql", "mysql", "mysql"]
    );
    assert_eq!(systems(&[sqlite, "SELECT ?"]), ["sqlite", "sqlite"]);
    // SQLite takes `$1` as well.
    assert_eq!(systems(&[sqlite, "SELECT $1"]), ["sqlite", "sqlite"]);
    assert_eq!(
        systems(&["SELECT $1", mysql, "SELECT $1", "COMMIT"]),
        ["postgresql", "mysql", "postgresql", "other_sql"]
    );
}

#[test]
fn the_threads_of_sqlite_tell_it() {
    let named = |name: &str| {
        let thread = std::thread::Builder::new().name(name.to_owned());
        let text = r#"SELECT $1 FROM "t" WHERE "canary" = a"#;
        let ran = thread.spawn(move || (systems(&[text]), text_of(None, text)));
        ran.expect("a thread").join().expect("no panic")
    };
    let (systems, text) = named("sqlx-sqlite-worker-7");
    assert_eq!(systems, ["sqlite"]);
    assert_eq!(text, r#"SELECT $1 FROM "t" WHERE ? = a"#);
    assert_eq!(named("tokio-runtime-worker").0, ["postgresql"]);
}

/// A source of ids that, where it is told to, lets another thread report an event before it returns.
#[derive(Debug)]
struct LetsOthersGoFirst {
    begins: mpsc::Sender<()>,
    reported: Mutex<mpsc::Receiver<()>>,
}

impl IdGenerator for LetsOthersGoFirst {
    fn new_trace_id(&self) -> TraceId {
        TraceId::from(1)
    }

    fn new_span_id(&self) -> SpanId {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let id = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        // The second span is the statement; the first is the request.
        if id == 2 {
            self.begins.send(()).expect("somebody waits for it");
            let reported = self.reported.lock().expect("no panic").recv();
            reported.expect("it was reported");
        }
        SpanId::from(id)
    }
}

/// The thread of a database reports a statement a little later than its caller goes on.
#[test]
fn a_statement_stands_before_what_its_caller_reports_after_it() {
    let (begins, begun) = mpsc::channel();
    let (report, reported) = mpsc::channel();
    let telemetry = scorer_instrument::telemetry!()
        .environment(|name| (name == "OTEL_TRACES_EXPORTER").then(|| "console".to_owned()))
        .with_id_generator(LetsOthersGoFirst {
            begins,
            reported: Mutex::new(reported),
        })
        .in_memory()
        .expect("accepted settings");
    let dispatch = telemetry.dispatch();
    telemetry.run(|| {
        let request = tracing::info_span!("request");
        let around = request.clone();
        let caller = std::thread::spawn(move || {
            tracing::dispatcher::with_default(&dispatch, || {
                begun.recv().expect("the statement is being recorded");
                around.in_scope(|| tracing::warn!("the key is unknown"));
                report.send(()).expect("somebody waits for it");
            });
        });
        request.in_scope(|| {
            tracing::debug!(target: "sqlx::query", summary = "SELECT a FROM b", db.statement = "", elapsed_secs = 0.0);
        });
        caller.join().expect("no panic");
    });
    let mut forest = Forest::default();
    let mut trees = telemetry
        .spans()
        .into_iter()
        .filter_map(|it| forest.add(it));
    let tree = trees.next().expect("a tree").to_string();
    let rows: Vec<&str> = tree.lines().collect();
    assert!(rows[1].contains("SELECT b"), "{tree}");
    assert!(rows[2].contains("WARN the key is unknown"), "{tree}");
}
