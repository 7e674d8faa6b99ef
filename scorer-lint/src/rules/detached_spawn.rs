//! Work of the current span that is spawned without it.

use std::collections::HashSet;

use crate::analysis::flow::{Flow, Origin};
use crate::analysis::set_up;
use crate::analysis::spans;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::finding::Finding;
use crate::rewrite::width;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::{Argument, Call, CallKind, EventKind, File, Function, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "detached-spawn",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/detached-spawn.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["spawn", "spawn_local", "spawn_on", "spawn_blocking"],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    let names = file.hits_of(&["spawn", "spawn_local", "spawn_on", "spawn_blocking"]);
    if names.is_empty() {
        return;
    }
    let instrumented = instrument::keywords(file);
    // What runs in a task that was found is found with it.
    let mut found_to = 0;
    for name in names {
        let Some(call) = Call::at(file, name).filter(|_| name >= found_to) else {
            continue;
        };
        let Some(function) = file.function_at(name) else {
            continue;
        };
        let Some(work) = call.each(file).into_iter().next() else {
            continue;
        };
        let handles = spans::is_handler(file, function);
        let has_span = handles
            || instrumented.contains(&function.keyword)
            || function
                .body
                .as_ref()
                .is_some_and(|body| opens_span(file, &(body.start..name)));
        if !has_span || (!handles && is_set_up(file.word(function.name))) {
            continue;
        }
        let flow = cx.flow(function);
        let on_thread = file.word(name) == "spawn_blocking";
        if let Some(held) = held(file, &work).filter(|_| knows_linked(cx))
            && let Some(linked) = Linked::of(file, &call)
        {
            found_to = call.whole.end;
            let message = "`in_current_span()` keeps the current span open, and delays its request's export, until a task ends that nobody waits for";
            let finding = cx.at(&RULE, &(held.start + 1..held.start + 2), message);
            cx.report(linked.mended(file, &call, Some(held), linked.proposed(finding)));
            continue;
        }
        if !spawns(file, &flow, &call, &work)
            || carries(file, &flow, &work)
            || (on_thread && !speaks(file, &work, &instrumented))
            || (!on_thread && is_background(file, &work, handles))
        {
            continue;
        }
        found_to = call.whole.end;
        report(cx, &call, on_thread);
    }
}

/// Whether a span is made among some tokens that could be the current one behind them: not one that a future or another task
/// is given.
fn opens_span(file: &File, tokens: &Tokens) -> bool {
    let events = file.events();
    let from = events.partition_point(|event| event.name < tokens.start);
    events[from..]
        .iter()
        .take_while(|event| event.name < tokens.end)
        .filter(|event| event.kind == EventKind::Span)
        .any(|event| {
            !set_up::around(file, event.name)
                .take_while(|open| *open >= tokens.start)
                .any(|open| {
                    file.mate(open) < tokens.end
                        && set_up::called(file, open).is_some_and(|name| {
                            matches!(
                                file.word(name),
                                "instrument" | "spawn" | "spawn_local" | "spawn_blocking"
                            )
                        })
                })
        })
}

fn report(cx: &Cx<'_>, call: &Call, on_thread: bool) {
    let file = cx.file;
    let at = match call.kind {
        CallKind::Method => call.name..call.name + 1,
        _ => call.before.clone(),
    };
    let shown = file.text_of(&at);
    let message = format!(
        "`{shown}` does not pass the current span on: what this work records starts a new trace"
    );
    let finding = cx.at(&RULE, &at, message);
    if let Some(linked) = Linked::of(file, call).filter(|_| !on_thread) {
        cx.report(linked.mended(file, call, None, linked.proposed(finding)));
        return;
    }
    let finding = finding.help(match (call.kind, on_thread) {
        (CallKind::Function, true) => "write `scorer_instrument::spawn_blocking(..)`, which passes the span on",
        (CallKind::Function, false) => {
            "write `scorer_instrument::spawn(..)`, or `.in_current_span()` on the future"
        }
        (_, true) => "pass the span on: `let span = tracing::Span::current();`, then `move || span.in_scope(|| ..)`",
        (_, false) => "write `.in_current_span()` on the future",
    });
    cx.report(match replacement(file, call) {
        Some(path) => finding
            .fix(file.bytes_of(&at), path, true)
            .needs("scorer-instrument", Some("tokio")),
        None => finding,
    });
}

