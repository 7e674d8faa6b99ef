//! How sure a rule is, and how bad what it finds: what code scanning sorts alerts by.

use crate::rule::{Group, Rule};

/// What is said of a rule to those who sort its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How many of its findings are right.
    pub(crate) precision: Precision,
    /// How bad a finding is on the scale of CVSS, for what discloses something: below 4 low, below 7 medium, then high.
    pub(crate) severity: Option<&'static str>,
    /// The weaknesses that it is a case of, as code scanning tags them.
    pub(crate) weaknesses: &'static [&'static str],
}

/// How many of a rule's findings are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// What is written decides by itself.
    VeryHigh,
    /// Names and types decide: 95 of 100 on the labelled services, or better.
    High,
    /// Somebody must judge whether it matters here.
    Medium,
}

impl Precision {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::VeryHigh => "very-high",
            Self::High => "high",
            Self::Medium => "medium",
        }
    }
}

/// Sensitive information in a log.
const LOGGED: &[&str] = &["external/cwe/cwe-532"];
/// The same, which is somebody's.
const PRIVATE: &[&str] = &["external/cwe/cwe-359", "external/cwe/cwe-532"];

/// The standing of a rule.
pub(crate) fn of(rule: &Rule) -> Standing {
    use Precision::{High, Medium, VeryHigh};
    let (precision, severity, weaknesses): (_, _, &'static [&'static str]) = match rule.name {
        // A credential in a log opens what it opens to everyone who reads logs.
        "credential-not-skipped" | "secret-in-message" => (High, Some("7.5"), LOGGED),
        // What the type shows may be a credential or somebody's data; one is worse than the other.
        "debug-of-sensitive" => (High, Some("6.5"), PRIVATE),
        "pii-field" => (High, Some("5.3"), PRIVATE),
        // A pool prints hosts, users and settings, seldom more.
        "pool-not-skipped" => (VeryHigh, Some("5.3"), LOGGED),
        // Nobody knows what a body holds, and it may be nothing; nor what of whole spans a collector prints.
        "large-arg-not-skipped" | "collector-debug-exporter" => (VeryHigh, Some("4.3"), LOGGED),
        // Goes past the redactor, with whatever it prints.
        "print-macro" => (High, Some("3.7"), LOGGED),
        // `raw-instrument` too: what matters of all that it records, the rules above say.
        "raw-instrument" | "leftover-dependency" | "literal-endpoint" | "simple-exporter" => {
            (VeryHigh, None, &[])
        }
        // Whether a query is alone in a function, a handler worth a span or a level too loud is a matter of taste, too.
        "instrumented-single-query"
        | "key-function-not-instrumented"
        | "log-level"
        | "duplicate-recording"
        | "error-not-recorded" => (Medium, None, &[]),
        _ if rule.group == Group::Hygiene => (VeryHigh, None, &[]),
        _ => (High, None, &[]),
    };
    Standing {
        precision,
        severity,
        weaknesses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_records_too_much_has_a_severity_and_the_rest_has_none_by_accident() {
        for rule in crate::rules::ALL {
            let standing = of(rule);
            let discloses =
                rule.group == Group::RecordsTooMuch && rule.name != "duplicate-recording";
            assert!(!discloses || standing.severity.is_some(), "{}", rule.name);
            assert_eq!(
                standing.severity.is_some(),
                !standing.weaknesses.is_empty(),
                "{}",
                rule.name
            );
        }
    }

    #[test]
    fn every_row_is_a_rules() {
        let source = include_str!("standing.rs");
        let table = source.split("match rule.name").nth(1).expect("the table");
        let table = table.split("_ if rule.group").next().expect("its rows");
        let rows = table.split('"').skip(1).step_by(2);
        for name in rows.filter(|text| text.contains('-')) {
            assert!(crate::rule::find(name).is_some(), "{name}");
        }
    }
}
