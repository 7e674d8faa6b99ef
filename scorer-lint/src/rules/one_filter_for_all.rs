//! One filter for the whole registry, which removes spans from OpenTelemetry along with log lines.

use std::collections::BTreeSet;

use crate::analysis::set_up::{Link, alone, argument, followed, links, mentions};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, TokenKind, Tokens, chain_start, next, resolved};

/// The rule.
pub static RULE: Rule = Rule {
    name: "one-filter-for-all",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/one-filter-for-all.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["with", "with_filter"],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let mut read = BTreeSet::new();
    let mut starts = BTreeSet::new();
    let mut said = BTreeSet::new();
    for at in cx.file.hits("with") {
        if read.contains(&at) || at == 0 || !cx.file.is(at - 1, b'.') {
            continue;
        }
        let start = chain_start(cx.file, at - 1);
        if !starts.insert(start) {
            continue;
        }
        let stack = Stack::read(cx, start, &mut read);
        if !(stack.has_traces && stack.is_subscriber) {
            continue;
        }
        for filter in stack.filters {
            if said.insert(filter.start) {
                report(cx, &filter);
            }
        }
    }
    for at in cx.file.hits("with_filter") {
        if let Some(call) = Call::at(cx.file, at)
            && call.kind == CallKind::Method
            && is_both(cx, &call)
        {
            report(cx, &argument(cx.file, call.arguments));
        }
    }
}

/// The layers of a subscriber.
#[derive(Default)]
struct Stack {
    /// Whether it is one: clients and the like are built by `with` too.
    is_subscriber: bool,
    has_traces: bool,
    /// What filters all of it.
    filters: Vec<Tokens>,
}

impl Stack {
    /// Reads the chain that begins at a token, and the chain that it goes on from; notes the calls that it has read.
    fn read(cx: &Cx<'_>, start: u32, read: &mut BTreeSet<u32>) -> Self {
        let mut stack = Self::default();
        let mut start = start;
        for _ in 0..8 {
            for link in links(cx.file, start) {
                stack.link(cx, &link);
                read.insert(link.name);
            }
            let head = start..next_dot(cx, start);
            stack.is_subscriber |= head.clone().any(|at| {
                let word = cx.file.word(at).to_ascii_lowercase();
                ["registry", "subscriber", "fmt"]
                    .iter()
                    .any(|name| word.contains(name))
            });
            let value = followed(&cx.code, &head);
            if value == head {
                break;
            }
            start = value.start;
        }
        stack
    }

    fn link(&mut self, cx: &Cx<'_>, link: &Link) {
        match cx.file.word(link.name) {
            "with" if is_traces(cx, &link.arguments) => self.has_traces = true,
            "with" if is_filter(cx, &link.arguments) => self.filters.push(link.arguments.clone()),
            "with_env_filter" => self.filters.push(link.arguments.clone()),
            "init" | "try_init" => self.is_subscriber = true,
            _ => {}
        }
    }
}

/// Where a chain's first dot stands.
fn next_dot(cx: &Cx<'_>, start: u32) -> u32 {
    let mut at = start;
    while at < cx.file.len() && !cx.file.is(at, b'.') && !cx.file.is(at, b';') {
        at = next(cx.file, at);
    }
    at
}

/// Whether a layer makes OpenTelemetry spans.
fn is_traces(cx: &Cx<'_>, layer: &Tokens) -> bool {
    let exports_logs = |word: &str| {
        word == "OpenTelemetryTracingBridge" || word == "opentelemetry_appender_tracing"
    };
    if mentions(&cx.code, layer, &exports_logs) {
        return false;
    }
    let speaks = |word: &str| {
        let word = word.to_ascii_lowercase();
        ["opentelemetry", "otel", "otlp", "telemetry"]
            .iter()
            .any(|name| word.contains(name))
    };
    mentions(&cx.code, layer, &speaks)
        || pushed(cx, layer)
            .iter()
            .any(|layer| mentions(&cx.code, layer, &speaks))
}

/// How far back a list of layers is followed.
const FAR: u32 = 2000;

/// What is pushed into a list of layers, in the function that hands it on.
fn pushed(cx: &Cx<'_>, layers: &Tokens) -> Vec<Tokens> {
    let file = cx.file;
    let body = file
        .function_at(layers.start)
        .and_then(|function| function.body.clone());
    let (Some(name), Some(body)) = (alone(file, layers), body) else {
        return Vec::new();
    };
    let is_push = |at: &u32| {
        file.is_word(*at, "push")
            && at
                .checked_sub(2)
                .is_some_and(|list| file.is_word(list, file.word(name)))
    };
    (body.start.max(name.saturating_sub(FAR))..name)
        .filter(is_push)
        .filter_map(|at| Some(Call::at(file, at)?.arguments))
        .collect()
}

/// Whether a layer is a filter itself, as against one with a filter of its own.
fn is_filter(cx: &Cx<'_>, layer: &Tokens) -> bool {
    let value = followed(&cx.code, layer);
    if let Some(name) = alone(cx.file, &value) {
        // An argument, or one half of a pair: its name says what it is.
        let word = cx.file.word(name);
        return word == "filter" || word.ends_with("_filter") || word == "filter_layer";
    }
    let mut at = value.start;
    let mut is_filter = false;
    // A filter is built in a few words.
    let end = value.end.min(value.start.saturating_add(400));
    while at < end {
        let token = cx.file.token(at);
        if token.kind == TokenKind::Ident {
            match resolved(cx.file, cx.file.word(at))
                .rsplit("::")
                .next()
                .unwrap_or_default()
            {
                "with_filter" | "layer" | "Layer" => return false,
                "EnvFilter" => is_filter = true,
                "Targets" => is_filter |= at > value.start || cx.file.is_path_separator(at + 1),
                name => {
                    let is_call = at + 1 < value.end && cx.file.is(at + 1, b'(');
                    is_filter |= is_call && name.ends_with("_filter");
                }
            }
        }
        at += 1;
    }
    is_filter
}

/// Whether what gets one filter is a log layer and OpenTelemetry's joined.
fn is_both(cx: &Cx<'_>, call: &Call) -> bool {
    let receiver = &call.before;
    let joined = receiver.clone().any(|at| cx.file.is_word(at, "and_then"));
    joined
        && is_traces(cx, receiver)
        && mentions(&cx.code, receiver, &|word| {
            word == "fmt" || word.contains("log")
        })
}

fn report(cx: &Cx<'_>, filter: &Tokens) {
    let finding = cx
        .at(&RULE, filter, "this filter applies to every layer: what it removes from the log, it also removes from the traces")
        .note("`RUST_LOG=warn` leaves no span to export")
        .help("give each layer its own: `.with(fmt::layer().with_filter(env_filter))`, and the OpenTelemetry layer one that does not come from `RUST_LOG`");
    cx.report(finding);
}
