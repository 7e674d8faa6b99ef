//! Telemetry that is never flushed, or not on every way out of the program.

mod flushes;
mod providers;
mod seen;
mod telling;
mod ways_out;

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, TokenKind, path_text, top_level};

use seen::{Flush, Flushing, Way};
use telling::{is_telemetry, last_token};

/// The rule.
pub static RULE: Rule = Rule {
    name: "no-flush",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Function,
    page: include_str!("../../docs/rules/no-flush.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[
        "shutdown",
        "shutdown_with_timeout",
        "force_flush",
        "shutdown_tracer_provider",
        "shutdown_logger_provider",
        "shutdown_meter_provider",
        "TracerProvider",
        "SdkTracerProvider",
        "LoggerProvider",
        "SdkLoggerProvider",
        "MeterProvider",
        "SdkMeterProvider",
        "install_batch",
        "exit",
        "main",
        "lambda_runtime",
        "lambda_http",
        "run",
        "run_with_streaming_response",
        "Runtime",
        "static",
        "forget",
        "leak",
    ],
    helpers: &[],
    checks: &[Check::File(check), Check::Unit(decide)],
};

fn check(cx: &Cx<'_>) {
    let mut seen = Flushing::read(cx);
    ways_out::read(cx, &mut seen);
    cx.facts::<Flushing>().merge(seen);
    statics(cx);
    leaked(cx);
}

fn decide(cx: &UnitCx<'_>) {
    let Some(seen) = cx.facts::<Flushing>() else {
        return;
    };
    if seen.flushes.is_empty() {
        if cx.unit.complete {
            never(cx, seen);
        }
        return;
    }
    for provider in seen.providers.iter().filter(|provider| provider.is_let_go) {
        let kind = ["Tracer", "Logger", "Meter"]
            .into_iter()
            .find(|kind| provider.name.contains(kind));
        let by_global = seen.flushes.iter().any(|flush| {
            flush.global.is_some_and(|name| {
                kind.is_some_and(|kind| name.contains(&kind.to_ascii_lowercase()))
            })
        });
        if cx.unit.complete && !by_global {
            say(
                cx,
                &provider.site,
                &format!(
                    "`{}` is set for the whole process but not kept, so nothing can shut it down: its last batch is lost",
                    provider.name
                ),
                "return it to the caller with the others, and call `provider.shutdown()` when the service ends",
            );
        }
    }
    let ends_by_drop = seen.flushes.iter().any(|flush| flush.in_drop);
    for lambda in &seen.lambdas {
        let per_call = |flush: &Flush| {
            let is_later = flush.path == lambda.site.path && lambda.rest.contains(&flush.at);
            flush.forced && !flush.in_drop && !is_later
        };
        if cx.unit.complete && !seen.providers.is_empty() && !seen.flushes.iter().any(per_call) {
            say(
                cx,
                &lambda.site,
                "nothing flushes when an invocation ends: the sandbox freezes the thread that exports",
                "call `provider.force_flush()` when the handler is done, in each invocation",
            );
        }
    }
    for way in &seen.ways_out {
        match way.way {
            Way::Exit => say(
                cx,
                &way.site,
                "the process ends here without a flush: the last spans are lost",
                "flush before: `provider.shutdown()`, or `drop(guard)`; or better, return from `main` with an `ExitCode`",
            ),
            Way::Return if ends_by_drop => {}
            Way::Return => say(
                cx,
                &way.site,
                &format!(
                    "`{}` returns here and skips the flush below: the last spans are lost",
                    way.function
                ),
                "keep the outcome, flush, then return it: `let outcome = serve().await; provider.shutdown()?; outcome`",
            ),
        }
    }
}

/// Nothing in the package flushes.
fn never(cx: &UnitCx<'_>, seen: &Flushing) {
    for provider in &seen.providers {
        // A library hands it to whoever has a `main`.
        if provider.handed_on && !seen.has_main {
            continue;
        }
        say(
            cx,
            &provider.site,
            &format!(
                "`{}` is built, but nothing shuts it down: its last batch is lost",
                provider.name
            ),
            "keep the provider, and call `provider.shutdown()` when the service ends; on Lambda also `force_flush()` per invocation",
        );
    }
}

fn say(cx: &UnitCx<'_>, site: &Site, message: &str, help: &str) {
    cx.report_at(&RULE, site, |mut finding| {
        finding.message = message.into();
        finding.help(help)
    });
}

/// A guard in a `static`, which is never dropped.
fn statics(cx: &Cx<'_>) {
    let file = cx.file;
    let takes = OnceCell::new();
    for at in file.hits("static") {
        let mut name = at + 1;
        while matches!(file.word(name), "ref" | "mut") {
            name += 1;
        }
        if file.token(name).kind != TokenKind::Ident || !file.is(name + 1, b':') {
            continue;
        }
        let end = last_token(file, name);
        let head = name + 2..end;
        let equals = top_level(file, &head).find(|at| file.is(*at, b'='));
        let ty = name + 2..equals.unwrap_or(end);
        let mut words = ty.clone().map(|at| file.word(at));
        let Some(guard) = words.find(|word| is_flush_guard(word, file.word(name))) else {
            continue;
        };
        if takes.get_or_init(|| taken(cx)).contains(file.word(name)) {
            continue;
        }
        let message =
            format!("`{guard}` is in a `static`, which is never dropped: it never flushes");
        let finding = cx
            .at_token(&RULE, name, message)
            .help("keep it in a local of `main`: `let _guard = ..`");
        cx.report(finding);
    }
}

/// Whether a type's name is that of a guard that flushes.
fn is_flush_guard(ty: &str, name: &str) -> bool {
    let told = |text: &str| {
        let text = text.to_ascii_lowercase();
        [
            "flush",
            "otel",
            "telemetry",
            "trac",
            "shutdown",
            "appender",
            "observ",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    ty == "WorkerGuard" || ty.ends_with("Guard") && (told(ty) || ty == "Guard" && told(name))
}

/// Names in front of `.take()`: a static whose value is taken out again may be dropped.
fn taken<'a>(cx: &'a Cx<'_>) -> HashSet<&'a str> {
    let file = cx.file;
    (0..file.len())
        .filter(|at| file.is_word(*at, "take") && file.is(at + 1, b'('))
        .flat_map(|at| at.saturating_sub(24)..at)
        .filter(|at| file.token(*at).kind == TokenKind::Ident)
        .map(|at| file.word(at))
        .collect()
}

/// `std::mem::forget(guard)`, `Box::leak(Box::new(guard))`.
fn leaked(cx: &Cx<'_>) {
    for at in cx.file.hits_of(&["forget", "leak"]) {
        let Some(call) = Call::at(cx.file, at) else {
            continue;
        };
        let is_meant = matches!(
            path_text(cx.file, &call.before).rsplit("::").nth(1),
            Some("mem" | "Box")
        ) || call.resolved(cx.file).ends_with("mem::forget");
        let guard = call
            .arguments
            .clone()
            .find(|at| cx.file.word(*at).contains("guard"));
        if let (true, Some(guard)) = (is_meant, guard)
            && is_telemetry(cx, guard)
        {
            let message = format!(
                "`{}` is never dropped, and so never flushes",
                cx.file.word(guard)
            );
            let finding = cx
                .at_token(&RULE, at, message)
                .help("keep it in a local of `main`: `let _guard = ..`");
            cx.report(finding);
        }
    }
}
