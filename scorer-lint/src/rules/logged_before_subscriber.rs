//! An event before anything listens.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::beside::statements;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Elsewhere;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, EventKind, File, Function, TokenKind, Tokens};

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
    /// What each `main` does, in order.
    mains: Vec<Vec<Step>>,
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
        self.mains.extend(other.mains);
    }
}

/// Something that `main` does.
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
        let name = file.word(function.name);
        let is_main = name == "main" && file.impl_at(function.keyword).is_none();
        if is_main {
            told.mains.push(steps(cx, function, body, &sets));
            continue;
        }
        *told.names.entry(name.to_owned()).or_default() += 1;
        if sets.iter().any(|at| body.contains(at) && is_set(file, *at)) {
            told.sets.insert(name.to_owned());
        } else if body.len() < SHORT {
            let called: BTreeSet<String> = body
                .clone()
                .filter(|at| file.is(*at + 1, b'(') && file.token(*at).kind == TokenKind::Ident)
                .map(|at| file.word(at))
                .filter(|callee| may_set_up(callee))
                .map(str::to_owned)
                .collect();
            if !called.is_empty() {
                told.calls
                    .entry(name.to_owned())
                    .or_default()
                    .extend(called);
            }
        }
        if has_event(file, body)
            && statements(file, body)
                .iter()
                .any(|statement| logs(file, statement))
        {
            told.logs.insert(name.to_owned());
        }
    }
    cx.facts::<Logged>().merge(told);
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

/// What `main` does before its subscriber stands.
fn steps(cx: &Cx<'_>, function: &Function, body: &Tokens, sets: &[u32]) -> Vec<Step> {
    let file = cx.file;
    let mut found = Vec::new();
    for statement in statements(file, body) {
        if sets
            .iter()
            .any(|at| statement.contains(at) && is_set(file, *at))
        {
            found.push(Step::Set);
            return found;
        }
        if logs(file, &statement) {
            found.push(Step::Log(cx.site(&(statement.start..statement.start + 1))));
            continue;
        }
        for at in statement {
            let is_call = file.token(at).kind == TokenKind::Ident && file.is(at + 1, b'(');
            let is_own = is_call
                && file
                    .function_at(at)
                    .is_some_and(|around| around.keyword == function.keyword)
                && Call::at(file, at).is_some_and(|call| call.kind == CallKind::Function);
            if is_own {
                found.push(Step::Call(file.word(at).to_owned(), cx.site(&(at..at + 1))));
            }
        }
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
    for steps in &told.mains {
        let is_set = |step: &Step| match step {
            Step::Set => true,
            Step::Call(name, _) => sets.contains(name),
            Step::Log(_) => false,
        };
        let Some(stands) = steps.iter().position(is_set) else {
            continue;
        };
        for step in &steps[..stands] {
            match step {
                Step::Log(site) => cx.report_at(&RULE, site, |mut finding| {
                    finding.message = "nothing listens yet: this event is dropped, since the subscriber is set up further down".into();
                    finding.help("set the subscriber up first; what must be said before goes to `eprintln!`")
                }),
                Step::Call(name, site) if told.logs.contains(name) && told.names.get(name) == Some(&1) => {
                    cx.report_at(&RULE, site, |mut finding| {
                        finding.message = format!(
                            "`{name}` logs, and nothing listens yet: its events are dropped, since the subscriber is set up further down"
                        )
                        .into();
                        finding
                            .elsewhere(Elsewhere::Word(name.clone()))
                            .help("set the subscriber up first, or keep what it says and log it afterwards")
                    });
                }
                Step::Call(..) | Step::Set => {}
            }
        }
    }
}
