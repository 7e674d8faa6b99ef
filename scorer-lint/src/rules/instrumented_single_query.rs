//! A span around a single SQL statement, whose own span says the same.

use crate::analysis::spans::is_handler;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;
use crate::source::{Call, CallKind, File, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "instrumented-single-query",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    // Whether a query is alone in a function is a matter of taste, too.
    standing: Standing::of(Precision::Medium),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/instrumented-single-query.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    let team = &cx.policy.team;
    for instrumented in instrument::instrumented(file) {
        let Instrumented {
            function,
            attribute,
            guarded,
            ..
        } = instrumented;
        let name = file.word(function.name);
        let is = |listed: &String| listed == name;
        if team.must_instrument.iter().any(is) {
            continue;
        }
        // The compiler refuses `#[scorer_span]` on these.
        let listed = !guarded && team.never_instrument.iter().any(is);
        let single = !is_handler(file, function)
            && function
                .body
                .as_ref()
                .is_some_and(|body| is_single_query(file, body));
        if !listed && !single {
            continue;
        }
        let message = if single {
            format!("`{name}` is one SQL statement, whose own span says what this one says")
        } else {
            format!("`{name}` stands in the team's `never-instrument`")
        };
        cx.report(
            cx.at(&RULE, &attribute.path, message)
                .help("remove the attribute")
                .fix(lines_of(file, &attribute.all), "", false),
        );
    }
}

/// An attribute's bytes, and the white space up to what follows.
fn lines_of(file: &File, tokens: &Tokens) -> std::ops::Range<usize> {
    file.bytes_of(tokens).start..file.token(tokens.end).start as usize
}

/// Functions and macros that begin a statement.
const STATEMENTS: &[&str] = &[
    "query",
    "query_as",
    "query_scalar",
    "query_with",
    "query_as_with",
    "query_scalar_with",
    "query_file",
    "query_file_as",
    "query_file_scalar",
    "query_unchecked",
    "query_as_unchecked",
    "query_scalar_unchecked",
    "query_file_unchecked",
    "query_file_as_unchecked",
    "raw_sql",
];

/// Methods that run it.
const RUNS: &[&str] = &[
    "fetch_one",
    "fetch_all",
    "fetch_optional",
    "fetch",
    "fetch_many",
    "execute",
    "execute_many",
];

/// Macros beside it that do no work of their own.
const SMALL_MACROS: &[&str] = &[
    "format",
    "vec",
    "json",
    "matches",
    "concat",
    "include_str",
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "bail",
    "ensure",
    "anyhow",
    "eyre",
    "assert",
    "debug_assert",
    "assert_eq",
];

/// Methods that make more of the rows than they are, or of the span.
const COMPUTES: &[&str] = &[
    "record",
    "sum",
    "product",
    "fold",
    "try_fold",
    "reduce",
    "filter",
    "filter_map",
    "retain",
    "dedup",
    "dedup_by_key",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by_key",
    "max_by_key",
    "min_by_key",
    "partition",
    "group_by",
    "chunk_by",
    "entry",
];

/// How many tokens may stand beside the statement: what makes a value of its rows.
const BESIDE: usize = 120;

/// Whether a body is one statement, and beside it only what makes a value of its rows.
fn is_single_query(file: &File, body: &Tokens) -> bool {
    let Some(statement) = statement(file, body) else {
        return false;
    };
    let beside = (body.start..statement.start).len() + (statement.end..body.end).len();
    if beside > BESIDE {
        return false;
    }
    let mut branches = 0;
    for at in (body.start..statement.start).chain(statement.end..body.end) {
        if file.token(at).kind != TokenKind::Ident {
            continue;
        }
        match file.word(at) {
            "for" | "while" | "loop" | "await" | "async" => return false,
            "if" | "match" => branches += 1,
            // `let (a, b) = ..` is no call.
            "let" | "mut" | "in" | "return" | "else" | "as" | "ref" | "move" => {}
            _ if is_work(file, at) => return false,
            _ => {}
        }
    }
    branches <= 1
}

/// The body's statement from its first token to `.await`, if there is one and no second.
fn statement(file: &File, body: &Tokens) -> Option<Tokens> {
    let mut found: Option<Tokens> = None;
    let mut at = body.start;
    while at < body.end {
        let call = starts_statement(file, at);
        at += 1;
        let Some(call) = call else { continue };
        // It ends where its chain of methods does, or that of the local that it is bound to.
        let (mut end, mut ran) = chain(file, call.whole.end, body.end);
        let mut later = end;
        while !ran && later < body.end {
            if file.is(later, b'.') && RUNS.contains(&file.word(later + 1)) {
                (end, ran) = chain(file, later, body.end);
            }
            later = later.max(end) + 1;
        }
        if found.is_some() || !ran {
            return None;
        }
        found = Some(call.whole.start..end.min(body.end));
        at = end;
    }
    found
}

/// Where a chain of methods ends whose first dot stands here, and whether it runs a statement and waits for it.
fn chain(file: &File, mut end: u32, limit: u32) -> (u32, bool) {
    let (mut runs, mut waits) = (false, false);
    while end < limit && matches!(file.token(end).byte, b'.' | b'?') {
        if file.is(end, b'?') {
            end += 1;
            continue;
        }
        let name = end + 1;
        runs |= RUNS.contains(&file.word(name));
        waits |= file.word(name) == "await";
        end = match Call::at(file, name) {
            Some(call) => call.whole.end,
            None => name + 1,
        };
    }
    (end, runs && waits)
}

/// The call that begins a statement here.
fn starts_statement(file: &File, at: u32) -> Option<Call> {
    if file.token(at).kind != TokenKind::Ident || !STATEMENTS.contains(&file.word(at)) {
        return None;
    }
    let call = Call::at(file, at).filter(|call| call.kind != CallKind::Method)?;
    let path = call.resolved(file);
    let of_sqlx = path.starts_with("sqlx::")
        || (!path.contains("::")
            && file
                .uses()
                .iter()
                .any(|import| import.glob && import.path.starts_with("sqlx")));
    of_sqlx.then_some(call)
}

/// Whether something is called here that does more than to make a value.
fn is_work(file: &File, at: u32) -> bool {
    let Some(call) = Call::at(file, at) else {
        return false;
    };
    let name = file.word(at);
    match call.kind {
        CallKind::Macro => !SMALL_MACROS.contains(&name),
        CallKind::Function => {
            let path = call.path(file);
            // `Ok(..)`, `Stamp::from(..)`, `Utc::now()` against `verify(..)`, `hash::of(..)`.
            let makes = path
                .rsplit("::")
                .take(2)
                .any(|segment| segment.starts_with(|first: char| first.is_uppercase()));
            !makes && !matches!(name, "from_str" | "from_value" | "drop" | "default")
        }
        CallKind::Method => {
            COMPUTES.contains(&name)
                || (file.is_word(call.before.start, "self") && call.before.len() > 1)
        }
    }
}
