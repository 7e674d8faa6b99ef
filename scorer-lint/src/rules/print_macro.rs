//! `println!` and its like in service code.

use crate::analysis::printed;
use crate::engine::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::source::Word;

/// The rule.
pub static RULE: Rule = Rule {
    name: "print-macro",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/print-macro.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for call in printed::in_service(cx) {
        // A build script speaks to cargo, in whichever file it does.
        let text = cx.file.word(call.arguments.start);
        if text.starts_with("\"cargo:") {
            continue;
        }
        let name = cx.file.word(call.name);
        let help = match cx.file.token(call.name).word {
            Word::Dbg => "take it out, or write `tracing::debug!(?value)`",
            Word::Eprint | Word::Eprintln => {
                "write an event: `tracing::warn!(..)` or `tracing::error!(..)`"
            }
            _ => "write an event with fields: `tracing::info!(..)` or `tracing::debug!(..)`",
        };
        let message = format!(
            "`{name}!` in a service goes past the subscriber: no level, no trace id, no redaction"
        );
        cx.report(cx.at(&RULE, &call.before, message).help(help));
    }
}
