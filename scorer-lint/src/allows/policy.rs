//! What lowers the guard in a team's `scorer-instrument.toml`.

use std::path::Path;

use toml_span::Span;
use toml_span::value::{Table, Value};

use crate::package::paths::shown;
use crate::package::problem::read_source;
use crate::package::settings::Settings;
use crate::rule::Rules;
use crate::source::Place;

use super::allow::{Allow, AllowKind};

/// The exemptions of a policy file; none of one that is no TOML.
pub(super) fn allows(rules: Rules, path: &Path) -> Vec<Allow> {
    let Ok(text) = read_source(path) else {
        return Vec::new();
    };
    let Ok(parsed) = toml_span::parse(&text) else {
        return Vec::new();
    };
    let Some(root) = parsed.as_table() else {
        return Vec::new();
    };
    let mut found = PolicyReader {
        rules,
        path,
        text: &text,
        allows: Vec::new(),
    };
    found.entries(root, "allow", "name", AllowKind::Name);
    found.entries(root, "recordable", "type", AllowKind::Type);
    let functions = root.get("functions").and_then(Value::as_table);
    found.list(functions, "never-instrument", AllowKind::Function);
    if let Some(lint) = root.get("lint").and_then(Value::as_table) {
        found.list(Some(lint), "exclude", AllowKind::Exclude);
        found.levels(lint);
    }
    found.allows
}

struct PolicyReader<'a> {
    rules: Rules,
    path: &'a Path,
    text: &'a str,
    allows: Vec<Allow>,
}

impl PolicyReader<'_> {
    fn add(&mut self, span: Span, kind: AllowKind, what: &str, reason: Option<String>) {
        self.allows.push(Allow {
            path: shown(self.path),
            place: Place::of(self.text, span.start),
            kind,
            what: what.to_owned(),
            reason: reason.or_else(|| beside(self.text, span)),
            in_tests: false,
        });
    }

    /// `[[allow]]`, `[[recordable]]`: entries with a reason of their own.
    fn entries(&mut self, root: &Table<'_>, section: &str, key: &str, kind: AllowKind) {
        let entries = root.get(section).and_then(Value::as_array);
        for entry in entries.into_iter().flatten().filter_map(Value::as_table) {
            if let Some(name) = entry.get(key)
                && let Some(what) = name.as_str()
            {
                let reason = entry.get("reason").and_then(Value::as_str);
                self.add(name.span, kind, what, reason.map(str::to_owned));
            }
        }
    }

    /// An array of strings.
    fn list(&mut self, table: Option<&Table<'_>>, key: &str, kind: AllowKind) {
        let list = table
            .and_then(|table| table.get(key))
            .and_then(Value::as_array);
        for value in list.into_iter().flatten() {
            if let Some(what) = value.as_str() {
                self.add(value.span, kind, what, None);
            }
        }
    }

    /// The lines of `[lint]` by which a rule counts for less, or reads less, than by default.
    fn levels(&mut self, lint: &Table<'_>) {
        for (key, value) in lint {
            let mut settings = Settings::default();
            if settings.entry(self.rules, &key.name, value).is_ok() && settings.lowers(self.rules) {
                let written = self.text.get(value.span.start..value.span.end);
                let written = written.unwrap_or_default().trim_matches(['"', '\'']);
                let what = format!("{} = {written}", key.name);
                self.add(key.span, AllowKind::Level, &what, None);
            }
        }
    }
}

/// The comment behind a line, or on the lines above it.
fn beside(text: &str, span: Span) -> Option<String> {
    let start = text[..span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let rest = text[span.end..].lines().next().unwrap_or_default();
    if let Some((_, comment)) = rest.split_once('#') {
        return Some(comment.trim().to_owned()).filter(|comment| !comment.is_empty());
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in text[..start].lines().rev() {
        let Some(comment) = line.trim().strip_prefix('#') else {
            break;
        };
        lines.push(comment.trim());
    }
    lines.reverse();
    let comment = lines.join(" ");
    (!comment.is_empty()).then_some(comment)
}
