//! `#[tracing::instrument]`, which records every argument that nobody thought of skipping.

use crate::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::unskipped;

/// The rule.
pub static RULE: Rule = Rule {
    name: "raw-instrument",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/raw-instrument.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for instrumented in unskipped::raw(cx.file) {
        let attribute = instrumented.attribute;
        let path = &attribute.path;
        let written = cx.file.text_of(&attribute.all);
        let behind = cx.file.bytes_of(path).end - cx.file.bytes_of(&attribute.all).start;
        let help = format!(
            "write `#[scorer_span{}`",
            written.get(behind..).unwrap_or("]")
        );
        let message =
            "`#[instrument]` records every argument that is not skipped, whatever it holds";
        let function = instrumented.function;
        let head = cx.file.bytes_of(&(function.start..end_of_head(function)));
        cx.report(
            cx.at(&RULE, path, message)
                .help(help)
                .fix(
                    cx.file.bytes_of(path),
                    "scorer_instrument::scorer_span",
                    false,
                )
                .needs("scorer-instrument", None)
                .yields_in(head),
        );
    }
}

/// The token behind a function's attributes, arguments and returned type.
fn end_of_head(function: &crate::source::Function) -> u32 {
    match &function.body {
        Some(body) => body.start,
        None => function.output.end,
    }
}
