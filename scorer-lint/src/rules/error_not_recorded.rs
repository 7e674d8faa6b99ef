//! An instrumented function whose span does not record its errors.

use std::ops::Range;

use crate::analysis::error_type::ErrorType;
use crate::analysis::spans::{is_handler, last_segment};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::message::Message;
use crate::rewrite::attribute::errors::{Errors, Recorded};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;
use crate::source::{File, Function, TokenKind, Tokens, path_text, resolved, split, top_level};

/// The rule.
pub static RULE: Rule = Rule {
    name: "error-not-recorded",
    group: Group::Spans,
    level: Level::Note,
    in_tests: false,
    standing: Standing::of(Precision::Medium),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/error-not-recorded.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check), Check::Unit(decide)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    Errors::tell(cx);
    for instrumented in instrument::instrumented(file) {
        let Instrumented {
            function,
            attribute,
            ..
        } = instrumented;
        let says_err = top_level(file, &attribute.arguments)
            .any(|at| file.is_word(at, "err") && is_head(file, attribute.arguments.start, at));
        if says_err || is_unbound(file, function) {
            continue;
        }
        let name = file.word(function.name);
        let (message, alias) = if returns_result(file, function) {
            let message =
                format!("`{name}` returns a `Result`, and its span doesn't say that it failed");
            (message, None)
        } else {
            let Some(alias) = alias(file, function) else {
                continue;
            };
            let message = format!(
                "`{name}` returns `{alias}`, which is a `Result`, and its span doesn't say that it failed"
            );
            (message, Some(alias))
        };
        let silent = Silent {
            site: cx.site(&attribute.path),
            message: message.into(),
            alias,
            attribute: file.bytes_of(&attribute.all),
            err: proposal(file, function),
            error: ErrorType::of(file, &function.output),
        };
        cx.facts::<SilentSpans>().0.push(silent);
    }
}

/// A package's instrumented functions whose errors no span tells.
#[derive(Default)]
struct SilentSpans(Vec<Silent>);

