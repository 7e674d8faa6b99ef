//! A span made by hand that covers a whole function, where `#[scorer_span]` would do.

use std::collections::BTreeMap;

use crate::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::spans;
use crate::source::{Call, CallKind, Event, File, Function, Tokens, Word, top_level};

/// The rule.
pub static RULE: Rule = Rule {
    name: "manual-span",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/manual-span.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    // By place, so that a span that is used twice is found once.
    let mut found: BTreeMap<u32, (&Event, Around)> = BTreeMap::new();
    for guard in spans::guards(cx) {
        let Some(event) = guard.made.filter(|_| guard.held_over.is_none()) else {
            continue;
        };
        let Some((_, body)) = function_around(cx, event.name) else {
            continue;
        };
        if guard.end >= body.end && covers((event.whole.start..body.end).len(), &body) {
            found.insert(event.name, (event, Around::Function));
        }
    }
    let mut awaited: BTreeMap<u32, usize> = BTreeMap::new();
    for name in cx.file.hits_of(&[Word::Instrument, Word::InScope]) {
        let Some(call) = Call::at(cx.file, name).filter(|call| call.kind == CallKind::Method)
        else {
            continue;
        };
        let Some((_, body)) = function_around(cx, name) else {
            continue;
        };
        let flow = cx.flow_at(name);
        let is_scope = cx.file.token(name).word == Word::InScope;
        let (span, work) = if is_scope {
            (call.before.clone(), Some(call.arguments.clone()))
        } else if is_awaited(cx.file, &call) {
            (call.arguments.clone(), async_block(cx, &call))
        } else {
            continue;
        };
        let Some(event) = spans::made(cx.file, &flow, &span) else {
            continue;
        };
        if work.is_some_and(|work| covers(work.len() + event.whole.len(), &body))
            && is_statement(cx.file, &body, name)
        {
            found.insert(event.name, (event, Around::Function));
        } else if !is_scope && runs_statement(cx.file, &call) {
            found.insert(event.name, (event, Around::Statement));
        } else if !is_scope && !span.contains(&event.name) {
            // One span handed to one future after the other is open as long as the function runs.
            let count = awaited.entry(event.name).or_default();
            *count += 1;
            if *count == 2
                && covers((event.whole.start..body.end).len(), &body)
                && is_statement(cx.file, &body, event.name)
            {
                found.insert(event.name, (event, Around::Function));
            }
        }
    }
    for (event, around) in found.values() {
        report(cx, event, *around);
    }
}

/// What a span is made by hand for.
#[derive(Clone, Copy)]
enum Around {
    Function,
    Statement,
}

fn report(cx: &Cx<'_>, event: &Event, around: Around) {
    let Some(function) = cx.file.function_at(event.name) else {
        return;
    };
    let (message, help) = match around {
        Around::Function => (
            format!(
                "this span, made by hand, covers all of `{}`",
                cx.file.word(function.name)
            ),
            "write `#[scorer_span(fields(..))]` on the function: it opens the span, keeps it over every `.await` and checks what it records",
        ),
        Around::Statement => (
            "this span, made by hand, covers one SQL statement, which has its own".to_owned(),
            "leave `.instrument(..)` out",
        ),
    };
    let at = event.whole.start..event.name + 1;
    cx.report(cx.at(&RULE, &at, message).help(help));
}

/// The function around a token and its body, if an attribute could open its span.
fn function_around<'a>(cx: &Cx<'a>, at: u32) -> Option<(&'a Function, Tokens)> {
    let function = cx.file.function_at(at)?;
    let name = cx.file.word(function.name);
    // `main` opens its span when the subscriber stands; `poll` and `drop` belong to a span that others made.
    let exempt = matches!(name, "main" | "poll" | "drop")
        || spans::is_middleware(cx.file, function)
        || function
            .output
            .clone()
            .any(|at| cx.file.word(at).ends_with("Span"));
    let body = function.body.clone().filter(|_| !exempt)?;
    (body.len() <= LONGEST).then_some((function, body))
}

/// A function of more tokens than this was not written by hand.
const LONGEST: usize = 1 << 15;

/// Whether so many tokens are most of a body.
fn covers(part: usize, body: &Tokens) -> bool {
    part * 2 >= body.len()
}

/// Whether a token stands in a body itself, and in no block of it.
fn is_statement(file: &File, body: &Tokens, token: u32) -> bool {
    top_level(file, body)
        .take_while(|at| *at <= token)
        .any(|at| at == token)
}

fn is_awaited(file: &File, call: &Call) -> bool {
    file.is(call.whole.end, b'.') && file.token(call.whole.end + 1).word == Word::Await
}

/// Whether a method is called on a statement that runs: `.fetch_one(pool).instrument(span)`.
fn runs_statement(file: &File, call: &Call) -> bool {
    let last = call.name.checked_sub(2);
    let Some(last) = last.filter(|last| file.is(*last, b')')) else {
        return false;
    };
    let run = file.mate(last).saturating_sub(1);
    file.is(run.saturating_sub(1), b'.')
        && matches!(
            file.token(run).word,
            Word::FetchOne | Word::FetchAll | Word::FetchOptional | Word::Execute
        )
}

/// The `async` block that a method is called on, or that its receiver was bound to.
fn async_block(cx: &Cx<'_>, call: &Call) -> Option<Tokens> {
    let file = cx.file;
    let last = call.name.checked_sub(2)?;
    if file.is(last, b'}') {
        let open = file.mate(last);
        return is_async(file, open).then_some(open..last);
    }
    if file.is(last, b')') {
        let inside = file.inside(file.mate(last));
        return (file.token(inside.start).word == Word::Async).then_some(inside);
    }
    let name = spans::single_name(file, &call.before)?;
    let flow = cx.flow_at(name);
    match &flow.binding(file.word(name), name)?.origin {
        crate::flow::Origin::Value(value) => {
            (file.token(value.start).word == Word::Async).then(|| value.clone())
        }
        _ => None,
    }
}

/// Whether the block that opens here is an `async` one.
fn is_async(file: &File, open: u32) -> bool {
    let before = |back: u32| open.checked_sub(back);
    let word = |at: Option<u32>| at.map(|at| file.word(at));
    word(before(1)) == Some("async")
        || (word(before(1)) == Some("move") && word(before(2)) == Some("async"))
}