/// What spawns a task that outlives its request.
const LINKED: &str = "scorer_instrument::spawn_linked";

/// A task of tokio's that nobody waits for.
struct Linked {
    /// What its trace is called.
    name: String,
}

impl Linked {
    /// The task that a call spawns, if the call is a statement whose value goes.
    fn of(file: &File, call: &Call) -> Option<Self> {
        let is_tokio = matches!(
            (call.kind, call.resolved(file).as_str()),
            (CallKind::Function, "tokio::spawn" | "tokio::task::spawn")
        );
        let before = call.whole.start.checked_sub(1)?;
        let begins = matches!(file.token(before).byte, b';' | b'{' | b'}');
        // `let _ = tokio::spawn(..);`
        let is_let = file.is(before, b'=')
            && file.is_word(before.saturating_sub(1), "_")
            && file.is_word(before.saturating_sub(2), "let");
        if !is_tokio || !(begins || is_let) || !file.is(call.whole.end, b';') {
            return None;
        }
        let mut work = call.each(file).into_iter().next()?;
        if let Some(held) = held(file, &work) {
            work.end = held.start;
        }
        Some(Self {
            name: name(file, call, &work),
        })
    }

    /// A finding with the code to write.
    fn proposed(&self, finding: Finding) -> Finding {
        finding.help(format!(
            "nobody waits for this task: write `{LINKED}(\"{}\", ..)`, a trace of its own that is linked to this one",
            self.name
        ))
    }

    /// A finding with the edits that link the task; `held` is what keeps the span, and goes.
    fn mended(&self, file: &File, call: &Call, held: Option<Tokens>, finding: Finding) -> Finding {
        let path = format!("{LINKED}(\"{}\", ", self.name);
        // The path with the bracket behind it.
        let opening = call.before.start..call.arguments.start;
        let arguments = file.text_of(&call.arguments);
        let begin = file.token(call.arguments.start).start as usize;
        let follows = file
            .text
            .get(..begin)
            .is_some_and(|text| text.ends_with('('));
        let is_flat = !arguments.contains('\n');
        let stays = if is_flat {
            arguments.len() + self.name.len() + 4 <= CALL
        } else {
            // rustfmt lets the last block of a call hang, and breaks everything else.
            file.is_word(call.arguments.start, "async") && held.is_none()
        };
        if !follows || !stays || !width::stays(file, &call.whole, &opening, &path) {
            return finding;
        }
        // A task that had the span's trace gets one of its own.
        let is_safe = held.is_none();
        let finding = finding
            .fix(file.bytes_of(&opening), path, is_safe)
            .needs("scorer-instrument", Some("tokio"));
        match held {
            Some(held) => finding.fix(file.bytes_of(&held), "", false),
            None => finding,
        }
    }
}

/// `.in_current_span()` at the end of a task's future.
fn held(file: &File, work: &Tokens) -> Option<Tokens> {
    let start = work.end.checked_sub(4).filter(|at| *at > work.start)?;
    let is_it = file.is(start, b'.') && file.is_word(start + 1, "in_current_span");
    is_it.then_some(start..work.end)
}

/// Whether the package can link a task. With another runtime the span's trace may be all that there is.
fn knows_linked(cx: &Cx<'_>) -> bool {
    let manifest = cx.code.manifest;
    manifest.is_none_or(|manifest| manifest.depends_on("scorer-instrument"))
}

/// The widest arguments of a call on one line.
const CALL: usize = 60;

/// What a task is about: the one function that it calls, else the function that spawns it.
fn name(file: &File, call: &Call, work: &Tokens) -> String {
    let calls: Vec<&str> = work
        .clone()
        .filter_map(|at| Call::at(file, at).filter(|_| file.token(at).kind == TokenKind::Ident))
        .filter(|call| call.kind != CallKind::Macro && is_awaited(file, call, work))
        .map(|call| file.word(call.name))
        .collect();
    let around = file.function_at(call.name);
    let of = match (calls.as_slice(), around) {
        ([one], _) => one,
        (_, Some(function)) => file.word(function.name),
        _ => "task",
    };
    of.replace('_', " ")
}

