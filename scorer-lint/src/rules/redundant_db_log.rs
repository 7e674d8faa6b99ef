//! An event that says about a statement what the statement's own span says.

mod words;

use crate::analysis::message;
use crate::analysis::statements;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Event, EventKind, File};

use crate::analysis::statements::{Near, Statements, prints_rows, reaches_database};
use words::{BUSINESS, COUNTED, DONE, KEYWORDS, OTHER, STATEMENT, Words, is_sql};

/// The rule.
pub static RULE: Rule = Rule {
    name: "redundant-db-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/redundant-db-log.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[statements::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    let statements = Statements::read(cx.file);
    for event in cx.file.events() {
        if is_redundant(cx.file, &statements, event) {
            let message = format!(
                "this `{}!` repeats what the statement's span says: its text, its rows, its duration",
                cx.file.word(event.name)
            );
            let help = "take it out; what the rows mean to the caller is worth a line, that they were read is not";
            let finding = cx.at(&RULE, &message::head(event), message).help(help);
            // `SQLx` itself reports every statement.
            let lines = removal::bare(cx.file, event);
            cx.report(removal::mended(finding, lines, true));
        }
    }
}

/// Whether an event says what a statement's span says.
pub(super) fn is_redundant(file: &File, statements: &Statements, event: &Event) -> bool {
    if event.kind != EventKind::Event || matches!(event.level, Some("warn" | "error")) {
        return false;
    }
    let Some(said) = message::message(file, event) else {
        return false;
    };
    let words = Words(said.words());
    let is_sql = is_sql(file, event, &said);
    if !(is_sql || words.speak_of_data()) || words.has(BUSINESS) || words.query_elsewhere() {
        return false;
    }
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    let Some(body) = &function.body else {
        return false;
    };
    if !reaches_database(file, statements, function, body) {
        return false;
    }
    if words.take_connection() {
        return true;
    }
    if words.has(OTHER) || words.has(&["no", "not"]) {
        return false;
    }
    if is_sql || words.tell_a_statement(&said) {
        return true;
    }
    let near = Near { file, body, event };
    // "insert done" right behind it.
    if words.0.len() <= 3 && words.has(KEYWORDS) && words.has(DONE) && near.is_behind_statement() {
        return true;
    }
    // "fetching user" right before the statement, "loaded {} weights" right behind it with the count of its rows.
    match words.0.first() {
        Some(first) if first.ends_with("ing") => {
            STATEMENT.contains(first) && near.is_before_statement()
        }
        Some(first) => {
            (STATEMENT.contains(first) || COUNTED.contains(first))
                && near.is_behind_statement()
                && prints_rows(file, event, &said, body)
        }
        None => false,
    }
}
