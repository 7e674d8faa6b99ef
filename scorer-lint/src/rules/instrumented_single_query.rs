//! A span around a single SQL statement, whose own span says the same.

use std::collections::HashSet;
use std::ops::Range;

use crate::analysis::beside;
use crate::analysis::spans::is_handler;
use crate::analysis::wording::parts;
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::{Elsewhere, Finding};
use crate::package::manifest::Manifest;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;
use crate::source::path::path_end;
use crate::source::{Attribute, Call, CallKind, File, TokenKind, Tokens, chain_start};

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
    words: STATEMENTS,
    helpers: &[],
    checks: &[Check::File(check), Check::Unit(decide)],
};

/// What the files of a package tell each other: which functions are one statement, and which do nothing but call another.
#[derive(Default)]
struct Singles {
    /// The names of functions that are one statement.
    single: HashSet<String>,
    /// The names of other functions: a name that both have tells nothing.
    others: HashSet<String>,
    /// Functions with a span that do nothing but call one.
    calls: Vec<HandsOn>,
}

/// A function with a span that does nothing but call another one.
struct HandsOn {
    name: String,
    callee: String,
    site: Site,
    /// The attribute's bytes, and those that go with it.
    attribute: Range<usize>,
    removal: Option<Range<usize>>,
    guarded: bool,
}

impl Fact for Singles {
    fn merge(&mut self, other: Self) {
        self.single.extend(other.single);
        self.others.extend(other.others);
        self.calls.extend(other.calls);
    }
}

fn decide(cx: &UnitCx<'_>) {
    let Some(told) = cx.facts::<Singles>() else {
        return;
    };
    for one in &told.calls {
        if !told.single.contains(&one.callee) || told.others.contains(&one.callee) {
            continue;
        }
        let has_spans = one.guarded || makes_sql_spans(cx.manifest);
        cx.report_at(&RULE, &one.site, |mut finding| {
            finding.message = said(&one.name, Some(&one.callee), has_spans).into();
            mended(
                finding.elsewhere(Elsewhere::Word(one.callee.clone())),
                one.attribute.clone(),
                one.removal.clone(),
                has_spans,
            )
        });
    }
}

/// Whether each of `SQLx`'s statements has a span here: the runtime of this project makes them.
fn makes_sql_spans(manifest: Option<&Manifest>) -> bool {
    manifest.is_some_and(|manifest| {
        manifest.depends_on("scorer-instrument") || manifest.depends_on("scorer-telemetry")
    })
}

fn said(name: &str, through: Option<&str>, has_spans: bool) -> String {
    let is = match through {
        Some(callee) => format!("`{name}` only calls `{callee}`, which is one SQL statement"),
        None => format!("`{name}` is one SQL statement"),
    };
    if has_spans {
        format!("{is}, whose own span says the same as this one")
    } else {
        format!("{is}: once SQLx's statements have spans of their own, this one says nothing more")
    }
}

fn mended(
    finding: Finding,
    attribute: Range<usize>,
    removal: Option<Range<usize>>,
    has_spans: bool,
) -> Finding {
    if has_spans {
        let finding = finding.help("remove the attribute");
        match removal {
            Some(removal) => finding.asks(attribute, [Ask::Remove(removal)]),
            None => finding,
        }
    } else {
        finding
            .at_most(Level::Note)
            .help("keep it until something creates those spans; `telemetry!` does")
    }
}

fn check(cx: &Cx<'_>) {
    tell(cx);
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
        let removal = lines_of(file, attribute);
        let bytes = file.bytes_of(&attribute.all);
        if !single {
            let message = format!("`{name}` is listed in the team's `never-instrument`");
            cx.report(mended(
                cx.at(&RULE, &attribute.path, message),
                bytes,
                removal,
                true,
            ));
            continue;
        }
        let has_spans = guarded || makes_sql_spans(cx.code.manifest);
        let message = said(name, None, has_spans);
        let finding = cx.at(&RULE, &attribute.path, message);
        cx.report(mended(finding, bytes, removal, has_spans));
    }
}

