//! An event that is logged before the subscriber is set up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::analysis::beside::statements;
use crate::analysis::set_up::around;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Elsewhere;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, Event, EventKind, File, Function, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "logged-before-subscriber",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Function,
    page: include_str!("../../docs/rules/logged-before-subscriber.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: SETS,
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(decide)],
};

/// What makes a subscriber the one that listens, by the libraries' own names.
const SETS: &[&str] = &[
    "init",
    "try_init",
    "set_global_default",
    "set_default",
    "set_logger",
    "set_boxed_logger",
    "with_default",
];

/// What a package's functions log, and which of them set a subscriber up.
#[derive(Default)]
struct Logged {
    /// Functions by name that set a subscriber up, by what they do themselves.
    sets: BTreeSet<String>,
    /// What functions that are no set-up call, by name: one may set up through another.
    calls: BTreeMap<String, BTreeSet<String>>,
    /// Functions by name that log in a statement of their own: whatever happens.
    logs: BTreeSet<String>,
    /// How many functions have each name.
    names: BTreeMap<String, usize>,
    /// What each function does, in order, that sets a subscriber up, or calls another that may.
    runs: Vec<Vec<Step>>,
    /// What functions by name log in a branch: each once, and by no closure.
    branches: BTreeMap<String, Vec<Site>>,
}

impl Fact for Logged {
    fn merge(&mut self, other: Self) {
        self.sets.extend(other.sets);
        for (name, calls) in other.calls {
            self.calls.entry(name).or_default().extend(calls);
        }
        self.logs.extend(other.logs);
        for (name, count) in other.names {
            *self.names.entry(name).or_default() += count;
        }
        self.runs.extend(other.runs);
        for (name, sites) in other.branches {
            self.branches.entry(name).or_default().extend(sites);
        }
    }
}

/// Something that a function does.
enum Step {
    /// It logs.
    Log(Site),
    /// It calls a function.
    Call(String, Site),
    /// It sets the subscriber up.
    Set,
}

fn collect(cx: &Cx<'_>) {
    let file = cx.file;
    let mut told = Logged::default();
    let sets = file.hits_of(SETS);
    for function in file.functions() {
        let Some(body) = &function.body else { continue };
        if cx.is_test(function.keyword) {
            continue;
        }
        let name = named(file, function);
        let name = name.as_str();
        let is_main = name == "main" && file.impl_at(function.keyword).is_none();
        let set = sets
            .iter()
            .copied()
            .find(|at| body.contains(at) && is_set(file, *at));
        if is_main {
            told.runs.push(steps(cx, function, body, set));
            continue;
        }
        *told.names.entry(name.to_owned()).or_default() += 1;
        if let Some(set) = set {
            told.sets.insert(name.to_owned());
            // What is scoped to a block or a thread is set beside another.
            if !matches!(file.word(set), "set_default" | "with_default") {
                told.runs.push(steps(cx, function, body, Some(set)));
            }
        } else {
            let called: BTreeSet<String> = body
                .clone()
                .filter(|at| file.is(*at + 1, b'(') && file.token(*at).kind == TokenKind::Ident)
                .filter(|at| may_set_up(file.word(*at)))
                .map(|at| callee(file, at))
                .collect();
            if !called.is_empty() {
                told.runs.push(steps(cx, function, body, None));
                if body.len() < SHORT {
                    told.calls
                        .entry(name.to_owned())
                        .or_default()
                        .extend(called);
                }
            }
        }
        if has_event(file, body) {
            if statements(file, body)
                .iter()
                .any(|statement| logs(file, statement))
            {
                told.logs.insert(name.to_owned());
            }
            let branches = lost(file, function, body, body.end)
                .filter(|event| !is_statement(file, body, event))
                .map(|event| cx.site(&(event.whole.start..event.whole.start + 1)))
                .collect();
            told.branches.insert(name.to_owned(), branches);
        }
    }
    cx.facts::<Logged>().merge(told);
}

/// A function's name, with that of the type that it belongs to: `Settings::load`.
fn named(file: &File, function: &Function) -> String {
    let name = file.word(function.name);
    match file.impl_at(function.keyword) {
        Some(block) => format!("{}::{name}", file.word(block.ty)),
        None => name.to_owned(),
    }
}

