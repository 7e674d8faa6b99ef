//! What blocks the executor's thread: a call that waits or computes for long, a lock that is held over an `.await`.

mod sleep;

use std::collections::HashMap;

use crate::analysis::blocking::{self, Threads};
use crate::analysis::held_lock;
use crate::analysis::printed;
use crate::analysis::set_up;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::finding::Seldom;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, ContextKind, File, TokenKind};

/// The rule.
pub static RULE: Rule = Rule {
    name: "blocking-in-async",
    group: Group::Runtime,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Scope,
    page: include_str!("../../docs/rules/blocking-in-async.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[blocking::WORDS, held_lock::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    // Functions of the file that are not `async` and do it, by name.
    let mut helpers: HashMap<&str, blocking::What> = HashMap::new();
    let threads = Threads::read(file);
    for found in blocking::read(file, cx.code.manifest) {
        let runner = threads.runner(file, found.at.start);
        if printed::is_before_subscriber(file, found.at.start) {
            continue;
        }
        if runner == Some(ContextKind::Async) {
            let Some(handed_to) = handed_to(file, found.at.start) else {
                continue;
            };
            let text = file.text_of(&found.at);
            let message = format!("`{}` {}", shown(text), found.what.why());
            let finding = cx
                .at(&RULE, &found.at, message)
                .help(found.what.help())
                .seldom(Seldom::FitOnce)
                .handed_to(handed_to);
            cx.report(match found.what {
                blocking::What::Sleep => sleep::mended(cx, &found.at, finding),
                _ => finding,
            });
        } else if runner == Some(ContextKind::Sync)
            && let Some(function) = file.function_at(found.at.start)
            && !cx.is_test(found.at.start)
            // What a closure does is done when somebody calls it.
            && !in_closure(file, found.at.start)
        {
            helpers
                .entry(file.word(function.name))
                .or_insert(found.what);
        }
    }
    for held in held_lock::read(file, &threads, has_parking_lot(cx)) {
        let subject = match held.name {
            Some(name) => format!("the guard `{}`", file.word(name)),
            None => format!("the guard of this `{}()`", file.word(held.lock)),
        };
        let message = format!(
            "{subject} is held across an `.await`: a task that waits for the lock blocks a thread of the executor"
        );
        let finding = cx.at_token(&RULE, held.lock, message).help(
            "copy out what is needed and end the guard before the `.await`, with a block or `drop(..)`; or use `tokio::sync::Mutex`",
        );
        cx.report(finding);
    }
    if !helpers.is_empty() {
        through_helpers(cx, &threads, &helpers);
    }
}

/// Calls of the file's own blocking functions.
fn through_helpers(cx: &Cx<'_>, threads: &Threads, helpers: &HashMap<&str, blocking::What>) {
    let file = cx.file;
    for at in 0..file.len() {
        if file.token(at).kind != TokenKind::Ident || !file.is(at + 1, b'(') {
            continue;
        }
        let Some(what) = helpers.get(file.word(at)) else {
            continue;
        };
        if !is_own(file, at) || !threads.is_polled(file, at) || in_main(file, at) {
            continue;
        }
        let Some(handed_to) = handed_to(file, at) else {
            continue;
        };
        let message = format!("`{}` {}", file.word(at), what.why_through());
        cx.report(
            cx.at_token(&RULE, at, message)
                .help(what.help())
                .seldom(Seldom::FitOnce)
                .handed_to(handed_to),
        );
    }
}

/// How many brackets around a place are looked at.
const AROUND: usize = 12;

/// The functions that are handed a closure in which a place stands; none where one of them says of itself that it runs the
/// closure on a thread for such work.
fn handed_to(file: &File, at: u32) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for open in set_up::around(file, at).take(AROUND) {
        if !file.is(open, b'(') {
            continue;
        }
        let Some(name) = set_up::called(file, open) else {
            continue;
        };
        let first = open + 1;
        let is_closure = begins_closure(file, first, at);
        let in_async = (first..at).any(|at| file.is_word(at, "async"));
        if !is_closure || in_async {
            continue;
        }
        let name = file.word(name);
        if name.contains("spawn_blocking") {
            return None;
        }
        found.push(name.to_owned());
    }
    Some(found)
}

/// Whether a closure begins between the first token of arguments and a place in them.
fn begins_closure(file: &File, first: u32, at: u32) -> bool {
    (first..at).any(|at| {
        file.is(at, b'|') && (at == first || file.is(at - 1, b',') || file.word(at - 1) == "move")
    })
}

/// Whether a place stands in a closure that a function is handed.
fn in_closure(file: &File, at: u32) -> bool {
    set_up::around(file, at)
        .take(AROUND)
        .any(|open| file.is(open, b'(') && begins_closure(file, open + 1, at))
}

/// Whether a call names a function of this file: `f(..)`, `self.f(..)`, `Self::f(..)`, `Type::f(..)`.
fn is_own(file: &File, name: u32) -> bool {
    let Some(call) = Call::at(file, name) else {
        return false;
    };
    let text = file.word(name);
    let of_type = |owner: &str| {
        file.functions()
            .iter()
            .filter(|function| file.is_word(function.name, text))
            .any(|function| {
                file.impl_at(function.keyword)
                    .is_some_and(|block| owner == "Self" || file.is_word(block.ty, owner))
            })
    };
    match call.kind {
        CallKind::Method => {
            call.before.len() == 1
                && match file.word(call.before.start) {
                    "self" => of_type("Self"),
                    // `handler.store(..)` of a `Handler`: a local that is called after its type.
                    local => of_type(&after_type(local)),
                }
        }
        CallKind::Function if call.before.len() == 1 => file.functions().iter().any(|function| {
            file.is_word(function.name, text) && file.impl_at(function.keyword).is_none()
        }),
        CallKind::Function => {
            let path = call.path(file);
            match path.rsplit("::").nth(1) {
                Some("self") => path.matches("::").count() == 1,
                Some(owner) => of_type(owner),
                None => false,
            }
        }
        CallKind::Macro => false,
    }
}

/// The type that a local is called after: `DlcHandler` of `dlc_handler`.
fn after_type(local: &str) -> String {
    local
        .split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

/// Whether a token stands in `main` itself: what is read before anything is served holds up nobody.
fn in_main(file: &File, at: u32) -> bool {
    file.function_at(at)
        .is_some_and(|function| file.is_word(function.name, "main"))
}

/// Whether the package depends on `parking_lot`, whose guards need no `unwrap`.
fn has_parking_lot(cx: &Cx<'_>) -> bool {
    cx.code
        .manifest
        .is_some_and(|manifest| manifest.depends_on("parking_lot"))
}

/// A call's name, on one line.
fn shown(text: &str) -> String {
    text.split_whitespace().collect()
}