impl Fact for SilentSpans {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// A function whose span does not tell its error.
struct Silent {
    site: Site,
    message: Message,
    /// The returned type, where only its definition tells whether it is a `Result`.
    alias: Option<String>,
    attribute: Range<usize>,
    /// The argument to write.
    err: String,
    error: ErrorType,
}

/// Reports them when the package's types are known: `err` needs a type that is an error.
fn decide(cx: &UnitCx<'_>) {
    let (Some(SilentSpans(silent)), Some(errors)) = (cx.facts(), cx.facts::<Errors>()) else {
        return;
    };
    let is_result = |one: &&Silent| {
        let alias = one.alias.as_deref();
        alias.is_none_or(|alias| cx.index().is_result_alias(alias))
    };
    for one in silent.iter().filter(is_result) {
        cx.report_at(&RULE, &one.site, |mut finding| {
            finding.message.clone_from(&one.message);
            // A log line more is nothing that nobody asks for: it is not safe.
            let ask = Ask::Err {
                text: one.err.clone(),
                compiles: errors.records(&one.error) == Recorded::Yes,
            };
            finding.asks(one.attribute.clone(), [ask])
        });
    }
}

/// Whether a word begins an argument of the attribute.
fn is_head(file: &File, start: u32, at: u32) -> bool {
    at == start || file.is(at - 1, b',')
}

/// Whether the error is a type parameter of the function that no bound makes an error: `err` does not compile there.
fn is_unbound(file: &File, function: &Function) -> bool {
    let Some(error) = error(file, &function.output).filter(|error| error.len() == 1) else {
        return false;
    };
    let name = file.word(error.start);
    let first = function.name + 2;
    let parameters = first..function.open.saturating_sub(1).max(first);
    let head_end = function
        .body
        .as_ref()
        .map_or(function.output.end, |body| body.start);
    let conditions = function.output.end..head_end;
    let is_parameter = parameters
        .clone()
        .any(|at| file.is_word(at, name) && (file.is(at - 1, b'<') || file.is(at - 1, b',')));
    let bounds = [parameters, conditions]
        .into_iter()
        .flat_map(|part| split(file, part, b','));
    let is_bound = |bound: &Tokens| {
        let mut words = bound.clone();
        words.any(|at| file.is_word(at, name) && file.is(at + 1, b':'))
            && words.any(|at| file.is_word(at, "Error"))
    };
    is_parameter && !bounds.into_iter().any(|bound| is_bound(&bound))
}

/// The error of a `Result` that names it.
fn error(file: &File, output: &Tokens) -> Option<Tokens> {
    generics(file, output)
        .map(|inside| split(file, inside, b','))
        .filter(|parts| parts.len() == 2)
        .and_then(|parts| parts.into_iter().next_back())
}

/// `err`, milder where whoever calls is to blame.
fn proposal(file: &File, function: &Function) -> String {
    let error = error(file, &function.output);
    // A tuple has no `Display`.
    let is_tuple = error
        .as_ref()
        .is_some_and(|error| file.is(error.start, b'('));
    let blames_caller = error.is_some_and(|error| {
        error.clone().any(|at| {
            let word = file.word(at);
            [
                "StatusCode",
                "Validation",
                "Client",
                "BadRequest",
                "Rejection",
                "Parse",
            ]
            .iter()
            .any(|part| word.contains(part))
        })
    });
    let judges = file.word(function.name).split('_').any(|part| {
        matches!(
            part,
            "validate" | "verify" | "parse" | "check" | "authenticate" | "authorize" | "authorise"
        )
    });
    let mild = blames_caller || judges || is_handler(file, function);
    match (is_tuple, mild) {
        (false, false) => "err",
        (false, true) => "err(level = \"warn\")",
        (true, false) => "err(Debug)",
        (true, true) => "err(Debug, level = \"warn\")",
    }
    .to_owned()
}

/// The inside of the returned type's angle brackets.
fn generics(file: &File, output: &Tokens) -> Option<Tokens> {
    let open = output.clone().find(|at| file.is(*at, b'<'))?;
    let close = output.end.checked_sub(1)?;
    (file.is(close, b'>') && close > open).then_some(open + 1..close)
}

/// The last segment of a returned type that may be an alias, imports followed: `Loaded` of `-> cache::Loaded<Object>`.
fn alias(file: &File, function: &Function) -> Option<String> {
    let output = &function.output;
    let end = output.clone().find(|at| file.is(*at, b'<'));
    let path = output.start..end.unwrap_or(output.end);
    let is_path = !path.is_empty()
        && path.clone().all(|at| {
            file.token(at).kind == TokenKind::Ident && !file.is_word(at, "Self")
                || file.is(at, b':')
        });
    let path = is_path.then(|| resolved(file, &path_text(file, &path)))?;
    let name = last_segment(&path);
    name.starts_with(char::is_uppercase)
        .then(|| name.to_owned())
}

/// Types that are called so and are no `Result`.
const NO_RESULTS: &[&str] = &[
    "PgQueryResult",
    "MySqlQueryResult",
    "SqliteQueryResult",
    "AnyQueryResult",
    "ExecResult",
    "LambdaResult",
];

/// Whether a function returns a `Result`: itself, or a type whose name ends so and which the body treats as one.
fn returns_result(file: &File, function: &Function) -> bool {
    let output = &function.output;
    if file.token(output.start).kind != TokenKind::Ident && !file.is_path_separator(output.start) {
        return false;
    }
    let end = output
        .clone()
        .find(|at| file.is(*at, b'<'))
        .unwrap_or(output.end);
    let path = path_text(file, &(output.start..end));
    let path = resolved(file, &path);
    let name = last_segment(&path);
    let written = file.word(end.saturating_sub(1));
    if name == "Result" || written == "Result" {
        return true;
    }
    if written == "Option" || NO_RESULTS.contains(&name) {
        return false;
    }
    // Only a `Result` ends in `Ok(..)`, whatever its alias is called.
    let body = function.body.clone();
    if body
        .as_ref()
        .is_some_and(|body| ends_in_outcome(file, body))
    {
        return true;
    }
    let is_own = || {
        let mut types = file.types().iter();
        types.any(|item| file.is_word(item.name, written))
    };
    if !written.ends_with("Result") || is_own() {
        return false;
    }
    let Some(body) = body else {
        return end < output.end;
    };
    let is_built = body
        .clone()
        .any(|at| file.is_word(at, written) && file.is(at + 1, b'{'));
    !is_built && (end < output.end || body.clone().any(|at| is_outcome(file, at)))
}

/// Whether a body ends in `Ok(..)` or `Err(..)`.
fn ends_in_outcome(file: &File, body: &Tokens) -> bool {
    let last = body.end.saturating_sub(1);
    if body.is_empty() || !file.is(last, b')') {
        return false;
    }
    let open = file.mate(last);
    open > body.start
        && matches!(file.word(open - 1), "Ok" | "Err")
        && (open - 1 == body.start || matches!(file.token(open - 2).byte, b';' | b'}'))
}

/// `?`, or `Ok(..)` and `Err(..)` that are no patterns.
fn is_outcome(file: &File, at: u32) -> bool {
    if file.is(at, b'?') {
        return true;
    }
    if !matches!(file.word(at), "Ok" | "Err") || !file.is(at + 1, b'(') {
        return false;
    }
    let behind = file.mate(at + 1) + 1;
    !matches!(file.token(behind).byte, b'=' | b'|') && !file.is_word(behind, "if")
}
