//! Every rule has a page, every page is a rule's, and its examples are found and left alone as it says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scorer_lint::rule::{Group, Precision};
use scorer_lint::rules;

use crate::examples::{Example, examples};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let names: BTreeSet<String> = rules::ALL
        .rules()
        .iter()
        .map(|rule| rule.name.to_owned())
        .collect();
    assert_eq!(
        names.len(),
        rules::ALL.rules().iter().count(),
        "two rules have one name"
    );
    let written: BTreeSet<String> = fs::read_dir(pages())
        .expect("the pages")
        .map(|entry| entry.expect("a page").path())
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(names, written);
    for rule in rules::ALL.rules().iter() {
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.name)),
            "{}'s page begins with its name",
            rule.name
        );
        assert!(
            rule.summary().ends_with('.'),
            "{}: {:?} is no sentence",
            rule.name,
            rule.summary()
        );
        for section in ["## What it refuses", "## Why", "## Refused", "## Accepted"] {
            assert!(
                rule.page.contains(section),
                "{}'s page has no section {section}",
                rule.name
            );
        }
    }
}

#[test]
fn refused_examples_yield_their_marks_and_accepted_ones_nothing() {
    let mut failures = Vec::new();
    for rule in rules::ALL.rules().iter() {
        let (mut refused, mut accepted) = (0, 0);
        for example in examples(rule.page) {
            if example.accepted {
                accepted += 1;
            } else {
                refused += 1;
            }
            failures.extend(verdict(rule.name, &example));
        }
        if refused == 0 || accepted == 0 {
            failures.push(format!("{}: needs examples of both kinds", rule.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn verdict(rule: &str, example: &Example) -> Option<String> {
    let found = crate::examples::lint_example(example);
    let wanted = &example.marks;
    if let Some((_, unknown)) = wanted
        .iter()
        .find(|(_, name)| rules::ALL.rules().find(name).is_none())
    {
        return Some(format!(
            "{rule}: a mark of `{unknown}`, which is no rule:\n{}",
            example.shown()
        ));
    }
    if !example.accepted && !wanted.iter().any(|(_, name)| name == rule) {
        return Some(format!(
            "{rule}: a refused example without a mark of its own:\n{}",
            example.shown()
        ));
    }
    if example.accepted && wanted.iter().any(|(_, name)| name == rule) {
        return Some(format!(
            "{rule}: an accepted example with a mark of its own:\n{}",
            example.shown()
        ));
    }
    (found != *wanted).then(|| {
        format!(
            "{rule}:\n{}\n  found  {found:?}\n  marked {wanted:?}\n",
            example.shown()
        )
    })
}

#[test]
fn what_records_too_much_has_a_severity_and_the_rest_has_none_by_accident() {
    for rule in rules::ALL.rules().iter() {
        let discloses =
            rule.group == Group::RecordsTooMuch && rule.standing.precision != Precision::Medium;
        let severity = rule.standing.severity;
        assert!(!discloses || severity.is_some(), "{}", rule.name);
        let weaknesses = rule.standing.weaknesses;
        assert_eq!(severity.is_some(), !weaknesses.is_empty(), "{}", rule.name);
    }
}
