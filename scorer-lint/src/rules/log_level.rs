//! Intermediate values above `debug`, and handled retries and fallbacks at `error`.

mod answered;
mod intermediate;
mod labels;
mod recovered;
mod tried_again;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Argument, Event, EventKind, File};

use answered::{alike, answered, each_turn, eager};
use intermediate::intermediate;
use recovered::recovered;
use tried_again::handled_here;

/// The rule.
pub static RULE: Rule = Rule {
    name: "log-level",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    // Whether a level is too loud is a matter of taste, too.
    standing: Standing::of(Precision::Medium),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/log-level.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx.file.events() {
        if event.kind != EventKind::Event || is_audit(cx.file, event) {
            continue;
        }
        let finding = match event.level {
            Some("error") => eager(&RULE, cx, event)
                .or_else(|| recovered(&RULE, cx, event))
                .or_else(|| handled_here(&RULE, cx, event))
                .or_else(|| answered(&RULE, cx, event))
                .or_else(|| alike(&RULE, cx, event)),
            Some("info") => eager(&RULE, cx, event)
                .or_else(|| intermediate(cx, event))
                .or_else(|| each_turn(&RULE, cx, event)),
            Some("warn") => eager(&RULE, cx, event).or_else(|| intermediate(cx, event)),
            _ => None,
        };
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}

/// Whether an event goes to a place of its own, whose level nobody filters by.
fn is_audit(file: &File, event: &Event) -> bool {
    event.arguments.iter().any(|argument| match argument {
        Argument::Setting { value, .. } => {
            let text = file.text_of(value);
            text.contains("audit") || text.contains("metrics")
        }
        _ => false,
    })
}
