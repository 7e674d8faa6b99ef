//! A span around work that never ends.

use std::collections::HashSet;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument::{Instrumented, instrumented};
use crate::source::{Call, CallKind, File, Function, TokenKind, Tokens, next, top_level};

/// The rule.
pub static RULE: Rule = Rule {
    name: "endless-span",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Function,
    page: include_str!("../../docs/rules/endless-span.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for one in instrumented(cx.file) {
        let Some(endless) = one.function.body.as_ref().and_then(|body| {
            let declared = never_returns(cx.file, one.function).then_some(Endless::Call);
            in_block(cx.file, body, 0).or(declared)
        }) else {
            continue;
        };
        let name = cx.file.word(one.function.name);
        let message = match endless {
            Endless::Loop => format!(
                "`{name}` loops forever, so its span never ends and all iterations share one trace"
            ),
            Endless::Call => format!(
                "`{name}` never returns, so its span never ends and everything that it does shares one trace"
            ),
        };
        let finding = cx.at(&RULE, &one.attribute.path, message);
        cx.report(finding.help(help(cx.file, &one, endless)));
    }
}

/// How a function goes on forever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endless {
    /// In turns.
    Loop,
    /// In a call that does not return.
    Call,
}

/// How deep blocks are looked into.
const DEEPEST: usize = 8;

/// How a block goes on forever, whatever it meets on the way: conditions and what is called are not looked into.
fn in_block(file: &File, block: &Tokens, depth: usize) -> Option<Endless> {
    if depth > DEEPEST {
        return None;
    }
    let mut starts = true;
    for at in top_level(file, block) {
        let begins = std::mem::replace(&mut starts, matches!(file.token(at).byte, b';' | b'{'));
        if let Some(body) = endless_loop(file, at) {
            let in_closure = at > block.start && file.is(at - 1, b'|');
            if !in_closure && !has_way_out(file, at, &body) {
                return Some(Endless::Loop);
            }
        } else if begins && let Some(inner) = inner_block(file, at) {
            let found = in_block(file, &inner, depth + 1);
            if found.is_some() {
                return found;
            }
        } else if is_pending(file, at, block) {
            return Some(Endless::Call);
        }
        // A label belongs to the statement behind it.
        starts |= begins && (file.token(at).kind == TokenKind::Lifetime || file.is(at, b':'));
    }
    None
}

/// What stands in the braces of a loop that begins here and whose own condition never ends it: `loop`, `while true`,
/// `for n in 0..`.
fn endless_loop(file: &File, at: u32) -> Option<Tokens> {
    let open = match file.word(at) {
        "loop" => at + 1,
        "while" if file.is_word(at + 1, "true") => at + 2,
        "for" => {
            let open = opening(file, at)?;
            let counts_on = file.is(open - 1, b'.') && file.is(open - 2, b'.');
            counts_on.then_some(open)?
        }
        _ => return None,
    };
    file.is(open, b'{').then(|| file.inside(open))
}

/// How many tokens a loop's head, or a function's, may take up.
const LONGEST: u32 = 1000;

/// The brace that a loop's body begins with, from its keyword on.
fn opening(file: &File, keyword: u32) -> Option<u32> {
    let mut at = keyword + 1;
    let end = keyword.saturating_add(LONGEST).min(file.len());
    while at < end && !matches!(file.token(at).byte, b'{' | b';' | b'}') {
        at = next(file, at);
    }
    file.is(at, b'{').then_some(at)
}

/// What stands in the braces of a statement that is nothing but a block: `{ .. }`, `unsafe { .. }`, and `async move { .. }`
/// where it is awaited or what the function returns, in a `Box::pin(..)` too.
fn inner_block(file: &File, at: u32) -> Option<Tokens> {
    if file.is(at, b'{') {
        return Some(file.inside(at));
    }
    match file.word(at) {
        "unsafe" if file.is(at + 1, b'{') => Some(file.inside(at + 1)),
        "async" => {
            let open = at + 1 + u32::from(file.is_word(at + 1, "move"));
            let end = file.mate(open) + 1;
            let is_run = file.is(end, b'}') || file.is(end, b'.') && file.is_word(end + 1, "await");
            (file.is(open, b'{') && is_run).then(|| file.inside(open))
        }
        "Box" => {
            // Of its functions, one alone takes a future: the one that keeps it in its place.
            let call = Call::at(file, at + 3)?;
            let open = call.arguments.start + 1;
            let open = open + u32::from(file.is_word(open, "move"));
            let is_async = file.is_word(call.arguments.start, "async") && file.is(open, b'{');
            (is_async && file.is(call.whole.end, b'}')).then(|| file.inside(open))
        }
        _ => None,
    }
}

/// Macros that return from the function around them.
const RETURNS: &[&str] = &["bail", "ensure", "ready", "throw"];

