//! What `--list` and `--explain` print.

use std::fmt::Write;

use crate::package::settings::Settings;
use crate::rule::{Group, Rules};

/// A rule's page.
pub(super) fn page(rules: Rules, name: &str) -> Result<String, String> {
    match rules.find(name) {
        Some(rule) => Ok(format!("{}\n", rule.page.trim_end())),
        None => Err(match rules.nearest(name) {
            Some(meant) => format!("there is no rule `{name}`: did you mean `{meant}`?"),
            None => format!("there is no rule `{name}`: `cargo scorer-lint --list` shows them"),
        }),
    }
}

/// The rules by group, one a line: name, level, and what it is about.
pub(super) fn list(rules: Rules, settings: &Settings) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in Group::ALL {
        let of_group: Vec<_> = rules.iter().filter(|rule| rule.group == group).collect();
        if of_group.is_empty() {
            continue;
        }
        let gap = if text.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{gap}{}", group.as_str());
        for rule in of_group {
            let level = settings.level(rule).as_str();
            let _ = writeln!(
                text,
                "  {:<width$}  {level:<5}  {}",
                rule.name,
                rule.summary()
            );
        }
    }
    text
}
