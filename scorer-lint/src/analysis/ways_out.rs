//! What a program shows beside its events: what it prints, what it says when it panics, what it writes to its standard streams.

use crate::analysis::code::Code;
use crate::analysis::flow::{Flow, Origin};
use crate::analysis::printed;
use crate::analysis::spans::single_name;
use crate::source::{Call, CallKind, File, TokenKind, Tokens};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[PRINTS, PANICS, ASSERTIONS, WRITES, METHODS, STREAMS];

/// What prints, by whether it speaks to whoever called a command.
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
/// What ends the thread with a text.
const PANICS: &[&str] = &["panic", "unreachable", "todo", "unimplemented"];
/// The same where a condition fails.
const ASSERTIONS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
];
const WRITES: &[&str] = &["write", "writeln"];
const METHODS: &[&str] = &[
    "expect",
    "expect_err",
    "write_all",
    "write_fmt",
    "write_str",
];
const STREAMS: &[&str] = &["stdout", "stderr"];

/// One text that leaves the program.
pub(crate) struct WayOut {
    /// The name of the macro or the method.
    pub(crate) name: u32,
    pub(crate) shown: Shown,
}

/// What is shown.
pub(crate) enum Shown {
    /// A format string with its arguments.
    Format(Tokens),
    /// A value by itself, by `Debug` or as it is.
    Value(Tokens, bool),
    /// One of two that are compared, which are printed where they differ.
    Compared(Tokens),
}

/// Those of a file, test code aside.
pub(crate) fn read(code: &Code<'_>) -> Vec<WayOut> {
    let file = code.file;
    let mut found = Vec::new();
    // What a build script prints, or panics with, whoever builds the program reads.
    if file.path.ends_with("build.rs") {
        return found;
    }
    let calls = |words: &'static [&'static str]| {
        let hits = file.hits_of(words).into_iter();
        hits.filter(|name| !code.is_test(*name))
            .filter_map(|name| Call::at(file, name))
    };
    let is_macro = |call: &Call| call.kind == CallKind::Macro;
    let mut of_command = None;
    for call in calls(PRINTS).filter(is_macro) {
        let is_answer = matches!(file.word(call.name), "print" | "println");
        let mut of_command = || *of_command.get_or_insert_with(|| speaks_to_caller(code));
        match file.word(call.name) {
            // Whoever called a command asked for what it answers.
            _ if is_answer && of_command() => {}
            "dbg" => found.extend(values(file, &call, 0, usize::MAX)),
            _ => found.extend(format(file, &call, 0)),
        }
    }
    for call in calls(PANICS).filter(is_macro) {
        found.extend(format(file, &call, 0));
    }
    for call in calls(ASSERTIONS).filter(is_macro) {
        let compares = !file.word(call.name).ends_with("assert");
        if compares {
            let both = values(file, &call, 0, 2).into_iter();
            found.extend(both.map(|way| WayOut {
                shown: match way.shown {
                    Shown::Value(value, _) => Shown::Compared(value),
                    other => other,
                },
                ..way
            }));
        }
        found.extend(format(file, &call, if compares { 2 } else { 1 }));
    }
    for call in calls(&METHODS[..2]).filter(|call| call.kind == CallKind::Method) {
        found.extend(values(file, &call, 0, 1));
    }
    if file.hits_of(STREAMS).is_empty() {
        return found;
    }
    let of_command = *of_command.get_or_insert_with(|| speaks_to_caller(code));
    for call in calls(WRITES).filter(is_macro) {
        let target = call.each(file).into_iter().next();
        let stream = target.and_then(|target| stream(code, &target));
        if stream.is_some_and(|stream| !(of_command && stream == Stream::Out)) {
            found.extend(format(file, &call, 1));
        }
    }
    for call in calls(&METHODS[2..]).chain(calls(&WRITES[..1])) {
        let is_method = call.kind == CallKind::Method;
        let stream = is_method.then(|| stream(code, &call.before)).flatten();
        if stream.is_some_and(|stream| !(of_command && stream == Stream::Out)) {
            found.extend(values(file, &call, 0, 1));
        }
    }
    found
}

/// Whether what a file prints answers whoever called a command; one that reads a command line may serve in another arm of it.
fn speaks_to_caller(code: &Code<'_>) -> bool {
    let reads_command_line = printed::COMMANDS
        .iter()
        .any(|word| code.file.hits(word).next().is_some());
    reads_command_line || printed::is_for_commands(code)
}

/// The format string that is an argument at this place, with what it prints.
fn format(file: &File, call: &Call, index: usize) -> Option<WayOut> {
    let first = call.each(file).into_iter().nth(index)?;
    let is_literal = first.len() == 1 && file.token(first.start).kind == TokenKind::Str;
    let shown = if is_literal {
        Shown::Format(first.start..call.arguments.end)
    } else {
        // `panic!(text)`, `println!(concat!(..), ..)`
        Shown::Value(first, false)
    };
    let name = call.name;
    Some(WayOut { name, shown })
}

/// The arguments from one place to another, each by itself.
fn values(file: &File, call: &Call, from: usize, to: usize) -> Vec<WayOut> {
    let debug = call.kind == CallKind::Macro;
    let name = call.name;
    call.each(file)
        .into_iter()
        .take(to)
        .skip(from)
        .filter(|value| value.len() > 1 || file.token(value.start).kind != TokenKind::Str)
        .map(|value| WayOut {
            name,
            shown: Shown::Value(value, debug),
        })
        .collect()
}

/// One of the standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Out,
    Error,
}

/// How many bindings are followed to a stream.
const MOST: usize = 4;

/// The stream that an expression is: `io::stdout()`, its lock, a buffer around it, a local that is one of these.
fn stream(code: &Code<'_>, target: &Tokens) -> Option<Stream> {
    let file = code.file;
    let flow = code.flow_at(target.start);
    let mut target = target.clone();
    for _ in 0..MOST {
        let named = target.clone().find_map(|at| match file.word(at) {
            "stdout" if file.is(at + 1, b'(') => Some(Stream::Out),
            "stderr" if file.is(at + 1, b'(') => Some(Stream::Error),
            _ => None,
        });
        if named.is_some() {
            return named;
        }
        target = bound(file, &flow, &target)?;
    }
    None
}

/// What the name at the head of an expression was bound to: that of `handle` in `&mut handle`, of `out` in `out.lock()`.
fn bound(file: &File, flow: &Flow<'_>, target: &Tokens) -> Option<Tokens> {
    let mut head = target.clone();
    while file.is(head.start, b'&') || file.is_word(head.start, "mut") {
        head.start += 1;
    }
    let name = single_name(file, &head).or_else(|| {
        let is_head =
            file.token(head.start).kind == TokenKind::Ident && file.is(head.start + 1, b'.');
        is_head.then_some(head.start)
    })?;
    match &flow.binding(file.word(name), name)?.origin {
        Origin::Value(value) => Some(value.clone()),
        _ => None,
    }
}
