//! A span that stays entered across an `.await`: other tasks' spans become its children.

mod instrument;

use crate::analysis::spans;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "manual-span-async",
    group: Group::Spans,
    level: Level::Deny,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Scope,
    page: include_str!("../../docs/rules/manual-span-async.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[spans::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for guard in spans::guards(&cx.code) {
        let Some(suspension) = guard.held_over else {
            continue;
        };
        let over = match cx.file.word(suspension) {
            "await" => "`.await`".to_owned(),
            name => format!("`{name}!`"),
        };
        let message = format!(
            "`{}` keeps the span entered across {over}, while the thread runs other tasks",
            cx.file.word(guard.name)
        );
        let finding = cx.at(&RULE, &guard.enter, message)
                .note("what those tasks record becomes part of this span, and the next request's spans its children")
                .help("write `#[scorer_span]` on the function, or `.instrument(span)` on the future that is awaited");
        cx.report(instrument::mended(cx, &guard, finding));
    }
}