/// Whether anything in a loop's body leaves the loop: `break`, `return`, `?`. What runs elsewhere (closures, `async` blocks,
/// functions) is not looked into.
fn has_way_out(file: &File, keyword: u32, body: &Tokens) -> bool {
    let label = label_of(file, keyword);
    let mut own_labels: HashSet<&str> = HashSet::new();
    // Up to here, `break` leaves a loop within.
    let mut inner_end = body.start;
    let mut at = body.start;
    while at < body.end {
        let token = file.token(at);
        if let Some(end) = runs_elsewhere(file, at, body) {
            at = end.max(at + 1);
            continue;
        }
        match token.kind {
            TokenKind::Lifetime if file.is(at + 1, b':') => {
                own_labels.insert(file.word(at));
            }
            TokenKind::Ident => match file.word(at) {
                "return" => return true,
                "break" if file.token(at + 1).kind == TokenKind::Lifetime => {
                    let named = file.word(at + 1);
                    if label == Some(named) || !own_labels.contains(named) {
                        return true;
                    }
                }
                "break" if at >= inner_end => return true,
                "loop" | "while" | "for" => {
                    if let Some(open) = opening(file, at).filter(|open| *open < body.end) {
                        inner_end = inner_end.max(file.mate(open));
                    }
                }
                word if file.is(at + 1, b'!') && RETURNS.contains(&word) => return true,
                _ => {}
            },
            _ if token.byte == b'?' && is_operator(file, at) => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// The label in front of a loop.
fn label_of(file: &File, keyword: u32) -> Option<&str> {
    let label = keyword.checked_sub(2)?;
    let has_label = file.is(label + 1, b':') && file.token(label).kind == TokenKind::Lifetime;
    has_label.then(|| file.word(label))
}

/// Whether `?` stands behind a value, as against `?value` in an event and `?Sized`.
fn is_operator(file: &File, at: u32) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| file.token(before)) else {
        return false;
    };
    match before.kind {
        TokenKind::Ident | TokenKind::Close | TokenKind::Str | TokenKind::Literal => true,
        _ => before.byte == b'?',
    }
}

/// Where code ends that begins here and that `break`, `return` and `?` do not leave the loop from.
fn runs_elsewhere(file: &File, at: u32, body: &Tokens) -> Option<u32> {
    if file.is_word(at, "async") {
        let open = at + 1 + u32::from(file.is_word(at + 1, "move"));
        if file.is(open, b'{') {
            return Some(file.mate(open));
        }
    }
    if file.is_word(at, "fn") {
        return Some(file.mate(opening(file, at)?));
    }
    let begins = at > body.start && file.is(at, b'|') && {
        let before = file.token(at - 1);
        before.kind == TokenKind::Open
            || matches!(before.byte, b',' | b'=' | b';')
            || file.is_word(at - 1, "move")
    };
    if !begins {
        return None;
    }
    let mut end = at + 1;
    while end < body.end && !file.is(end, b'|') {
        end = next(file, end);
    }
    end += 1;
    // A closure's body is a block, or ends with the argument or the statement that it is.
    if file.is(end, b'-') && file.is(end + 1, b'>') {
        end = opening(file, end)?;
    }
    if file.is(end, b'{') {
        return Some(file.mate(end));
    }
    while end < body.end
        && file.token(end).kind != TokenKind::Close
        && !matches!(file.token(end).byte, b',' | b';')
    {
        end = next(file, end);
    }
    Some(end)
}

/// `std::future::pending().await` as what a block ends with.
fn is_pending(file: &File, at: u32, block: &Tokens) -> bool {
    if !file.is_word(at, "pending") {
        return false;
    }
    let Some(call) = Call::at(file, at).filter(|call| call.kind == CallKind::Function) else {
        return false;
    };
    let end = call.whole.end + 2;
    call.resolved(file).ends_with("future::pending")
        && file.is(call.whole.end, b'.')
        && file.is_word(end - 1, "await")
        && (end >= block.end || end + 1 == block.end && file.is(end, b';'))
}

/// What ends a process or a thread, and its spans with it.
const ENDS: &[&str] = &[
    "exit",
    "abort",
    "panic",
    "unreachable",
    "todo",
    "unimplemented",
    "resume_unwind",
];

/// Whether a function says that it never returns, other than by ending the process or by a panic.
fn never_returns(file: &File, function: &Function) -> bool {
    let output = &function.output;
    let says_so = output.len() == 1 && file.is(output.start, b'!');
    says_so
        && function.body.as_ref().is_some_and(|body| {
            let mut names = body.clone();
            !names.any(|at| {
                let is_called = file.is(at + 1, b'(') || file.is(at + 1, b'!');
                is_called && ENDS.contains(&file.word(at))
            })
        })
}

/// The code to write: one turn as a function with a span, or the same function without one.
fn help(file: &File, one: &Instrumented<'_>, endless: Endless) -> String {
    let function = one.function;
    let name = file.word(function.name);
    let path = file.text_of(&one.attribute.path);
    if endless == Endless::Call {
        return format!(
            "remove `#[{path}]`, and put it on the function that `{name}` calls for each piece of work"
        );
    }
    let (is_async, wait) = if function.is_async || is_future(file, function) {
        ("async ", ".await")
    } else {
        ("", "")
    };
    let inside = file.inside(function.open);
    let has_self = inside.take(4).any(|at| file.is_word(at, "self"));
    let (owner, argument) = if has_self {
        ("self.", "&self, ..")
    } else {
        ("", "..")
    };
    format!(
        "remove `#[{path}]`, write `loop {{ {owner}{name}_once(..){wait}; }}`, and give one iteration the span: `#[{path}(..)] {is_async}fn {name}_once({argument})`"
    )
}

/// Whether a function returns a future that it makes.
fn is_future(file: &File, function: &Function) -> bool {
    let mut output = function.output.clone();
    output.any(|at| matches!(file.word(at), "Future" | "BoxFuture" | "LocalBoxFuture"))
}
