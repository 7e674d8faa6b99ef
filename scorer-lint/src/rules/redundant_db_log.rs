//! An event that says about a statement what the statement's own span says.

use crate::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::said::{self, Said};
use crate::source::{Argument, Event, EventKind, File, Function, Kind, Tokens, Word};

/// The rule.
pub static RULE: Rule = Rule {
    name: "redundant-db-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/redundant-db-log.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let statements = Statements::read(cx.file);
    for event in cx.file.events() {
        if is_redundant(cx.file, &statements, event) {
            let message = format!(
                "this `{}!` repeats what the statement's span says: its text, its rows, its duration",
                cx.file.word(event.name)
            );
            let help = "take it out; what the rows mean to the caller is worth a line, that they were read is not";
            cx.report(cx.at(&RULE, &said::head(event), message).help(help));
        }
    }
}

/// What statements do while they run.
const RUNNING: &[&str] = &[
    "executing",
    "querying",
    "fetching",
    "loading",
    "selecting",
    "inserting",
    "updating",
    "deleting",
    "upserting",
    "retrieving",
    "reading",
    "running",
    "saving",
    "storing",
    "writing",
    "persisting",
    "committing",
    "preparing",
    "looking",
    "getting",
    "counting",
    "beginning",
    "opening",
    "starting",
];
/// What they did.
const RAN: &[&str] = &[
    "executed",
    "queried",
    "fetched",
    "loaded",
    "selected",
    "inserted",
    "updated",
    "deleted",
    "upserted",
    "retrieved",
    "read",
    "returned",
    "affected",
    "got",
    "found",
    "saved",
    "stored",
    "written",
    "persisted",
    "wrote",
    "received",
    "prepared",
    "committed",
    "acquired",
    "ran",
];
/// Those of them that nothing but a statement does.
const STATEMENT: &[&str] = &[
    "executing",
    "querying",
    "fetching",
    "selecting",
    "inserting",
    "upserting",
    "fetched",
    "queried",
    "retrieved",
    "selected",
    "loaded",
    "retrieving",
    "loading",
];
/// How a message ends that says only that a statement ran.
const DONE: &[&str] = &[
    "done",
    "complete",
    "completed",
    "finished",
    "executed",
    "ok",
    "successful",
    "successfully",
    "succeeded",
    "result",
    "results",
    "took",
];
/// What a query does.
const RUNS: &[&str] = &[
    "executing",
    "execution",
    "running",
    "ran",
    "preparing",
    "prepared",
    "returned",
    "affected",
];
/// What is said of rows that are counted right behind their statement.
const COUNTED: &[&str] = &["inserted", "upserted", "got", "found"];
const STORES: &[&str] = &[
    "database",
    "db",
    "postgres",
    "postgresql",
    "sqlite",
    "mysql",
];
const QUERIES: &[&str] = &["query", "queries", "sql", "statement", "statements"];
const ROWS: &[&str] = &["row", "rows", "records"];
const TRANSACTIONS: &[&str] = &["transaction", "tx"];
const KEYWORDS: &[&str] = &[
    "select", "insert", "update", "delete", "upsert", "commit", "begin", "rollback",
];

/// What an event about a business says, whatever else it says.
const BUSINESS: &[&str] = &[
    "revoked",
    "expired",
    "purged",
    "pruned",
    "created",
    "scored",
    "granted",
    "migrated",
    "migrations",
    "migration",
    "schema",
];
/// What is no news of a statement: that the store can be reached, that something is tried again.
const OTHER: &[&str] = &[
    "connected",
    "connecting",
    "connection",
    "connections",
    "retry",
    "retrying",
    "failed",
    "failing",
    "error",
    "unavailable",
    "slow",
    "pool",
    "ready",
    "startup",
    "migrate",
    "health",
    "url",
    "closed",
    "closing",
    "miss",
    "hit",
    "redis",
    "file",
    "csv",
    "imported",
    "s3",
    "kafka",
    "config",
    "configuration",
    "settings",
];

/// Where a file runs statements.
pub(super) struct Statements(Vec<u32>);

impl Statements {
    pub(super) fn read(file: &File) -> Self {
        Self(file.hits_of(CALLS))
    }

