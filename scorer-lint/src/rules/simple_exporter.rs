//! A processor that exports each span while the request waits.

use crate::analysis::set_up::mentions;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::Call;
use crate::source::path::path_end;

/// The rule.
pub static RULE: Rule = Rule {
    name: "simple-exporter",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/simple-exporter.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[
        "SimpleSpanProcessor",
        "SimpleLogProcessor",
        "with_simple_exporter",
        "install_simple",
    ],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let file = cx.file;
    for at in file.hits_of(&["SimpleSpanProcessor", "SimpleLogProcessor"]) {
        let is_own = || {
            file.types()
                .iter()
                .any(|ty| file.word(ty.name) == file.word(at))
        };
        let last = path_end(file, at);
        if last == at || is_own() {
            continue;
        }
        if let Some(call) = Call::at(file, last) {
            report(
                cx,
                at,
                &call,
                "pass the exporter to `with_batch_exporter(exporter)`",
            );
        }
    }
    for at in file.hits_of(&["with_simple_exporter", "install_simple"]) {
        let Some(call) = Call::at(file, at) else {
            continue;
        };
        let help = match file.word(at) {
            "with_simple_exporter" => "write `.with_batch_exporter(exporter)`",
            _ => "write `.install_batch(opentelemetry_sdk::runtime::Tokio)`",
        };
        report(cx, at, &call, help);
    }
}

fn report(cx: &Cx<'_>, at: u32, call: &Call, help: &str) {
    // What keeps spans in memory is a double for tests, wherever it stands.
    if mentions(&cx.code, &call.arguments, &|word| {
        word.starts_with("InMemory")
    }) {
        return;
    }
    let name = cx.file.word(at);
    let message =
        format!("`{name}` exports each span as it ends, and the code that ended it waits");
    let finding = cx.at_token(&RULE, at, message).help(help);
    let finding = if name == "with_simple_exporter" {
        let bytes = finding.bytes.clone();
        finding.fix(bytes, "with_batch_exporter", false)
    } else {
        finding
    };
    cx.report(finding);
}
