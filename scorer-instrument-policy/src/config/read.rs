//! Checks the whole text of the file and reports every mistake with its line.

use std::path::Path;

use toml_span::ErrorKind;
use toml_span::value::Table;

use super::ConfigError;
use super::reader::{Entry, Reader, Seen, bracketed, folded, is_identifier, noun, place_of};
use crate::edition::Edition;
use crate::team::{Allow, Record, Recordable, Refuse, Secret, Team, Via};
use crate::types::wrapper::{self, Wrapper};

/// Reads the team's words from the text of a `scorer-instrument.toml`. `file` is the path for messages.
///
/// # Errors
///
/// Returns all mistakes in the file, in the order of their lines. For a text that is not TOML, it returns one error.
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
    Err(reader.faults)
}

const SECTIONS: [&str; 10] = [
    "policy",
    "allow",
    "refuse",
    "secret",
    "pool",
    "credential",
    "recordable",
    "functions",
    "span",
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

    /// Rewords a syntax error if the parser's own message says too little.
    fn syntax(&self, error: &toml_span::Error) -> String {
        match &error.kind {
            ErrorKind::DuplicateKey { key, first } => {
                format!(
                    "`{key}` appears twice, first on line {}",
                    self.line(first.start)
                )
            }
            ErrorKind::DuplicateTable { name, first } => {
                format!(
                    "`{name}` appears twice, first on line {}",
                    self.line(first.start)
                )
            }
            _ => format!("not TOML: {error}"),
        }
    }

    fn root(&mut self, root: &Table<'_>, team: &mut Team) {
        self.known_keys("", root, &SECTIONS);
        self.edition(root, team);
        let mut names = Vec::new();
        let mut types = Vec::new();
        for entry in self.entries(root, "allow") {
            self.known_keys("[[allow]]", entry.table, &["name", "reason"]);
            let name = self.name(&entry, &mut names);
            let reason = self.required(&entry, "reason", "say why the name is safe");
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
        self.secrets(root, team);
        team.pool = self.types(root, "pool", &mut types);
        team.credential = self.types(root, "credential", &mut types);
        for entry in self.entries(root, "recordable") {
            self.known_keys("[[recordable]]", entry.table, &["type", "via", "reason"]);
            let ty = self.type_path(&entry, &mut types);
            let via = self.via(&entry);
            let reason = self.required(&entry, "reason", "say why the type is safe");
            if let (Some((type_name, path)), Some(via), Some(reason)) = (ty, via, reason) {
                team.recordable.push(Recordable {
                    type_name,
                    path,
                    via,
                    reason,
                });
            }
        }
        self.functions(root, team);
        self.span(root, team);
        self.repeated(&names, folded);
        self.repeated(&types, str::to_owned);
    }

    /// Reads `[policy] edition`, which has the same form as Cargo's.
    fn edition(&mut self, root: &Table<'_>, team: &mut Team) {
        let Some(value) = root.get("policy") else {
            return;
        };
        let Some(table) = value.as_table() else {
            let found = noun(value.as_ref());
            let message = format!("`policy` must be a table, not {found}: write [policy]");
            return self.fault(value.span.start, message);
        };
        self.known_keys("[policy]", table, &["edition"]);
        let Some(value) = table.get("edition") else {
            return;
        };
        let at = value.span.start;
        let Some(year) = value.as_str() else {
            let message = format!(
                "`edition` must be a string, not {}: write \"{}\"",
                noun(value.as_ref()),
                Edition::NEWEST
            );
            return self.fault(at, message);
        };
        match year.parse() {
            Ok(edition) => team.edition = edition,
            Err(error) => self.fault(at, format!("`edition` \"{year}\": {error}")),
        }
    }

    /// Reads `[[secret]]`. A prefix must be long enough not to match other words.
    fn secrets(&mut self, root: &Table<'_>, team: &mut Team) {
        const SHORTEST: usize = 3;
        let mut seen = Vec::new();
        for entry in self.entries(root, "secret") {
            self.known_keys("[[secret]]", entry.table, &["prefix", "reason"]);
            let _ = self.optional(&entry, "reason");
            let at = place_of(&entry, "prefix");
            let Some(prefix) = self.required(&entry, "prefix", "say what the token begins with")
            else {
                continue;
            };
            let is_word = prefix.starts_with(|c: char| c.is_ascii_alphanumeric())
                && prefix
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
            if prefix.len() < SHORTEST || !is_word {
                let message = format!(
                    "`{prefix}` is not a prefix of a token: write at least three characters, which are letters, digits, `_`, `-` or `.`"
                );
                self.fault(at, message);
                continue;
            }
            seen.push((at, "[[secret]]", prefix.clone()));
            team.secret.push(Secret { prefix });
        }
        self.repeated(&seen, str::to_owned);
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
            if let Some(name) = self.type_name(&entry, seen) {
                types.push(name);
            }
        }
        types
    }

    /// Reads a section that occurs once, such as `[functions]`.
    fn section<'t, 'v>(&mut self, root: &'t Table<'v>, name: &str) -> Option<&'t Table<'v>> {
        let value = root.get(name)?;
        if value.as_table().is_none() {
            let found = noun(value.as_ref());
            let message = format!("`{name}` must be a table, not {found}: write [{name}]");
            self.fault(value.span.start, message);
        }
        value.as_table()
    }

    /// Reads `[span] record = "listed"`.
    fn span(&mut self, root: &Table<'_>, team: &mut Team) {
        let Some(table) = self.section(root, "span") else {
            return;
        };
        self.known_keys("[span]", table, &["record"]);
        let Some(value) = table.get("record") else {
            return;
        };
        match value.as_str() {
            Some("all") => team.record = Record::All,
            Some("listed") => team.record = Record::Listed,
            other => {
                let found = match other {
                    Some(text) => format!("\"{text}\""),
                    None => noun(value.as_ref()).to_owned(),
                };
                let message = format!("`record` must be \"all\" or \"listed\", not {found}");
                self.fault(value.span.start, message);
            }
        }
    }

    fn functions(&mut self, root: &Table<'_>, team: &mut Team) {
        let Some(table) = self.section(root, "functions") else {
            return;
        };
        self.known_keys(
            "[functions]",
            table,
            &["must-instrument", "never-instrument"],
        );
        let mut seen = Vec::new();
        team.must_instrument = self.function_names(table, "must-instrument", &mut seen);
        team.never_instrument = self.function_names(table, "never-instrument", &mut seen);
        self.repeated(&seen, str::to_owned);
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
                    let message =
                        format!("`{key}` must contain strings, not {}", noun(name.as_ref()));
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

    fn name(&mut self, entry: &Entry<'_, '_>, seen: &mut Vec<Seen>) -> Option<String> {
        let name = self.required(entry, "name", "write the field's name")?;
        let at = place_of(entry, "name");
        if folded(&name).is_empty() {
            self.fault(at, format!("`{name}` contains no word"));
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

    /// Reads the last path segment of a type, and its whole path if it is written.
    fn type_path(
        &mut self,
        entry: &Entry<'_, '_>,
        seen: &mut Vec<Seen>,
    ) -> Option<(String, Option<String>)> {
        let written = entry.table.get("type").and_then(toml_span::Value::as_str);
        let path = written.map_or("", |written| written.trim_start_matches("::"));
        let segments: Vec<&str> = path.split("::").collect();
        match segments.last() {
            Some(last) if segments.len() > 1 && segments.iter().all(|part| is_identifier(part)) => {
                let at = place_of(entry, "type");
                if is_generic(&segments) {
                    self.fault(
                        at,
                        format!(
                            "`{path}` has type arguments, and an entry with a path must name one type: write `{last}`, by \
                             which it is known in signatures and members, and in an event write the part of it to record"
                        ),
                    );
                    return None;
                }
                seen.push((at, bracketed(entry.section), (*last).to_owned()));
                Some(((*last).to_owned(), Some(path.to_owned())))
            }
            _ => self.type_name(entry, seen).map(|name| (name, None)),
        }
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
}

/// Whether the type of this path is known to have type arguments. In the code of an event, such a path would not
/// compile.
fn is_generic(path: &[&str]) -> bool {
    match path {
        ["error_stack", "Report"] => true,
        // `std::fmt::Result` has none, and neither has `std::path::Path`.
        ["std" | "core" | "alloc", .., last] => {
            *last != "Result" && !matches!(wrapper::find(last), None | Some(Wrapper::Extractor(_)))
        }
        _ => false,
    }
}
