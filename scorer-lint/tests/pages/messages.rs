//! What every rule says is written alike: in lower case, without a full stop, with the thing in backticks and the way out.

use std::collections::BTreeSet;

use scorer_lint::engine::finding::Finding;
use scorer_lint::rule::Level;
use scorer_lint::rules;

use crate::examples::{examples, findings};

/// Every finding on every page, what is said twice left out.
fn said() -> Vec<Finding> {
    let mut texts = BTreeSet::new();
    let mut found = Vec::new();
    for rule in rules::ALL.rules().iter() {
        for example in examples(rule.page) {
            found.extend(findings(&example).into_iter().map(|(_, finding)| finding));
        }
    }
    found.retain(|finding| {
        let text = (finding.rule.name, finding.message.clone());
        texts.insert((text, finding.help.clone(), finding.notes.clone()))
    });
    found
}

/// What is wrong with a line, as far as its form goes.
fn faults(line: &str) -> Vec<&'static str> {
    let first = line.chars().next().unwrap_or(' ');
    // Code is shown as it was written, over several lines if need be.
    let prose = line.split('`').step_by(2).collect::<Vec<_>>().join("_");
    let checks = [
        (
            first.is_lowercase() || first == '`',
            "begins neither in lower case nor with a backtick",
        ),
        (
            !line.ends_with(['.', '!', ' ', '\n']),
            "ends in a full stop or space",
        ),
        (!prose.contains('\n'), "has more than one line"),
        (
            line.matches('`').count().is_multiple_of(2),
            "has a backtick too many",
        ),
        (
            !line.contains("``") && !prose.contains("  "),
            "has an empty name or two spaces",
        ),
    ];
    checks
        .iter()
        .filter(|(holds, _)| !holds)
        .map(|(_, fault)| *fault)
        .collect()
}

#[test]
fn every_line_has_the_form() {
    let mut failures = Vec::new();
    for finding in said() {
        let lines = [&finding.message]
            .into_iter()
            .chain(&finding.notes)
            .chain(&finding.help);
        for line in lines.map(ToString::to_string) {
            for fault in faults(&line) {
                failures.push(format!("{}: {fault}: {line:?}", finding.rule.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_finding_that_is_to_be_mended_says_how_and_names_something() {
    let mut failures = Vec::new();
    for finding in said() {
        let help = finding.help.as_ref();
        let help = help.map(ToString::to_string).unwrap_or_default();
        if finding.rule.level >= Level::Warn && help.is_empty() {
            failures.push(format!(
                "{}: no help: {:?}",
                finding.rule.name, finding.message
            ));
        }
        if !finding.message.to_string().contains('`') && !help.contains('`') {
            failures.push(format!(
                "{}: names nothing: {:?}",
                finding.rule.name, finding.message
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_is_heard() {
    let heard: BTreeSet<&str> = said().iter().map(|finding| finding.rule.name).collect();
    for rule in rules::ALL.rules().iter() {
        assert!(heard.contains(rule.name), "{} says nothing", rule.name);
    }
}