    /// Whether one of them stands between two tokens.
    fn any(&self, from: u32, until: u32) -> bool {
        let first = self.0.partition_point(|at| *at < from);
        self.0.get(first).is_some_and(|at| *at < until)
    }
}

/// Whether an event says what a statement's span says.
pub(super) fn is_redundant(file: &File, statements: &Statements, event: &Event) -> bool {
    if event.kind != EventKind::Event || matches!(event.level, Some("warn" | "error")) {
        return false;
    }
    let Some(said) = said::message(file, event) else {
        return false;
    };
    let words = Words(said.words());
    let is_sql = is_sql(file, event, &said);
    if !(is_sql || words.speak_of_data()) || words.has(BUSINESS) {
        return false;
    }
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    let Some(body) = &function.body else {
        return false;
    };
    if !reaches_database(file, statements, function, body) {
        return false;
    }
    if words.take_connection() {
        return true;
    }
    if words.has(OTHER) || words.has(&["no", "not"]) {
        return false;
    }
    if is_sql || words.tell_a_statement(&said) {
        return true;
    }
    let near = Near { file, body, event };
    // "insert done" right behind it.
    if words.0.len() <= 3 && words.has(KEYWORDS) && words.has(DONE) && near.is_behind_statement() {
        return true;
    }
    // "fetching user" right before the statement, "loaded {} weights" right behind it with the count of its rows.
    match words.0.first() {
        Some(first) if first.ends_with("ing") => {
            STATEMENT.contains(first) && near.is_before_statement()
        }
        Some(first) => {
            (STATEMENT.contains(first) || COUNTED.contains(first))
                && near.is_behind_statement()
                && prints_rows(file, event, &said, body)
        }
        None => false,
    }
}

/// The words of a message.
struct Words<'a>(Vec<&'a str>);

impl Words<'_> {
    fn has(&self, any: &[&str]) -> bool {
        self.0.iter().any(|word| any.contains(word))
    }

    /// Whether anything in it may be about a statement.
    fn speak_of_data(&self) -> bool {
        [
            RUNNING,
            RAN,
            QUERIES,
            ROWS,
            STORES,
            TRANSACTIONS,
            KEYWORDS,
            &["record"],
        ]
        .iter()
        .any(|list| self.has(list))
    }

    /// "acquired connection from pool".
    fn take_connection(&self) -> bool {
        let from = self.0.windows(2).any(|pair| pair == ["connection", "from"]);
        from && self.has(&["acquired", "got", "checked"])
            || self.has(&["acquiring"]) && self.has(&["connection"])
    }

    /// Whether they are about a statement, wherever they stand.
    fn tell_a_statement(&self, said: &Said) -> bool {
        let verb = self.has(RUNNING) || self.has(RAN);
        // "user record updated" is about a user, "transaction 7 updated" and "query received" about a caller's.
        let of_record = self.has(&["record"]) && (self.has(STATEMENT) || self.has(&["inserted"]));
        let of_query = self.has(QUERIES) && (self.has(DONE) || self.has(RUNS) || self.has(ROWS));
        let opens = self.has(&["opening", "opened", "starting", "started"]);
        let of_transaction = self.has(&[
            "commit",
            "committed",
            "committing",
            "begin",
            "began",
            "beginning",
            "rollback",
        ]) || opens && !said.has_hole();
        of_record
            || of_query
            || self.has(ROWS) && (verb || self.has(&["in", "into", "from"]))
            || self.has(STORES) && verb && !opens && !self.has(&["running"])
            || self.has(TRANSACTIONS) && of_transaction
            || self.has(&["executing", "executed"]) && self.has(KEYWORDS)
    }
}

/// Whether the message is the text of a statement.
fn is_sql(file: &File, event: &Event, said: &Said) -> bool {
    let literal = event.message().map_or("", |at| file.word(at));
    let upper = [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "COMMIT", "BEGIN", "UPSERT ",
    ]
    .iter()
    .any(|keyword| literal.contains(keyword));
    let rest = [" from ", " into ", " set ", " where ", "commit", "begin"];
    let text = &said.text;
    // "running SELECT on members"
    let runs = ["executing ", "running ", "executed ", "ran "]
        .iter()
        .any(|verb| text.starts_with(verb));
    upper
        && (runs
            || rest.iter().any(|part| text.contains(part))
            || KEYWORDS.iter().any(|keyword| text.starts_with(keyword)))
}