/// Whether a call within a task is what the task waits for: all of it, or what stands before an `.await`.
fn is_awaited(file: &File, call: &Call, work: &Tokens) -> bool {
    call.whole == *work
        || (file.is(call.whole.end, b'.') && file.is_word(call.whole.end + 1, "await"))
}

/// The function that does the same in the current span: of the same signature, so that nothing but what is recorded changes.
fn replacement(file: &File, call: &Call) -> Option<&'static str> {
    let path = match (call.kind, call.resolved(file).as_str()) {
        (CallKind::Function, "tokio::spawn" | "tokio::task::spawn") => "scorer_instrument::spawn",
        (CallKind::Function, "tokio::task::spawn_blocking") => "scorer_instrument::spawn_blocking",
        _ => return None,
    };
    width::stays(file, &call.whole, &call.before, path).then_some(path)
}

/// Functions that set a service up, or are its loop: what they spawn outlives every span.
fn is_set_up(name: &str) -> bool {
    const WHOLE: &[&str] = &[
        "main",
        "serve",
        "run",
        "start",
        "launch",
        "bootstrap",
        "new",
        "build",
        "init",
        "setup",
        "listen",
    ];
    const FIRST: &[&str] = &["start", "init", "setup", "launch", "serve", "listen"];
    const PARTS: &[&str] = &[
        "main",
        "server",
        "worker",
        "workers",
        "background",
        "loop",
        "daemon",
        "scheduler",
        "app",
    ];
    WHOLE.contains(&name)
        || name
            .split('_')
            .next()
            .is_some_and(|first| FIRST.contains(&first))
        || name.split('_').any(|part| PARTS.contains(&part))
}

/// Whether a call starts a task on an executor, or a closure beside one.
fn spawns(file: &File, flow: &Flow<'_>, call: &Call, work: &Tokens) -> bool {
    let closure = file.is(work.start, b'|') || file.is_word(work.start, "move");
    let on_thread = file.word(call.name) == "spawn_blocking";
    if closure != on_thread && (closure || file.word(work.start) == "async") {
        return false;
    }
    if call.kind == CallKind::Function {
        let path = call.resolved(file);
        let mut segments = path.split("::");
        return match segments.next() {
            Some("tokio" | "async_std" | "smol" | "actix_web" | "actix_rt" | "actix") => true,
            Some("task") => segments.count() == 1,
            _ => false,
        };
    }
    call.kind == CallKind::Method
        && (file.word(work.start) == "async" || on_thread || is_executor(file, flow, &call.before))
}

/// Whether a receiver is a set of tasks or a runtime, by its words or by what it was bound to.
fn is_executor(file: &File, flow: &Flow<'_>, receiver: &Tokens) -> bool {
    const TYPES: &[&str] = &["JoinSet", "TaskTracker", "LocalSet", "Handle", "Runtime"];
    const NAMES: &[&str] = &["set", "tasks", "tracker", "runtime", "rt", "joins"];
    let names = |tokens: &Tokens| {
        tokens.clone().any(|at| {
            let word = file.word(at);
            TYPES.contains(&word) || word.split('_').any(|part| NAMES.contains(&part))
        })
    };
    if names(receiver) {
        return true;
    }
    let Some(name) = spans::single_name(file, receiver) else {
        return false;
    };
    match flow.binding(file.word(name), name) {
        Some(local) => {
            names(&local.ty)
                || matches!(&local.origin, Origin::Value(value) if value.clone().any(|at| TYPES.contains(&file.word(at))))
        }
        None => flow.parameters().iter().any(|parameter| {
            parameter.name == file.word(name)
                && parameter
                    .ty
                    .as_deref()
                    .is_some_and(|ty| TYPES.contains(&ty))
        }),
    }
}

/// Whether spawned work takes a span along: made or read before it starts, or made in it below one that was.
fn carries(file: &File, flow: &Flow<'_>, work: &Tokens) -> bool {
    if let Some(name) = spans::single_name(file, work)
        && let Some(local) = flow.binding(file.word(name), name)
        && let Origin::Value(value) = &local.origin
        && !value.contains(&work.start)
        && spans::single_name(file, value).is_none()
    {
        return carries(file, flow, value);
    }
    let inside = body_of(file, work);
    for at in work.clone() {
        let later = inside.contains(&at);
        let carried = match file.word(at) {
            "in_current_span" | "or_current" | "with_current_context" | "with_context" => !later,
            "current" => !later && at > 1 && file.is_path_separator(at - 2),
            "follows_from" | "set_parent" | "attach" => file.is(at + 1, b'('),
            "parent" => file.is(at + 1, b':') && !file.is_path_separator(at + 1),
            "instrument" if !later => true,
            "instrument" => Call::at(file, at)
                .is_some_and(|call| comes_along(file, flow, &call.arguments, work)),
            "in_scope" | "enter" | "entered" => Call::at(file, at).is_some_and(|call| {
                call.kind == CallKind::Method && comes_along(file, flow, &call.before, work)
            }),
            _ => false,
        };
        if carried {
            return true;
        }
    }
    false
}

