//! Where a function runs statements, and how near to an event.

use crate::analysis::locals::bound_to;
use crate::analysis::message::Said;
use crate::source::{Argument, Event, File, Function, TokenKind, Tokens};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[CALLS];

/// What makes or runs a statement.
const CALLS: &[&str] = &[
    "sqlx",
    "query",
    "query_as",
    "query_scalar",
    "query_with",
    "query_file",
    "query_file_as",
    "QueryBuilder",
    "fetch_one",
    "fetch_all",
    "fetch_optional",
    "execute",
    "commit",
];

/// What runs one.
const FETCHES: &[&str] = &["fetch_one", "fetch_all", "fetch_optional", "execute"];

/// Where a file runs statements.
pub(crate) struct Statements(Vec<u32>);

impl Statements {
    pub(crate) fn read(file: &File) -> Self {
        Self(file.hits_of(CALLS))
    }

    /// Whether one of them stands between two tokens.
    fn any(&self, from: u32, until: u32) -> bool {
        let first = self.0.partition_point(|at| *at < from);
        self.0.get(first).is_some_and(|at| *at < until)
    }
}

/// Whether a function runs a statement, or hands a pool or a transaction to something that does.
pub(crate) fn reaches_database(
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
        file.token(at).kind == TokenKind::Ident
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
pub(crate) struct Near<'a> {
    pub(crate) file: &'a File,
    pub(crate) body: &'a Tokens,
    pub(crate) event: &'a Event,
}

/// How many tokens a statement with its binds may take up.
const STATEMENT_LENGTH: u32 = 160;

impl Near<'_> {
    /// Whether the next thing that is awaited is a statement.
    pub(crate) fn is_before_statement(&self) -> bool {
        let from = self.event.whole.end;
        let end = self.body.end.min(from.saturating_add(STATEMENT_LENGTH));
        for at in from..end {
            if FETCHES.contains(&self.file.word(at)) {
                return true;
            }
            if self.file.word(at) == "await" {
                return false;
            }
        }
        false
    }

    /// Whether the last thing that was awaited is a statement.
    pub(crate) fn is_behind_statement(&self) -> bool {
        let end = self.event.whole.start;
        let start = self.body.start.max(end.saturating_sub(STATEMENT_LENGTH));
        let mut awaited = false;
        for at in (start..end).rev() {
            if FETCHES.contains(&self.file.word(at)) {
                return true;
            }
            if self.file.word(at) == "await" {
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
pub(crate) fn prints_rows(file: &File, event: &Event, said: &Said, body: &Tokens) -> bool {
    let counts =
        |at: u32| matches!(file.word(at), "len" | "rows_affected") && file.is(at + 1, b'(');
    let is_count = |name: &str| {
        matches!(
            name,
            "count" | "rows" | "n" | "affected" | "rows_affected" | "total"
        ) || bound_to(file, name, event.name, body)
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
