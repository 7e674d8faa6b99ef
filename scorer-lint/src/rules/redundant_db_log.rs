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
const STORES: &[&str] = &[
    "database",
    "db",
    "postgres",
    "postgresql",
    "sqlite",
    "mysql",
];
const QUERIES: &[&str] = &["query", "queries", "sql", "statement", "statements"];
const ROWS: &[&str] = &["row", "rows", "row(s)", "record", "records", "record(s)"];
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
    "cache",
    "redis",
    "file",
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
    let words = said.words();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let speaks = has(RUNNING)
        || has(RAN)
        || has(QUERIES)
        || has(ROWS)
        || has(STORES)
        || has(TRANSACTIONS)
        || is_sql(file, event, &said);
    if !speaks || has(BUSINESS) {
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
    let near = Near { file, body, event };
    if words.windows(2).any(|pair| pair == ["connection", "from"])
        && has(&["acquired", "got", "checked"])
        || has(&["acquiring"]) && has(&["connection"])
    {
        return true;
    }
    if has(OTHER) {
        return false;
    }
    let verb = has(RUNNING) || has(RAN);
    let strong = is_sql(file, event, &said)
        || has(QUERIES)
            && (verb
                || has(&[
                    "took",
                    "completed",
                    "complete",
                    "finished",
                    "done",
                    "result",
                    "results",
                    "succeeded",
                    "successful",
                    "successfully",
                    "execution",
                ])
                || has(ROWS))
        || has(ROWS) && (verb || has(&["in", "into", "from"]))
        || has(STORES) && verb
        || has(TRANSACTIONS)
            && (verb || has(&["begin", "began", "commit", "started", "start", "opened"]))
        || has(&["executing", "executed"]) && has(KEYWORDS);
    if strong {
        return true;
    }
    // "fetching user" right before the statement, "loaded {} weights" right behind it with the count of its rows.
    let first = words.first().copied().unwrap_or_default();
    if STATEMENT.contains(&first)
        || matches!(
            first,
            "inserted" | "updated" | "deleted" | "upserted" | "got" | "found" | "read"
        )
    {
        let is_running = first.ends_with("ing");
        if is_running {
            return STATEMENT.contains(&first) && near.is_before_statement();
        }
        return near.is_behind_statement()
            && prints_rows(file, event, &said, body)
            && !matches!(first, "found" | "updated" | "deleted" | "read");
    }
    false
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
    upper
        && (rest.iter().any(|part| text.contains(part))
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
