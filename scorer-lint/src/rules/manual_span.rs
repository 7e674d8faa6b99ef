//! A span made by hand around work that runs in place, where `#[scorer_span]` would do.

use std::collections::BTreeMap;

use crate::analysis::spans;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Argument, Call, CallKind, Event, File, Function, TokenKind, Tokens, next};

/// The rule.
pub static RULE: Rule = Rule {
    name: "manual-span",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Scope,
    page: include_str!("../../docs/rules/manual-span.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["instrument", "in_scope"],
    helpers: &[spans::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    let guards = spans::guards(&cx.code);
    let uses = file.hits_of(&["instrument", "in_scope"]);
    if guards.is_empty() && uses.is_empty() {
        return;
    }
    // By place, so that a span that is used twice is found once.
    let mut found: BTreeMap<u32, &Event> = BTreeMap::new();
    let mut held = Vec::new();
    for guard in guards {
        let Some(event) = guard.made else { continue };
        if guard.held_over.is_some() {
            held.push(event.name);
        } else if works_here(cx, event, guard.enter.start) {
            found.insert(event.name, event);
        }
    }
    for name in uses {
        let Some(call) = Call::at(file, name).filter(|call| call.kind == CallKind::Method) else {
            continue;
        };
        let span = match file.word(name) {
            "in_scope" if runs_a_block(file, &call) => &call.before,
            "in_scope" => continue,
            _ if file.is_async(name) => &call.arguments,
            _ => continue,
        };
        let flow = cx.flow_at(name);
        let made = spans::made(file, &flow, span);
        if let Some(event) = made.filter(|event| works_here(cx, event, name)) {
            found.insert(event.name, event);
        }
    }
    for event in found.values().filter(|event| !held.contains(&event.name)) {
        report(cx, event);
    }
}

fn report(cx: &Cx<'_>, event: &Event) {
    let at = event.whole.start..event.name + 1;
    let message = format!(
        "`{}!` opens a span by hand where an attribute would do",
        cx.file.word(event.name)
    );
    cx.report(
        cx.at(&RULE, &at, message)
            .note("`#[scorer_span]` opens it at every call, keeps it across every `.await` and checks what it records")
            .help("write `#[scorer_span]` on the function that does this work and remove this span; SQLx statements already have one"),
    );
}

/// Whether a closure is a block: a span around one expression is a finer thing than a function.
fn runs_a_block(file: &File, call: &Call) -> bool {
    call.arguments.end > call.arguments.start && file.is(call.arguments.end - 1, b'}')
}

/// Whether a span and its use stand in a function that an attribute could instrument, and not in a turn of a loop or on a way elsewhere.
fn works_here(cx: &Cx<'_>, event: &Event, used: u32) -> bool {
    let file = cx.file;
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    let Some(body) = function.body.clone().filter(|body| body.len() <= LONGEST) else {
        return false;
    };
    !is_exempt(file, function)
        && !needs_hands(cx, event)
        && !is_elsewhere(file, &body, event.name)
        && !is_elsewhere(file, &body, used)
}

/// A function of more tokens than this was not written by hand.
const LONGEST: usize = 1 << 15;

/// `main` opens its span when the subscriber stands, a middleware for what follows; `poll` and `drop` belong to a span that others made.
fn is_exempt(file: &File, function: &Function) -> bool {
    matches!(file.word(function.name), "main" | "poll" | "drop")
        || spans::is_middleware(file, function)
        || function
            .output
            .clone()
            .any(|at| file.word(at).ends_with("Span"))
}

/// Whether a span has a parent or a link that only its maker can give it.
fn needs_hands(cx: &Cx<'_>, event: &Event) -> bool {
    let file = cx.file;
    let has_parent = event.arguments.iter().any(
        |argument| matches!(argument, Argument::Setting { key, .. } if file.is_word(*key, "parent")),
    );
    let flow = cx.flow_at(event.name);
    let linked = flow.holder_of(&event.whole).is_some_and(|local| {
        let name = file.word(local.name);
        local.visible.clone().take(LONGEST).any(|at| {
            file.is_word(at, name)
                && file.is(at + 1, b'.')
                && matches!(
                    file.word(at + 2),
                    "set_parent" | "follows_from" | "add_link"
                )
        })
    });
    has_parent || linked
}

/// Whether a token of a body stands in a loop, in a closure, or in what is handed to an executor.
fn is_elsewhere(file: &File, body: &Tokens, token: u32) -> bool {
    let mut level = body.clone();
    loop {
        let mut at = level.start;
        let mut in_loop = false;
        while at < level.end && next(file, at) <= token {
            match file.word(at) {
                "for" | "while" | "loop" => in_loop = true,
                // The loop's own block has gone by.
                _ if file.is(at, b'{') || file.is(at, b';') => in_loop = false,
                _ => {}
            }
            at = next(file, at);
        }
        if at >= token || file.token(at).kind != TokenKind::Open {
            return false;
        }
        if file.is(at, b'{') {
            if in_loop {
                return true;
            }
        } else if takes_away(file, at) {
            return true;
        }
        level = file.inside(at);
    }
}

/// Whether what stands in these parentheses runs elsewhere, or once for each of many.
fn takes_away(file: &File, open: u32) -> bool {
    let callee = file.word(open.saturating_sub(1));
    let inside = file.inside(open);
    let closure = file.is(inside.start, b'|')
        || (file.is_word(inside.start, "move") && file.is(inside.start + 1, b'|'));
    callee.starts_with("spawn") || callee == "push" || (closure && callee != "in_scope")
}
