//! The files that findings stand in, read once more: the engine keeps no source.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use scorer_instrument_policy::Policy;

use crate::engine::finding::{Edit, Finding, Fix};
use crate::package::problem::read_source;
use crate::package::unit::{self, Unit};
use crate::source::{File, Place};

use super::excerpt::is_strict;
use super::mask::mask;

/// The texts behind findings; findings come by file, so one text is kept at a time.
pub(super) struct Texts<'a> {
    units: &'a [Unit],
    owners: Option<HashMap<&'a Path, &'a Unit>>,
    current: Option<Text<'a>>,
}

/// A file's text.
pub(super) struct Text<'a> {
    file: File,
    is_rust: bool,
    policy: Option<&'a Policy>,
    /// Where the last place asked for was.
    known: (usize, Place),
    /// The lines asked for last, and how they were shown.
    lines: Option<(Range<usize>, bool, String)>,
}

const START: (usize, Place) = (0, Place { line: 1, column: 1 });

impl<'a> Texts<'a> {
    pub(super) fn new(units: &'a [Unit]) -> Self {
        Self {
            units,
            owners: None,
            current: None,
        }
    }

    /// The unit that a file belongs to.
    pub(super) fn owner(&mut self, path: &Path) -> Option<&'a Unit> {
        let owners = self.owners.get_or_insert_with(|| unit::owners(self.units));
        owners.get(path).copied()
    }

    /// The code to write, which may repeat code of the source: a secret in it is hidden like one in a source line.
    pub(super) fn help(&mut self, finding: &Finding) -> Option<String> {
        let help = finding.help.as_ref()?;
        Some(self.hidden(finding, &help.to_string()))
    }

    /// The same as edits; none where a secret would have to stand in them, for edits are taken as they are.
    pub(super) fn fix<'f>(&mut self, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref()?;
        let mut shown = |edit: &Edit| self.hidden(finding, &edit.text) == edit.text;
        fix.edits.iter().all(&mut shown).then_some(fix)
    }

    /// Code that a finding shows, each character that may belong to a secret replaced by a star.
    fn hidden(&mut self, finding: &Finding, code: &str) -> String {
        if !code.contains('"') {
            return code.to_owned();
        }
        let default = Policy::default();
        let policy = self
            .owner(&finding.path)
            .map_or(&default, |unit| &unit.policy);
        let file = File::new("", code.to_owned());
        mask(Some(&file), code, policy, 0..code.len(), is_strict(finding))
    }

    /// What a finding says, with its notes and the code to write, a line each.
    pub(super) fn whole(&mut self, finding: &Finding) -> String {
        let mut message = finding.message.to_string();
        for note in &finding.notes {
            message = format!("{message}\nnote: {note}");
        }
        match self.help(finding) {
            Some(help) => format!("{message}\nhelp: {help}"),
            None => message,
        }
    }

    /// A file's text; none when it has gone meanwhile.
    pub(super) fn get(&mut self, path: &Path) -> Option<&mut Text<'a>> {
        let is_current = self
            .current
            .as_ref()
            .is_some_and(|text| text.file.path == path);
        if !is_current {
            let text = match self.owner(path) {
                Some(unit) => unit.read(path).ok()?,
                None => read_source(path).ok()?,
            };
            self.current = Some(Text {
                file: File::new(path, text),
                is_rust: path.extension().is_some_and(|extension| extension == "rs"),
                policy: self.owner(path).map(|unit| &unit.policy),
                known: START,
                lines: None,
            });
        }
        self.current.as_mut()
    }
}

impl Text<'_> {
    /// The text itself: what a secret may stand in.
    pub(super) fn text(&self) -> &str {
        &self.file.text
    }

    /// A part of the text, each character that may belong to a secret replaced by a star.
    ///
    /// `strict`: beside a value that must not be recorded, where literals are looked at harder.
    pub(super) fn masked(&self, bytes: Range<usize>, strict: bool) -> String {
        let default = Policy::default();
        let policy = self.policy.unwrap_or(&default);
        let tokens = self.is_rust.then_some(&self.file);
        mask(tokens, &self.file.text, policy, bytes, strict)
    }

    /// The same of whole lines, which a line with many findings is asked for again and again.
    pub(super) fn masked_lines(&mut self, bytes: &Range<usize>, strict: bool) -> &str {
        let known = self.lines.take();
        let known = known.filter(|(of, how, _)| of == bytes && *how == strict);
        let lines =
            known.unwrap_or_else(|| (bytes.clone(), strict, self.masked(bytes.clone(), strict)));
        &self.lines.insert(lines).2
    }

    /// The place of a byte: counted on from the last one asked for, since edits come in order.
    pub(super) fn place(&mut self, at: usize) -> Place {
        let mut at = at.min(self.file.text.len());
        while !self.file.text.is_char_boundary(at) {
            at -= 1;
        }
        let (from, mut place) = if at < self.known.0 { START } else { self.known };
        for letter in self.file.text[from..at].chars() {
            if letter == '\n' {
                place = Place {
                    line: place.line + 1,
                    column: 1,
                };
            } else {
                place.column += 1;
            }
        }
        self.known = (at, place);
        place
    }
}
