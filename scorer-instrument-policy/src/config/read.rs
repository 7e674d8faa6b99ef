//! The file's text, checked whole: every fault with its line.

use std::collections::BTreeMap;
use std::path::Path;

use toml_span::ErrorKind;
use toml_span::value::{Table, ValueInner};

use super::ConfigError;
use crate::nearest::nearest;
use crate::team::{Allow, Recordable, Refuse, Team, Via};

/// Reads the team's words from the text of a `scorer-instrument.toml`.
///
/// # Errors
///
/// Everything that is wrong with it, in the order of the lines; a text that isn't TOML has one fault.
pub fn parse(text: &[u8], file: &Path) -> Result<Team, Vec<ConfigError>> {
    let mut reader = Reader {
        text,
        file,
        faults: Vec::new(),
    };
    let team = reader.read();
    if reader.faults.is_empty() {
        return Ok(team);
    }
    reader.faults.sort_by_key(|fault| fault.line);
    Err(reader.faults)
}

struct Reader<'a> {
    text: &'a [u8],
    file: &'a Path,
    faults: Vec<ConfigError>,
}

/// One `[[..]]` entry.
struct Entry<'a, 'de> {
    section: &'static str,
    table: &'a Table<'de>,
    at: usize,
}

/// What stands where: a section, the place, the text as written.
type Seen = (usize, &'static str, String);

const SECTIONS: [&str; 7] = [
    "allow",
    "refuse",
    "pool",
    "credential",
    "recordable",
    "functions",
    "lint",
];

impl Reader<'_> {
    fn read(&mut self) -> Team {
        let mut team = Team::default();
        let text = match std::str::from_utf8(self.text) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let byte = self.text.get(at).copied().unwrap_or_default();
                self.fault(at, format!("not UTF-8: byte 0x{byte:02x}"));
                return team;
            }
        };
        let root = match toml_span::parse(text) {
            Ok(root) => root,
            Err(error) => {
                let message = self.syntax(&error);
                self.fault(error.span.start, message);
                return team;
            }
        };
        if let Some(root) = root.as_table() {
            self.root(root, &mut team);
        }
        team
    }

    /// A syntax error in this project's words where the reader's own say too little.
    fn syntax(&self, error: &toml_span::Error) -> String {
        match &error.kind {
            ErrorKind::DuplicateKey { key, first } => {
                format!(
                    "`{key}` stands twice, first on line {}",
                    self.line(first.start)
                )
            }
            ErrorKind::DuplicateTable { name, first } => {
                format!(
                    "`{name}` stands twice, first on line {}",
                    self.line(first.start)
                )
            }
            _ => format!("not TOML: {error}"),
        }
    }

    fn root(&mut self, root: &Table<'_>, team: &mut Team) {
        self.known_keys("", root, &SECTIONS);
        let mut names = Vec::new();
        let mut types = Vec::new();
        for entry in self.entries(root, "allow") {
            self.known_keys("[[allow]]", entry.table, &["name", "reason"]);
            let name = self.name(&entry, &mut names);
            let reason = self.required(&entry, "reason", "say why the name is fit");
            if let (Some(name), Some(reason)) = (name, reason) {
                team.allow.push(Allow { name, reason });
            }
        }
        for entry in self.entries(root, "refuse") {
            self.known_keys("[[refuse]]", entry.table, &["name", "instead", "reason"]);
            let instead = self.optional(&entry, "instead");
            let reason = self.optional(&entry, "reason");
            if let Some(name) = self.name(&entry, &mut names) {
                team.refuse.push(Refuse {
                    name,
                    instead,
                    reason,
                });
            }
        }
        team.pool = self.types(root, "pool", &mut types);
        team.credential = self.types(root, "credential", &mut types);
        for entry in self.entries(root, "recordable") {
            self.known_keys("[[recordable]]", entry.table, &["type", "via", "reason"]);
            let type_name = self.type_name(&entry, &mut types);
            let via = self.via(&entry);
            let reason = self.required(&entry, "reason", "say why the type is fit");
            if let (Some(type_name), Some(via), Some(reason)) = (type_name, via, reason) {
                team.recordable.push(Recordable {
                    type_name,
                    via,
                    reason,
                });
            }
        }
        self.functions(root, team);
        self.repeated(names, folded);
        self.repeated(types, str::to_owned);
    }

    fn types(
        &mut self,
        root: &Table<'_>,
        section: &'static str,
        seen: &mut Vec<Seen>,
    ) -> Vec<String> {
        let mut types = Vec::new();
        for entry in self.entries(root, section) {
            self.known_keys(bracketed(section), entry.table, &["type", "reason"]);
            let _ = self.optional(&entry, "reason");
            types.extend(self.type_name(&entry, seen));
        }
        types
    }

    fn functions(&mut self, root: &Table<'_>, team: &mut Team) {
        let Some(value) = root.get("functions") else {
            return;
        };
        let Some(table) = value.as_table() else {
            let found = noun(value.as_ref());
            let message = format!("`functions` must be a table, not {found}: write [functions]");
            return self.fault(value.span.start, message);
        };
        self.known_keys(
            "[functions]",
            table,
            &["must-instrument", "never-instrument"],
        );
        let mut seen = Vec::new();
        team.must_instrument = self.function_names(table, "must-instrument", &mut seen);
        team.never_instrument = self.function_names(table, "never-instrument", &mut seen);
        self.repeated(seen, str::to_owned);
    }

    fn function_names(
        &mut self,
        table: &Table<'_>,
        key: &'static str,
        seen: &mut Vec<Seen>,
    ) -> Vec<String> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let Some(written) = value.as_array() else {
            let message = format!(
                "`{key}` must be an array of strings, not {}",
                noun(value.as_ref())
            );
            self.fault(value.span.start, message);
            return Vec::new();
        };
        let mut names = Vec::new();
        for name in written {
            let at = name.span.start;
            match name.as_str() {
                None => {
                    let message = format!("`{key}` must hold strings, not {}", noun(name.as_ref()));
                    self.fault(at, message);
                }
                Some(text) if is_identifier(text) => {
                    seen.push((at, key, text.to_owned()));
                    names.push(text.to_owned());
                }
                Some(text) => self.fault(
                    at,
                    format!("`{text}` under `{key}` is not a function's name"),
                ),
            }
        }
        names
    }

    /// The entries of an array of tables.
    fn entries<'a, 'de>(
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
                    "`{section}` must hold tables, not {}: write [[{section}]]",
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

    fn known_keys(&mut self, place: &str, table: &Table<'_>, known: &[&str]) {
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
                None => format!("known are `{}`", known.join("`, `")),
            };
            self.fault(
                key.span.start,
                format!("unknown key `{}`{place}: {hint}", key.name),
            );
        }
    }

    fn name(&mut self, entry: &Entry<'_, '_>, seen: &mut Vec<Seen>) -> Option<String> {
        let name = self.required(entry, "name", "write the field's name")?;
        let at = place_of(entry, "name");
        if folded(&name).is_empty() {
            self.fault(at, format!("`{name}` holds no word"));
            return None;
        }
        seen.push((at, bracketed(entry.section), name.clone()));
        Some(name)
    }

    fn type_name(&mut self, entry: &Entry<'_, '_>, seen: &mut Vec<Seen>) -> Option<String> {
        let name = self.required(entry, "type", "write the type's last path segment")?;
        let at = place_of(entry, "type");
        if !is_identifier(&name) {
            let without_arguments = name.split('<').next().unwrap_or_default().trim();
            let last = without_arguments.rsplit("::").next().unwrap_or_default();
            let mut message = format!("`{name}` is not a type's last path segment");
            if is_identifier(last) {
                message = format!("{message}: write `{last}`");
            }
            self.fault(at, message);
            return None;
        }
        seen.push((at, bracketed(entry.section), name.clone()));
        Some(name)
    }

    fn via(&mut self, entry: &Entry<'_, '_>) -> Option<Via> {
        match self
            .required(entry, "via", "write \"display\" or \"debug\"")?
            .as_str()
        {
            "display" => Some(Via::Display),
            "debug" => Some(Via::Debug),
            other => {
                let message = format!("`via` must be \"display\" or \"debug\", not \"{other}\"");
                self.fault(place_of(entry, "via"), message);
                None
            }
        }
    }

    fn required(&mut self, entry: &Entry<'_, '_>, key: &str, help: &str) -> Option<String> {
        if !entry.table.contains_key(key) {
            self.fault(
                entry.at,
                format!("[[{}]] has no `{key}`: {help}", entry.section),
            );
            return None;
        }
        self.text(entry, key, help)
    }

    fn optional(&mut self, entry: &Entry<'_, '_>, key: &str) -> Option<String> {
        self.text(entry, key, "leave it out or fill it in")
    }

    fn text(&mut self, entry: &Entry<'_, '_>, key: &str, help: &str) -> Option<String> {
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

    /// Reports what stands twice, be it under one heading or under two that contradict each other.
    fn repeated(&mut self, mut seen: Vec<Seen>, key: impl Fn(&str) -> String) {
        seen.sort();
        let mut first: BTreeMap<String, (usize, &'static str)> = BTreeMap::new();
        for (at, section, written) in seen {
            let Some((before, other)) = first.get(&key(&written)).copied() else {
                first.insert(key(&written), (at, section));
                continue;
            };
            let line = self.line(before);
            let message = if section == other {
                format!("`{written}` stands twice under {section}, first on line {line}")
            } else {
                format!(
                    "`{written}` stands under {section}, but on line {line} under {other}: a contradiction"
                )
            };
            self.fault(at, message);
        }
    }

    fn fault(&mut self, at: usize, message: String) {
        self.faults.push(ConfigError {
            file: self.file.to_owned(),
            line: Some(self.line(at)),
            message,
        });
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.split(|byte| *byte == b'\n').count()
    }
}

fn place_of(entry: &Entry<'_, '_>, key: &str) -> usize {
    entry
        .table
        .get(key)
        .map_or(entry.at, |value| value.span.start)
}

fn bracketed(section: &'static str) -> &'static str {
    match section {
        "allow" => "[[allow]]",
        "refuse" => "[[refuse]]",
        "pool" => "[[pool]]",
        "credential" => "[[credential]]",
        "recordable" => "[[recordable]]",
        other => other,
    }
}

/// A name without what its case style adds: `passport_id`, `passportId` and `PASSPORT-ID` are one.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn noun(value: &ValueInner<'_>) -> &'static str {
    match value {
        ValueInner::String(_) => "a string",
        ValueInner::Integer(_) => "an integer",
        ValueInner::Float(_) => "a float",
        ValueInner::Boolean(_) => "a boolean",
        ValueInner::Array(_) => "an array",
        ValueInner::Table(_) => "a table",
    }
}
