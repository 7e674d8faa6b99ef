//! A rule as code scanning wants it: what it is, what to do, how sure it is and how bad what it finds.

use serde_json::{Value, json};

use crate::output::report::severity;
use crate::rule::Rule;

/// Where the pages can be read, when the package says where it lives.
const REPOSITORY: Option<&str> = option_env!("CARGO_PKG_REPOSITORY");

/// The address of this project.
pub(super) fn home() -> Option<&'static str> {
    REPOSITORY.filter(|address| !address.is_empty())
}

/// A rule's descriptor.
pub(super) fn descriptor(rule: &Rule) -> Value {
    let standing = rule.standing;
    let page = page(rule);
    let mut tags = vec![rule.group.as_str()];
    let mut properties = json!({ "precision": standing.precision.as_str() });
    match standing.severity {
        Some(severity) => {
            tags.push("security");
            tags.extend(standing.weaknesses);
            properties["security-severity"] = severity.into();
        }
        None => {
            properties["problem.severity"] = match severity(rule.level) {
                "note" => "recommendation",
                level => level,
            }
            .into();
        }
    }
    properties["tags"] = tags.into();
    let mut descriptor = json!({
        "id": rule.name,
        "name": rule.name,
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": section(rule, "## What it refuses") },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": severity(rule.level) },
        "properties": properties,
    });
    if let Some(home) = home() {
        let address = format!("{home}/blob/main/scorer-lint/docs/rules/{}.md", rule.name);
        descriptor["helpUri"] = address.into();
    }
    descriptor
}

/// A rule's page for readers: without the marks that tests read.
fn page(rule: &Rule) -> String {
    let mut page = String::new();
    let mut in_code = false;
    for line in rule.page.lines() {
        let shown = if let Some(language) = line.strip_prefix("```") {
            in_code = !in_code;
            let language = language.split(',').next().unwrap_or_default();
            format!("```{language}")
        } else if in_code {
            let code = line.split("//~").next().unwrap_or_default();
            code.split("#~")
                .next()
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        } else {
            line.to_owned()
        };
        page.push_str(&shown);
        page.push('\n');
    }
    page
}

/// The text of one section of a page.
fn section(rule: &Rule, title: &str) -> String {
    let lines = rule.page.lines().skip_while(|line| *line != title).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with('#')).collect();
    lines.join("\n").trim().to_owned()
}
