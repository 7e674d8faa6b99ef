//! Reads values, and collects every mistake with its position.

use std::path::Path;

use toml_span::value::{Table, ValueInner};

use super::ConfigError;
use crate::nearest::{listed, nearest};

pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    pub(super) file: &'a Path,
    pub(super) faults: Vec<ConfigError>,
}

/// One `[[..]]` entry.
pub(super) struct Entry<'a, 'de> {
    pub(super) section: &'static str,
    pub(super) table: &'a Table<'de>,
    pub(super) at: usize,
}

/// What was read where: a section, the position, and the text as written.
pub(super) type Seen = (usize, &'static str, String);

impl Reader<'_> {
    /// Returns the entries of an array of tables.
    pub(super) fn entries<'a, 'de>(
        &mut self,
        root: &'a Table<'de>,
        section: &'static str,
    ) -> Vec<Entry<'a, 'de>> {
        let Some(value) = root.get(section) else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        let Some(written) = value.as_array() else {
            let message = format!(
                "`{section}` must be an array of tables, not {}: write [[{section}]]",
                noun(value.as_ref())
            );
            self.fault(value.span.start, message);
            return entries;
        };
        for value in written {
            let Some(table) = value.as_table() else {
                let message = format!(
                    "`{section}` must contain tables, not {}: write [[{section}]]",
                    noun(value.as_ref())
                );
                self.fault(value.span.start, message);
                continue;
            };
            entries.push(Entry {
                section,
                table,
                at: value.span.start,
            });
        }
        entries
    }

    pub(super) fn known_keys(&mut self, place: &str, table: &Table<'_>, known: &[&str]) {
        for key in table.keys() {
            if known.contains(&key.name.as_ref()) {
                continue;
            }
            let place = match place {
                "" => String::new(),
                place => format!(" in {place}"),
            };
            let hint = match nearest(&key.name, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known are {}", listed(known)),
            };
            self.fault(
                key.span.start,
                format!("unknown key `{}`{place}: {hint}", key.name),
            );
        }
    }

    pub(super) fn required(
        &mut self,
        entry: &Entry<'_, '_>,
        key: &str,
        help: &str,
    ) -> Option<String> {
        if !entry.table.contains_key(key) {
            self.fault(
                entry.at,
                format!("[[{}]] has no `{key}`: {help}", entry.section),
            );
            return None;
        }
        self.text(entry, key, help)
    }

    pub(super) fn optional(&mut self, entry: &Entry<'_, '_>, key: &str) -> Option<String> {
        self.text(entry, key, "leave it out or fill it in")
    }

    pub(super) fn text(&mut self, entry: &Entry<'_, '_>, key: &str, help: &str) -> Option<String> {
        let value = entry.table.get(key)?;
        let at = value.span.start;
        match value.as_str() {
            None => {
                let message = format!("`{key}` must be a string, not {}", noun(value.as_ref()));
                self.fault(at, message);
                None
            }
            Some(text) if text.trim().is_empty() => {
                self.fault(at, format!("`{key}` is empty: {help}"));
                None
            }
            Some(text) => Some(text.trim().to_owned()),
        }
    }

    /// Reports what occurs twice, under one heading or under two that contradict each other.
    pub(super) fn repeated(&mut self, seen: &[Seen], key: fn(&str) -> String) {
        for (at, section, written) in seen {
            let own = key(written);
            let mut first: Option<&Seen> = None;
            for other in seen {
                if first.is_none_or(|first| other.0 < first.0) && key(&other.2) == own {
                    first = Some(other);
                }
            }
            let Some((before, other, _)) = first.filter(|first| first.0 < *at) else {
                continue;
            };
            let (at, before) = (*at, *before);
            let line = self.line(before);
            let message = if section == other {
                format!("`{written}` appears twice under {section}, first on line {line}")
            } else {
                format!(
                    "`{written}` is under {section}, but on line {line} it is under {other}: these contradict each other"
                )
            };
            self.fault(at, message);
        }
    }

    /// Adds a mistake, in the order of the lines.
    pub(super) fn fault(&mut self, at: usize, message: String) {
        let line = Some(self.line(at));
        let mut place = self.faults.len();
        while place > 0 && self.faults[place - 1].line > line {
            place -= 1;
        }
        self.faults.insert(
            place,
            ConfigError {
                file: self.file.to_owned(),
                line,
                message,
            },
        );
    }

    pub(super) fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        let mut line = 1;
        for byte in before {
            line += usize::from(*byte == b'\n');
        }
        line
    }
}

pub(super) fn place_of(entry: &Entry<'_, '_>, key: &str) -> usize {
    entry
        .table
        .get(key)
        .map_or(entry.at, |value| value.span.start)
}

pub(super) fn bracketed(section: &'static str) -> &'static str {
    match section {
        "allow" => "[[allow]]",
        "refuse" => "[[refuse]]",
        "pool" => "[[pool]]",
        "credential" => "[[credential]]",
        "secret" => "[[secret]]",
        "recordable" => "[[recordable]]",
        other => other,
    }
}

/// Returns a name in a form that does not depend on its case style: `passport_id`, `passportId` and `PASSPORT-ID` are
/// the same.
pub fn folded(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        }
    }
    folded
}

pub(super) fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

pub(super) fn noun(value: &ValueInner<'_>) -> &'static str {
    match value {
        ValueInner::String(_) => "a string",
        ValueInner::Integer(_) => "an integer",
        ValueInner::Float(_) => "a float",
        ValueInner::Boolean(_) => "a boolean",
        ValueInner::Array(_) => "an array",
        ValueInner::Table(_) => "a table",
    }
}
