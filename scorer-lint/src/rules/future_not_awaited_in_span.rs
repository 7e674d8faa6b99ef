//! A span on a function that returns a future that something else has made.

use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::{File, Function, TokenKind, Tokens, top_level};

/// The rule.
pub static RULE: Rule = Rule {
    name: "future-not-awaited-in-span",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Function,
    page: include_str!("../../docs/rules/future-not-awaited-in-span.md"),
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
    // The compiler says it of `#[scorer_span]`.
    for one in instrument::raw(file) {
        let function = one.function;
        let Some(body) = &function.body else { continue };
        if function.is_async || !returns_future(file, function) || makes_future(file, body) {
            continue;
        }
        let name = file.word(function.name);
        let message = format!(
            "`{name}` returns a future that is not created at the end of its body: the span ends before the future has run, and measures nothing"
        );
        cx.report(cx.at(&RULE, &one.attribute.path, message).help(
            "make it an `async fn`, or end its body in `async move { .. }` or `Box::pin(async move { .. })`",
        ));
    }
}

/// Whether the returned type says that it is a future: `impl Future`, `Pin<Box<dyn Future>>`, `BoxFuture`.
fn returns_future(file: &File, function: &Function) -> bool {
    let output = &function.output;
    let words = |at: u32| file.word(at);
    let first = output.clone().find(|at| {
        file.token(*at).kind == TokenKind::Ident
            && !matches!(
                words(*at),
                "std" | "core" | "alloc" | "futures" | "futures_util" | "future" | "pin" | "boxed"
            )
    });
    match first.map(words) {
        Some("BoxFuture" | "LocalBoxFuture") => true,
        Some("impl" | "Pin" | "Box") => {
            // `impl Fn() -> impl Future` is no future itself.
            let ends = output.clone().find(|at| file.is(*at, b'('));
            let ends = ends.unwrap_or(output.end);
            (output.start..ends).any(|at| file.is_word(at, "Future"))
        }
        _ => false,
    }
}

/// Whether a body ends in `async move { .. }` or in `Box::pin(async move { .. })`, which is what tracing instruments.
fn makes_future(file: &File, body: &Tokens) -> bool {
    let Some(last) = top_level(file, body).last() else {
        return false;
    };
    match file.token(last).byte {
        b'{' => {
            let before = last.saturating_sub(1);
            file.is_word(before, "async")
                || file.is_word(before, "move") && file.is_word(before.saturating_sub(1), "async")
        }
        b'(' => {
            let is_box_pin = last >= 4
                && file.is_word(last - 1, "pin")
                && file.is_path_separator(last - 3)
                && file.is_word(last - 4, "Box");
            let mut inside = file.inside(last);
            if inside.end > inside.start && file.is(inside.end - 1, b',') {
                inside.end -= 1;
            }
            is_box_pin && makes_future(file, &inside)
        }
        _ => false,
    }
}