/// Whether a function runs a statement, or hands a pool or a transaction to something that does.
fn reaches_database(
    file: &File,
    statements: &Statements,
    function: &Function,
    body: &Tokens,
) -> bool {
    statements.any(function.start, body.end) || hands_on(file, body)
}

/// `load(&state.pool, ..)`, `store(&mut tx)`: what is called behind an `.await` of this function.
fn hands_on(file: &File, body: &Tokens) -> bool {
    body.clone().take(4000).any(|at| {
        file.token(at).kind == Kind::Ident
            && matches!(
                file.word(at),
                "pool"
                    | "db"
                    | "tx"
                    | "conn"
                    | "connection"
                    | "db_pool"
                    | "pg_pool"
                    | "executor"
                    | "transaction"
                    | "database"
                    | "repo"
                    | "repository"
            )
            && at > body.start
            && matches!(file.token(at - 1).byte, b'.' | b'&' | b'*' | b'(' | b',')
            || file.is_word(at, "db") && file.is_path_separator(at + 1)
            || file.is_word(at, "mut")
                && matches!(
                    file.word(at + 1),
                    "tx" | "conn" | "connection" | "transaction"
                )
    })
}

/// Statements around an event.
struct Near<'a> {
    file: &'a File,
    body: &'a Tokens,
    event: &'a Event,
}

const CALLS: &[Word] = &[
    Word::Sqlx,
    Word::Query,
    Word::QueryAs,
    Word::QueryScalar,
    Word::QueryWith,
    Word::QueryFile,
    Word::QueryFileAs,
    Word::QueryBuilder,
    Word::FetchOne,
    Word::FetchAll,
    Word::FetchOptional,
    Word::Execute,
    Word::Commit,
];

const FETCHES: &[Word] = &[
    Word::FetchOne,
    Word::FetchAll,
    Word::FetchOptional,
    Word::Execute,
];

/// How many tokens a statement with its binds may take up.
const STATEMENT_LENGTH: u32 = 160;

impl Near<'_> {
    /// Whether the next thing that is awaited is a statement.
    fn is_before_statement(&self) -> bool {
        let from = self.event.whole.end;
        let end = self.body.end.min(from.saturating_add(STATEMENT_LENGTH));
        for at in from..end {
            if FETCHES.contains(&self.file.token(at).word) {
                return true;
            }
            if self.file.token(at).word == Word::Await {
                return false;
            }
        }
        false
    }

    /// Whether the last thing that was awaited is a statement.
    fn is_behind_statement(&self) -> bool {
        let end = self.event.whole.start;
        let start = self.body.start.max(end.saturating_sub(STATEMENT_LENGTH));
        let mut awaited = false;
        for at in (start..end).rev() {
            if FETCHES.contains(&self.file.token(at).word) {
                return true;
            }
            if self.file.token(at).word == Word::Await {
                if awaited {
                    return false;
                }
                awaited = true;
            }
        }
        false
    }
}

/// Whether what is printed counts rows: `rows.len()`, `done.rows_affected()`, a local that holds it.
fn prints_rows(file: &File, event: &Event, said: &Said, body: &Tokens) -> bool {
    let counts =
        |at: u32| matches!(file.word(at), "len" | "rows_affected") && file.is(at + 1, b'(');
    let is_count = |name: &str| {
        matches!(
            name,
            "count" | "rows" | "n" | "affected" | "rows_affected" | "total"
        ) || said::bound_to(file, name, event.name, body)
            .is_some_and(|value| value.clone().take(64).any(counts))
    };
    said.captures.iter().any(|name| is_count(name))
        || event.arguments.iter().any(|argument| match argument {
            Argument::Field { value, .. } | Argument::Value { value, .. } => {
                value.clone().any(counts) || value.len() == 1 && is_count(file.word(value.start))
            }
            _ => false,
        })
}
