//! Exemptions as one JSON document: `version`, `exemptions`, `counts` by kind, `total`. Lines and columns are counted from
//! one, columns in characters; a `reason` that is not written is `null`. Other keys may be added, none changes its meaning
//! within a version.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::allow::{Allow, counts};

const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    exemptions: Vec<Object<'a>>,
    counts: BTreeMap<&'static str, usize>,
    total: usize,
}

#[derive(Serialize)]
struct Object<'a> {
    kind: &'static str,
    what: &'a str,
    reason: Option<&'a str>,
    path: String,
    line: usize,
    column: usize,
    /// Whether it stands in test code.
    tests: bool,
}

pub(super) fn write(allows: &[Allow], out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        exemptions: allows.iter().map(object).collect(),
        counts: counts(allows)
            .into_iter()
            .map(|(kind, count)| (kind.as_str(), count))
            .collect(),
        total: allows.len(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn object(allow: &Allow) -> Object<'_> {
    Object {
        kind: allow.kind.as_str(),
        what: &allow.what,
        reason: allow.reason.as_deref(),
        path: allow.path.to_string_lossy().into_owned(),
        line: allow.place.line,
        column: allow.place.column,
        tests: allow.in_tests,
    }
}