/// What of spawned work runs in the task: the inside of its `async` block, or the closure.
fn body_of(file: &File, work: &Tokens) -> Tokens {
    let Some(start) = work
        .clone()
        .find(|at| file.word(*at) == "async" || file.is(*at, b'|'))
    else {
        return work.end..work.end;
    };
    if file.is(start, b'|') {
        return start..work.end;
    }
    let open = if file.is_word(start + 1, "move") {
        start + 2
    } else {
        start + 1
    };
    if file.is(open, b'{') {
        file.inside(open)
    } else {
        start..work.end
    }
}

/// Whether a span that work opens was there before the work began, or belongs to one that was.
fn comes_along(file: &File, flow: &Flow<'_>, span: &Tokens, work: &Tokens) -> bool {
    if let Some(event) = spans::made(file, flow, span) {
        let has_parent = event.arguments.iter().any(
            |argument| matches!(argument, Argument::Setting { key, .. } if file.is_word(*key, "parent")),
        );
        return has_parent || !work.contains(&event.name);
    }
    if span
        .clone()
        .any(|at| file.is_word(at, "current") && file.is_path_separator(at.saturating_sub(2)))
    {
        return false;
    }
    spans::is_span(file, flow, span, 3)
}

/// Whether a closure records something: an event, a span, or a function that opens one.
fn speaks(file: &File, work: &Tokens, instrumented: &HashSet<u32>) -> bool {
    let events = file.events();
    let from = events.partition_point(|event| event.name < work.start);
    if events.get(from).is_some_and(|event| event.name < work.end) {
        return true;
    }
    let opens: Vec<&str> = file
        .functions()
        .iter()
        .filter(|function| instrumented.contains(&function.keyword))
        .map(|function| file.word(function.name))
        .collect();
    work.clone().any(|at| {
        file.token(at).kind == TokenKind::Ident
            && file.is(at + 1, b'(')
            && opens.contains(&file.word(at))
    })
}

/// Whether spawned work goes on for as long as the service, or a connection, does.
fn is_background(file: &File, work: &Tokens, handles: bool) -> bool {
    if loops(file, work) {
        return true;
    }
    if file.word(work.start) == "async" {
        return false;
    }
    // `worker.run()`, `refresh_loop(state)`: the name says it, or the function's body does.
    let Some(call) = work.clone().rev().find_map(|at| {
        Call::at(file, at).filter(|call| call.whole.end == work.end && call.kind != CallKind::Macro)
    }) else {
        return false;
    };
    let name = file.word(call.name);
    let named = name.split('_').any(|part| {
        matches!(
            part,
            "loop"
                | "worker"
                | "serve"
                | "server"
                | "listen"
                | "listener"
                | "background"
                | "monitor"
                | "watch"
                | "watcher"
                | "scheduler"
                | "daemon"
                | "forever"
        )
    }) || (!handles && matches!(name, "run" | "start"));
    let body_loops = |function: &Function| {
        file.is_word(function.name, name)
            && function.body.as_ref().is_some_and(|body| loops(file, body))
    };
    named || file.functions().iter().any(body_loops)
}

/// Whether a body waits for the next turn again and again.
fn loops(file: &File, body: &Tokens) -> bool {
    let has = |words: &[&str]| body.clone().any(|at| words.contains(&file.word(at)));
    if has(&["interval", "interval_at", "accept", "ctrl_c"]) {
        return true;
    }
    let turns = has(&[
        "recv",
        "recv_async",
        "next",
        "tick",
        "changed",
        "notified",
        "select",
        "try_next",
    ]);
    (has(&["loop"]) && (turns || !has(&["break", "return"]))) || (has(&["while"]) && turns)
}
