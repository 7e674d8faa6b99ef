//! A baseline's file: read whole or refused with the line at fault, and written in one step.

use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use toml_span::value::{Table, Value};

use crate::package::paths::absolute;
use crate::package::problem::{Problem, read_source, reason};
use crate::review::identity::Identity;
use crate::source::Place;

use super::entry::{self, Entry};

/// The one form that is known.
const VERSION: i64 = 1;

/// A baseline that was read.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    /// The file, as the user named it.
    pub(crate) path: PathBuf,
    /// Its text; empty of one that is not there yet.
    pub(crate) text: String,
    pub(crate) entries: Vec<Entry>,
}

impl Baseline {
    /// Reads a baseline; none when there is no such file.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Problem> {
        if !path.exists() {
            return Ok(None);
        }
        let text = read_source(path)?;
        let entries = entries(&text).map_err(|fault| {
            Problem::at(path, fault.message).line(Place::of(&text, fault.at).line)
        })?;
        Ok(Some(Self {
            path: path.to_owned(),
            text,
            entries,
        }))
    }

    /// The file of an entry, by its absolute path.
    pub(crate) fn file_of(&self, entry: &Entry) -> PathBuf {
        let mut file = PathBuf::new();
        for part in folder(&self.path).join(&entry.path).components() {
            match part {
                // The file need not be there, and so the system is not asked.
                Component::ParentDir => {
                    file.pop();
                }
                part => file.push(part),
            }
        }
        file
    }

    /// A file that does not exist yet.
    pub(crate) fn empty(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            text: String::new(),
            entries: Vec::new(),
        }
    }
}

/// The folder that a baseline's paths are seen from.
pub(super) fn folder(path: &Path) -> PathBuf {
    let mut folder = absolute(path);
    folder.pop();
    folder
}

/// What is wrong in a baseline, and where.
struct Fault {
    at: usize,
    message: String,
}

fn fault<T>(at: usize, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        at,
        message: message.into(),
    })
}

fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let parsed = match toml_span::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => return fault(error.span.start, format!("is not TOML: {}", error.kind)),
    };
    let Some(root) = parsed.as_table() else {
        return fault(0, "is no table");
    };
    let Some(version) = root.get("version") else {
        return fault(0, "is not a baseline: it has no `version`");
    };
    if version.as_integer() != Some(VERSION) {
        let message = format!("has a `version` that is not known here: {VERSION} is the only one");
        return fault(version.span.start, message);
    }
    if let Some(key) = root
        .keys()
        .find(|key| !matches!(key.name.as_ref(), "version" | "findings"))
    {
        let message = format!("holds `{}`, which is not a key of a baseline", key.name);
        return fault(key.span.start, message);
    }
    let Some(findings) = root.get("findings") else {
        return Ok(Vec::new());
    };
    let Some(files) = findings.as_table() else {
        return fault(findings.span.start, "`findings` must be a table");
    };
    let mut found = Vec::new();
    for (path, list) in files {
        let Some(list) = list.as_array() else {
            let message = format!("`{}` must be an array of entries", path.name);
            return fault(path.span.start, message);
        };
        for value in list {
            found.push(one(text, &path.name, value)?);
        }
    }
    Ok(found)
}

fn one(text: &str, path: &str, value: &Value<'_>) -> Result<Entry, Fault> {
    let at = value.span.start;
    let Some(table) = value.as_table() else {
        return fault(
            at,
            "an entry must be a table: `{ rule = \"..\", code = \"..\" }`",
        );
    };
    for (key, value) in table {
        let is_right = match key.name.as_ref() {
            "rule" | "item" | "code" | "says" | "reason" => value.as_str().is_some(),
            "count" => value.as_integer().is_some_and(|count| count > 0),
            name => {
                let message = format!("an entry holds `{name}`, which is not a key of a baseline");
                return fault(key.span.start, message);
            }
        };
        if !is_right {
            let kind = if key.name == "count" {
                "a number above zero"
            } else {
                "text"
            };
            return fault(value.span.start, format!("`{}` must be {kind}", key.name));
        }
    }
    let of = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let needed = |key: &str| match of(key) {
        Some(value) => Ok(value),
        None => fault(at, format!("an entry has no `{key}`")),
    };
    Ok(Entry {
        path: path.to_owned(),
        identity: Identity {
            rule: needed("rule")?,
            item: of("item").unwrap_or_default(),
            hash: needed("code")?,
        },
        count: count(table),
        says: of("says").unwrap_or_default(),
        reason: of("reason"),
        bytes: whole(text, value.span.start..value.span.end),
    })
}

fn count(table: &Table<'_>) -> usize {
    table
        .get("count")
        .and_then(Value::as_integer)
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(1)
}

/// The bytes of an inline table, its braces included, which not every place of it covers.
fn whole(text: &str, bytes: Range<usize>) -> Range<usize> {
    let start = match text.get(..bytes.start) {
        Some(before) if !text[bytes.start..].starts_with('{') => {
            before.rfind('{').unwrap_or(bytes.start)
        }
        _ => bytes.start,
    };
    start..bytes.end
}

/// Writes a baseline, in one step: whoever reads meanwhile sees the old one or the new one. Whether anything had to be written.
pub(crate) fn save(baseline: &Baseline, entries: &[Entry]) -> Result<bool, Problem> {
    let text = entry::text(entries);
    if text == baseline.text {
        return Ok(false);
    }
    // A link stays one.
    let target = absolute(&baseline.path);
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let beside = target.with_file_name(name);
    let written = fs::write(&beside, text).and_then(|()| {
        if let Ok(known) = fs::metadata(&target) {
            fs::set_permissions(&beside, known.permissions())?;
        }
        fs::rename(&beside, &target)
    });
    written.map(|()| true).map_err(|error| {
        // What is left of it serves nobody; why it could not be written is told below.
        let _ = fs::remove_file(&beside);
        let message = format!("cannot be written: {}", reason(&error));
        Problem::at(&baseline.path, message)
    })
}
