//! `#[tracing::instrument]`, which records every argument that nobody thought of skipping.

mod convert;
mod naming;
pub(super) mod proven;

use crate::analysis::spans::MOST;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;
use crate::source::instrument::Instrumented;

/// The rule.
pub static RULE: Rule = Rule {
    name: "raw-instrument",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    // What matters of all that it records, the rules on arguments say.
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/raw-instrument.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let all: Vec<Instrumented<'_>> = instrument::raw(cx.file).collect();
    let macros = if all.is_empty() || all.len() > MOST {
        None
    } else {
        Some(convert::macros(cx.file))
    };
    for instrumented in all {
        let path = &instrumented.attribute.path;
        let message =
            "`#[instrument]` records every argument that is not skipped, whatever it holds";
        let function = instrumented.function;
        let head = cx.file.bytes_of(&(function.start..end_of_head(function)));
        let finding = cx.at(&RULE, path, message).yields_in(head);
        let conversion = macros
            .as_ref()
            .and_then(|macros| convert::convert(cx, &instrumented, macros));
        cx.report(match conversion {
            Some(conversion) => conversion.complete(finding),
            None => finding.help(format!("write `{}`", as_it_stands(cx, &instrumented))),
        });
    }
}

/// The attribute under its new name, for what cannot be judged.
fn as_it_stands(cx: &Cx<'_>, one: &Instrumented<'_>) -> String {
    let attribute = one.attribute;
    let written = cx.file.text_of(&attribute.all);
    let start = cx.file.bytes_of(&attribute.all).start;
    let path = cx.file.bytes_of(&attribute.path);
    let before = written.get(..path.start.saturating_sub(start));
    let behind = written.get(path.end.saturating_sub(start)..);
    format!(
        "{}scorer_span{}",
        before.unwrap_or("#["),
        behind.unwrap_or("]")
    )
}

/// The token behind a function's attributes, arguments and returned type.
fn end_of_head(function: &crate::source::Function) -> u32 {
    match &function.body {
        Some(body) => body.start,
        None => function.output.end,
    }
}