/// Tells the package which functions are one statement, and which with a span only call another function.
fn tell(cx: &Cx<'_>) {
    let file = cx.file;
    let instrumented = instrument::instrumented(file);
    let mut told = Singles::default();
    if !file.hits_of(STATEMENTS).is_empty() {
        for function in file.functions() {
            let Some(body) = &function.body else { continue };
            let name = file.word(function.name).to_owned();
            if is_single_query(file, body) {
                told.single.insert(name);
            }
        }
    }
    if !instrumented.is_empty() || !told.single.is_empty() {
        for function in file.functions() {
            let name = file.word(function.name);
            if function.body.is_some() && !told.single.contains(name) {
                told.others.insert(name.to_owned());
            }
        }
    }
    for one in instrumented {
        let Some(body) = &one.function.body else {
            continue;
        };
        if is_handler(file, one.function) || cx.is_test(one.function.keyword) {
            continue;
        }
        if let Some(callee) = only_call(file, body) {
            told.calls.push(HandsOn {
                name: file.word(one.function.name).to_owned(),
                callee,
                site: cx.site(&one.attribute.path),
                attribute: file.bytes_of(&one.attribute.all),
                removal: lines_of(file, one.attribute),
                guarded: one.guarded,
            });
        }
    }
    cx.facts::<Singles>().merge(told);
}

/// The one function that a body calls and waits for, where it does nothing else of note.
fn only_call(file: &File, body: &Tokens) -> Option<String> {
    let mut waits = body.clone().filter(|at| file.is_word(*at, "await"));
    let wait = waits.next()?;
    if waits.next().is_some() || body.len() > BESIDE {
        return None;
    }
    let start = chain_start(file, wait.checked_sub(1)?);
    let name = (start..wait).find(|at| file.is(*at + 1, b'('))?;
    let call = Call::at(file, name).filter(|call| call.kind == CallKind::Function)?;
    let rest = (body.start..start).chain(call.whole.end..body.end);
    is_quiet(file, rest.filter(|at| *at != wait)).then(|| file.word(name).to_owned())
}

/// An attribute's bytes, and the white space up to what follows; none of one that holds under a condition, with others beside
/// it.
fn lines_of(file: &File, attribute: &Attribute) -> Option<Range<usize>> {
    let tokens = &attribute.all;
    let bytes = file.bytes_of(tokens).start..file.token(tokens.end).start as usize;
    (!attribute.conditional).then_some(bytes)
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
    "QueryBuilder",
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
    // What only gets the connection is no work of its own.
    let acquired: Vec<Tokens> = beside::statements(file, body)
        .into_iter()
        .filter(|tokens| tokens.end <= statement.start && acquires(file, tokens))
        .collect();
    let rest = (body.start..statement.start).chain(statement.end..body.end);
    is_quiet(
        file,
        rest.filter(|at| !acquired.iter().any(|tokens| tokens.contains(at))),
    )
}

/// `let mut conn = self.acquire().await?;`
fn acquires(file: &File, tokens: &Tokens) -> bool {
    let mut calls = tokens.clone().filter(|at| file.is(*at + 1, b'('));
    let is_let = file.is_word(tokens.start, "let");
    is_let
        && calls.clone().any(|at| {
            matches!(
                file.word(at),
                "acquire" | "get" | "conn" | "connection" | "get_conn"
            )
        })
        && calls.all(|at| {
            file.token(at).kind != TokenKind::Ident
                || matches!(
                    file.word(at),
                    "acquire"
                        | "get"
                        | "conn"
                        | "connection"
                        | "get_conn"
                        | "map_err"
                        | "context"
                        | "from"
                        | "pool"
                        | "as_ref"
                        | "clone"
                )
                || file.word(at).starts_with(char::is_uppercase)
        })
}

/// Whether tokens beside a statement only make values of what it brought.
fn is_quiet(file: &File, beside: impl Iterator<Item = u32>) -> bool {
    let mut branches = 0;
    for at in beside {
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
    let name = if file.is_word(at, "QueryBuilder") {
        path_end(file, at)
    } else {
        at
    };
    let call = Call::at(file, name).filter(|call| call.kind != CallKind::Method)?;
    let path = call.resolved(file);
    let of_sqlx = path.starts_with("sqlx::")
        || (!path.contains("::")
            && file
                .uses()
                .iter()
                .any(|import| import.glob && import.path.starts_with("sqlx")));
    of_sqlx.then_some(call)
}

/// Whether a helper is named for making one thing of another: `row_to_stamp`, `to_community`, `stamp_from_row`.
fn converts(name: &str) -> bool {
    let parts = parts(name);
    parts.iter().any(|part| {
        matches!(
            part.as_str(),
            "to" | "into" | "from" | "row" | "rows" | "convert" | "map" | "decode"
        )
    })
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
            !makes
                && !matches!(
                    name,
                    "from_str" | "from_value" | "drop" | "default" | "display" | "debug"
                )
                && !converts(name)
        }
        CallKind::Method => {
            COMPUTES.contains(&name)
                || (file.is_word(call.before.start, "self") && call.before.len() > 1)
        }
    }
}