/// The same of a function that is called.
fn callee(file: &File, at: u32) -> String {
    let name = file.word(at);
    let owner = at
        .checked_sub(3)
        .filter(|_| file.is_path_separator(at - 2))
        .map(|owner| file.word(owner))
        .filter(|owner| owner.starts_with(char::is_uppercase));
    match owner {
        Some("Self") => match file.impl_at(at) {
            Some(block) => format!("{}::{name}", file.word(block.ty)),
            None => name.to_owned(),
        },
        Some(owner) => format!("{owner}::{name}"),
        None => name.to_owned(),
    }
}

/// Whether a function may be one that sets a subscriber up through another: how it is called, as packages call theirs.
fn may_set_up(name: &str) -> bool {
    name.contains('_')
        && [
            "init",
            "set",
            "install",
            "subscrib",
            "trac",
            "telemetry",
            "log",
        ]
        .iter()
        .any(|part| name.contains(part))
}

/// Whether an event stands in a body.
fn has_event(file: &File, body: &Tokens) -> bool {
    let events = file.events();
    let from = events.partition_point(|event| event.whole.start < body.start);
    events
        .get(from)
        .is_some_and(|event| event.whole.start < body.end)
}

/// A set-up that hands on to another is short.
const SHORT: usize = 300;

/// `.init()`, `tracing_subscriber::fmt::init()`, `set_global_default(..)`; not `config.init(&pool)`.
fn is_set(file: &File, at: u32) -> bool {
    let Some(call) = Call::at(file, at) else {
        return false;
    };
    // `config.set_default("port", 80)` is another crate's.
    if matches!(
        file.word(at),
        "set_global_default" | "set_logger" | "set_boxed_logger"
    ) {
        return true;
    }
    let speaks = |word: &str| {
        [
            "subscriber",
            "tracing",
            "registry",
            "Registry",
            "logger",
            "telemetry",
            "fmt",
            "Builder",
            "layer",
        ]
        .iter()
        .any(|part| word.contains(part))
    };
    let by_itself = matches!(file.word(at), "init" | "try_init");
    (call.arguments.is_empty() || !by_itself)
        && match call.kind {
            CallKind::Method => call.before.clone().any(|at| speaks(file.word(at))),
            CallKind::Function => speaks(&call.resolved(file)),
            CallKind::Macro => false,
        }
}

/// Whether a statement is an event, whatever happens.
fn logs(file: &File, statement: &Tokens) -> bool {
    let events = file.events();
    let from = events.partition_point(|event| event.whole.start < statement.start);
    events
        .get(from)
        .is_some_and(|event| event.whole.start == statement.start && event.kind == EventKind::Event)
}

/// The events of a function before a place that are lost where nothing listens: not what a closure says when it is called, and
/// not an error, which the function mostly hands on as well.
fn lost<'a>(
    file: &'a File,
    function: &Function,
    body: &Tokens,
    before: u32,
) -> impl Iterator<Item = &'a Event> {
    let events = file.events();
    let from = events.partition_point(|event| event.whole.start < body.start);
    let keyword = function.keyword;
    let body = body.clone();
    events[from..]
        .iter()
        .take_while(move |event| event.whole.start < before)
        .filter(move |event| {
            event.kind == EventKind::Event
                && (!matches!(event.level, None | Some("error"))
                    || is_statement(file, &body, event))
                && file
                    .function_at(event.name)
                    .is_some_and(|around| around.keyword == keyword)
                && !in_closure(file, &body, event.whole.start)
        })
}

/// Whether an event is a statement of the function's own block.
fn is_statement(file: &File, body: &Tokens, event: &Event) -> bool {
    around(file, event.whole.start)
        .next()
        .is_some_and(|open| open + 1 == body.start)
}

