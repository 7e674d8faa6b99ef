//! What a finding is known by, wherever its lines go: its rule, the items around it and the words of its code.

use std::collections::HashMap;
use std::path::Path;

use crate::engine::finding::Finding;
use crate::package::unit::{self, Unit};
use crate::source::{File, TokenKind};

use super::context;
use super::items::Items;

/// What a finding is known by within its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Identity {
    /// The rule's name.
    pub(crate) rule: String,
    /// The path of the items around it: `api::Login::check`; in TOML the table, in YAML the keys above.
    pub(crate) item: String,
    /// The words of its code, hashed.
    pub(crate) hash: String,
}

impl Identity {
    /// The whole as one hash, for programs that keep one word of a finding.
    pub(crate) fn digest(&self) -> String {
        hashed(&format!("{}\n{}\n{}", self.rule, self.item, self.hash))
    }
}

/// What each finding is known by, in order; findings come by file, so one file is kept at a time.
pub(crate) fn identities(findings: &[&Finding], units: &[Unit]) -> Vec<Identity> {
    let owners = unit::owners(units);
    let mut current: Option<(&Path, Option<Read>)> = None;
    let mut found = Vec::with_capacity(findings.len());
    for finding in findings {
        let path = finding.path.as_path();
        if current.as_ref().is_none_or(|(known, _)| *known != path) {
            let read = unit::read(&owners, path).ok();
            current = Some((path, read.map(|text| Read::new(path, text))));
        }
        let read = current.as_ref().and_then(|(_, read)| read.as_ref());
        found.push(read.map_or_else(|| unread(finding), |read| read.identity(finding)));
    }
    found
}

/// A file that was read again.
struct Read {
    file: File,
    /// None of a file that is no Rust source.
    items: Option<Items>,
    tables: HashMap<usize, String>,
}

impl Read {
    fn new(path: &Path, text: String) -> Self {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let tables = if is_rust {
            HashMap::new()
        } else {
            tables(&text)
        };
        let file = File::new(path, text);
        let items = is_rust.then(|| Items::read(&file));
        Self {
            file,
            items,
            tables,
        }
    }

    fn identity(&self, finding: &Finding) -> Identity {
        let (item, words) = match &self.items {
            Some(items) => {
                let at = self.file.token_at(finding.bytes.start);
                let at = if self.file.token(at).kind == TokenKind::Unknown {
                    at.saturating_sub(1)
                } else {
                    at
                };
                (items.path(at), context::words(&self.file, &finding.bytes))
            }
            None => self.of_text(finding),
        };
        Identity {
            rule: finding.rule.name.to_owned(),
            item,
            hash: hashed(&words),
        }
    }

    /// Of TOML and YAML: the table, the key, and the names that the finding is about. A value is never read.
    fn of_text(&self, finding: &Finding) -> (String, String) {
        let text = &self.file.text;
        let start = finding.bytes.start.min(text.len());
        let line_start = text
            .get(..start)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |newline| newline + 1);
        let line = text.get(line_start..).unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let key = line
            .split_once(['=', ':'])
            .map_or("", |(key, _)| key.trim());
        let table = self.tables.get(&line_start).cloned().unwrap_or_default();
        (table, format!("{key} {}", finding.names.join(" ")))
    }
}

/// Of a file that has gone meanwhile.
fn unread(finding: &Finding) -> Identity {
    Identity {
        rule: finding.rule.name.to_owned(),
        item: String::new(),
        hash: hashed(&finding.names.join(" ")),
    }
}

/// For each line of a TOML or YAML file, by its first byte, the table or the keys that it stands under.
fn tables(text: &str) -> HashMap<usize, String> {
    let mut found = HashMap::new();
    let mut table = String::new();
    let mut keys: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let depth = line.len() - line.trim_start().len();
        if trimmed.starts_with('[') && depth == 0 {
            let name = trimmed.trim_start_matches('[');
            let name = name.split(']').next().unwrap_or_default();
            name.trim().clone_into(&mut table);
        }
        while keys.last().is_some_and(|(above, _)| *above >= depth) && !trimmed.is_empty() {
            keys.pop();
        }
        let mut path = table.clone();
        for (_, key) in &keys {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
        }
        found.insert(at, path);
        // `processors:` opens keys of its own; `[` begins a list on the same line.
        if let Some(key) = trimmed.strip_suffix(':').filter(|_| keys.len() < DEEPEST) {
            keys.push((depth, key));
        }
        at += line.len();
    }
    found
}

/// How deep YAML is followed.
const DEEPEST: usize = 8;

/// FNV-1a, 64 bits, as sixteen digits: the same on every machine and in every version.
fn hashed(text: &str) -> String {
    format!("{:016x}", crate::analysis::index::hash(text))
}
