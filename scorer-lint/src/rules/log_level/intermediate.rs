//! An intermediate value told above `debug`.

use crate::analysis::beside;
use crate::analysis::message::{self, Said};
use crate::engine::cx::Cx;
use crate::engine::finding::{Finding, Seldom};
use crate::rules::entering_function_log;
use crate::rules::redundant_db_log;
use crate::source::{Argument, Event, File, Sigil, TokenKind, Tokens, next};

use super::{RULE, labels};

/// "intermediate total", "x = {}" at `info`.
pub(super) fn intermediate(cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let function = file.function_at(event.name)?;
    if is_start(file.word(function.name)) {
        return None;
    }
    let is_value = match message::message(file, event) {
        Some(said) => {
            is_intermediate(file, event, &said, function.body.as_ref()?)
                && !entering_function_log::marks_a_function(file, event)
        }
        None => event.level == Some("info") && dumps(event),
    };
    if !is_value || redundant_db_log::is_redundant(&cx.code, event) {
        return None;
    }
    let name = file.word(event.name);
    let finding = cx
        .at(
            &RULE,
            &message::head(event),
            format!("an intermediate value is logged with `{name}!`, which every request pays for"),
        )
        .help("write `debug!(..)`, or record what matters as a field of the span")
        .seldom(Seldom::FitOnce);
    Some(finding)
}

/// What runs once, where a value that is set up is news.
fn is_start(name: &str) -> bool {
    matches!(
        name,
        "main" | "run" | "serve" | "start" | "new" | "build" | "configure" | "startup" | "from_env"
    ) || name.split('_').any(|part| {
        matches!(
            part,
            "init" | "setup" | "start" | "config" | "settings" | "bootstrap" | "shutdown"
        )
    })
}

fn is_intermediate(file: &File, event: &Event, said: &Said, body: &Tokens) -> bool {
    let text = said.text.as_str();
    let words = said.words();
    let has_value = said.has_hole() || event.arguments.iter().any(|argument| matches!(argument, Argument::Field { name, .. } if name.text.as_deref() != Some("message")));
    if !has_value {
        return false;
    }
    if words.contains(&"intermediate") {
        return true;
    }
    if event.level != Some("info") {
        return false;
    }
    // "{x:?}"
    let is_dump = text == "{}" && is_debug(file, event, said);
    if is_dump || labels::labels_a_value(file, event, said) {
        return true;
    }
    // "step 3: {}", "iteration {i}" within a loop.
    let first = words.first().copied().unwrap_or_default();
    let is_step =
        matches!(first, "step" | "iteration" | "loop" | "iter") && in_loop(file, event, body);
    let got = match first {
        "got" | "parsed" | "computed" => {
            !said.contains(&[
                " in {}",
                "within {}",
                "took ",
                "signal",
                "sigterm",
                "sigint",
                "ctrl",
                "shutdown",
                "lock",
                "leader",
                "config",
                "settings",
                "interrupt",
                "request",
                "webhook",
            ]) && (said.has_hole() || words.len() <= 3)
        }
        _ => false,
    };
    is_step || got
}

/// Whether an event is told only if something holds: that it holds is news.
pub(super) fn is_chosen(file: &File, event: &Event) -> bool {
    let Some(open) = crate::analysis::set_up::around(file, event.whole.start).next() else {
        return false;
    };
    if open > 0 && file.is_word(open - 1, "else") {
        // The other case, where nothing is done but to tell of it.
        let other = beside::statements(file, &file.inside(open));
        let leaves = |it: &Tokens| matches!(file.word(it.start), "return" | "continue" | "break");
        return other
            .iter()
            .all(|it| beside::is_event(file, it) || leaves(it));
    }
    let mut head = (open.saturating_sub(40)..open)
        .rev()
        .take_while(|at| !matches!(file.token(*at).byte, b';' | b'{' | b'}'));
    head.any(|at| file.is_word(at, "if") && !file.is_word(at + 1, "let"))
}

/// Whether it prints by `Debug` and records nothing but the function's own name.
fn is_debug(file: &File, event: &Event, said: &Said) -> bool {
    said.debug
        && !event
            .arguments
            .iter()
            .any(|argument| entering_function_log::is_field(file, argument))
}

/// `info!(?payload)`: nothing but values by `Debug`.
fn dumps(event: &Event) -> bool {
    let mut fields = event
        .arguments
        .iter()
        .filter(|argument| !matches!(argument, Argument::Setting { .. }))
        .peekable();
    fields.peek().is_some()
        && fields.all(|argument| {
            matches!(
                argument,
                Argument::Field {
                    sigil: Sigil::Debug,
                    shorthand,
                    value,
                    ..
                } if *shorthand || value.len() == 1
            )
        })
}

/// Whether an event stands in the body of a loop.
fn in_loop(file: &File, event: &Event, body: &Tokens) -> bool {
    let mut at = body.start.max(event.name.saturating_sub(4000));
    let mut found = false;
    let mut head = false;
    while at < event.name {
        head |= file.token(at).kind == TokenKind::Ident
            && matches!(file.word(at), "for" | "while" | "loop");
        if file.token(at).kind == TokenKind::Open && file.mate(at) > event.name {
            found |= head && file.is(at, b'{');
            head = false;
            at += 1;
        } else {
            if file.is(at, b'{') || file.is(at, b';') {
                head = false;
            }
            at = next(file, at);
        }
    }
    found
}