/// Whether a place is run by somebody else: in a closure, or in a task.
fn in_closure(file: &File, body: &Tokens, at: u32) -> bool {
    around(file, at)
        .take_while(|open| *open >= body.start)
        .any(|open| {
            let before = open.saturating_sub(1);
            let is_block = file.is(open, b'{')
                && (file.is(before, b'|') || matches!(file.word(before), "async" | "move"));
            let is_macro =
                file.is(before, b'!') || file.is_word(before.saturating_sub(1), "macro_rules");
            is_block
                || is_macro
                || file.is(open, b'(')
                    && (open + 1..at).any(|at| {
                        file.is(at, b'|')
                            && (at == open + 1
                                || file.is(at - 1, b',')
                                || file.is_word(at - 1, "move"))
                    })
        })
}

/// What a function does before its subscriber stands; `set`: where it sets one up by itself.
fn steps(cx: &Cx<'_>, function: &Function, body: &Tokens, set: Option<u32>) -> Vec<Step> {
    let file = cx.file;
    let end = set.unwrap_or(body.end);
    let is_own = |at: u32| {
        file.function_at(at)
            .is_some_and(|around| around.keyword == function.keyword)
    };
    let mut found: Vec<(u32, Step)> = Vec::new();
    for event in lost(file, function, body, end) {
        let site = cx.site(&(event.whole.start..event.whole.start + 1));
        found.push((event.whole.start, Step::Log(site)));
    }
    for at in body.start..end {
        if file.token(at).kind != TokenKind::Ident || !file.is(at + 1, b'(') || !is_own(at) {
            continue;
        }
        let is_function = Call::at(file, at).is_some_and(|call| call.kind == CallKind::Function);
        if is_function && !in_closure(file, body, at) {
            // It is called once its arguments are there.
            let step = Step::Call(callee(file, at), cx.site(&(at..at + 1)));
            found.push((file.mate(at + 1), step));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let mut found: Vec<Step> = found.into_iter().map(|(_, step)| step).collect();
    if set.is_some() {
        found.push(Step::Set);
    }
    found
}

/// How many functions a set-up goes through.
const DEEPEST: usize = 3;

fn decide(cx: &UnitCx<'_>) {
    let Some(told) = cx.facts::<Logged>() else {
        return;
    };
    let mut sets = told.sets.clone();
    for _ in 0..DEEPEST {
        let more: Vec<String> = told
            .calls
            .iter()
            .filter(|(name, calls)| {
                !sets.contains(*name)
                    && calls
                        .iter()
                        .any(|call| sets.contains(call) && call.contains('_'))
            })
            .map(|(name, _)| name.clone())
            .collect();
        sets.extend(more);
    }
    let is_unique = |name: &str| told.names.get(name) == Some(&1);
    let mut said = BTreeSet::new();
    for steps in &told.runs {
        let is_set = |step: &Step| match step {
            Step::Set => true,
            Step::Call(name, _) => sets.contains(name) && is_unique(name),
            Step::Log(_) => false,
        };
        let Some(stands) = steps.iter().position(is_set) else {
            continue;
        };
        for step in &steps[..stands] {
            match step {
                Step::Log(site) => event(cx, &mut said, site),
                Step::Call(name, _) if !is_unique(name) => {}
                Step::Call(name, site) if told.logs.contains(name) => {
                    cx.report_at(&RULE, site, |mut finding| {
                        finding.message = format!(
                            "`{name}` logs before the subscriber is set up further down, so its events are dropped"
                        )
                        .into();
                        finding
                            .elsewhere(Elsewhere::Word(
                                name.rsplit("::").next().unwrap_or(name).to_owned(),
                            ))
                            .help("set the subscriber up first, or keep what it says and log it afterwards")
                    });
                }
                Step::Call(name, _) => {
                    for site in told.branches.get(name).into_iter().flatten() {
                        event(cx, &mut said, site);
                    }
                }
                Step::Set => {}
            }
        }
    }
}

/// Reports an event, once.
fn event(cx: &UnitCx<'_>, said: &mut BTreeSet<(PathBuf, usize)>, site: &Site) {
    if !said.insert((site.path.to_path_buf(), site.bytes.start)) {
        return;
    }
    cx.report_at(&RULE, site, |mut finding| {
        finding.message =
            "this event is dropped, because the subscriber is set up further down".into();
        finding.help("set the subscriber up first; before that, use `eprintln!`")
    });
}
