//! `println!` and its like in service code.

use crate::analysis::printed;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::finding::Seldom;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "print-macro",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    // Goes past the redactor, with whatever it prints.
    standing: Standing::logged(Precision::High, "3.7"),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/print-macro.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[printed::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for call in printed::in_service(&cx.code) {
        // A build script speaks to cargo, in whichever file it does.
        let text = cx.file.word(call.arguments.start);
        if text.starts_with("\"cargo:") {
            continue;
        }
        // What makes the output itself has nowhere else to speak.
        let block = cx.file.impl_at(call.name);
        let of_trait = block.and_then(|block| block.of_trait);
        let is_output = |at: u32| {
            matches!(
                cx.file.word(at),
                "Layer" | "Subscriber" | "MakeWriter" | "FormatEvent" | "FormatFields"
            )
        };
        if of_trait.is_some_and(is_output) {
            continue;
        }
        let name = cx.file.word(call.name);
        let help = match cx.file.word(call.name) {
            "dbg" => "remove it, or write `tracing::debug!(?value)`",
            "eprint" | "eprintln" => {
                "write an event: `tracing::warn!(..)` or `tracing::error!(..)`"
            }
            _ => "write an event with fields: `tracing::info!(..)` or `tracing::debug!(..)`",
        };
        let message = format!(
            "`{name}!` in a service bypasses the subscriber: it has no level, no trace id and no redaction"
        );
        let finding = cx.at(&RULE, &call.before, message).help(help);
        cx.report(match name {
            "dbg" => finding,
            _ => finding.seldom(Seldom::FitInCommand),
        });
    }
}
