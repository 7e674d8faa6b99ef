//! What a dry run would write, as a unified diff; a secret in a line of it is hidden as it is in a finding's lines.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use scorer_instrument_policy::Policy;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::fix::Changed;
use crate::package::unit::Unit;
use crate::source::File;

use super::mask::mask;
use super::report::Style;
use super::texts::Texts;

/// How many lines stand around a change.
const AROUND: usize = 3;

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const BLUE: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Writes what files change to. Whether a secret was hidden: then it is for reading and not for `git apply`.
///
/// # Errors
///
/// When it cannot be written.
pub fn diff(
    files: &[Changed],
    units: &[Unit],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut texts = Texts::new(units);
    let default = Policy::default();
    let mut hides = false;
    for file in files {
        let policy = texts
            .owner(&file.path)
            .map_or(&default, |unit| &unit.policy);
        hides |= one(file, policy, style, out)?;
    }
    Ok(hides)
}

fn one(file: &Changed, policy: &Policy, style: Style, out: &mut dyn Write) -> io::Result<bool> {
    let old: Vec<&str> = file.before.split_inclusive('\n').collect();
    let new: Vec<&str> = file.after.split_inclusive('\n').collect();
    let (masked_old, masked_new) = (
        masked(&file.path, &file.before, policy),
        masked(&file.path, &file.after, policy),
    );
    let shown_old: Vec<&str> = masked_old.split_inclusive('\n').collect();
    let shown_new: Vec<&str> = masked_new.split_inclusive('\n').collect();
    let mut page = Page {
        style,
        out,
        hides: false,
    };
    let path = file.path.display();
    page.line("", &format!("--- {}{path}", prefix(&file.path, "a/")))?;
    page.line("", &format!("+++ {}{path}", prefix(&file.path, "b/")))?;
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    for hunk in group_diff_ops(ops, AROUND) {
        page.head(&hunk)?;
        for op in &hunk {
            let (before, after) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                page.lines(' ', &old, &shown_old, before)?;
            } else {
                page.lines('-', &old, &shown_old, before)?;
                page.lines('+', &new, &shown_new, after)?;
            }
        }
    }
    Ok(page.hides)
}

/// What git puts before a path that is not a full one.
fn prefix(path: &Path, prefix: &'static str) -> &'static str {
    if path.is_absolute() { "" } else { prefix }
}

fn masked(path: &Path, text: &str, policy: &Policy) -> String {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let file = is_rust.then(|| File::new(path, text.to_owned()));
    mask(file.as_ref(), text, policy, 0..text.len(), false)
}

struct Page<'a> {
    style: Style,
    out: &'a mut dyn Write,
    hides: bool,
}

impl Page<'_> {
    fn head(&mut self, hunk: &[DiffOp]) -> io::Result<()> {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            return Ok(());
        };
        let old = first.old_range().start..last.old_range().end;
        let new = first.new_range().start..last.new_range().end;
        self.line(BLUE, &format!("@@ -{} +{} @@", span(&old), span(&new)))
    }

    fn lines(
        &mut self,
        sign: char,
        lines: &[&str],
        shown: &[&str],
        range: Range<usize>,
    ) -> io::Result<()> {
        let color = match sign {
            '-' => RED,
            '+' => GREEN,
            _ => "",
        };
        for at in range {
            let (Some(line), Some(shown)) = (lines.get(at), shown.get(at)) else {
                continue;
            };
            self.hides |= line != shown;
            self.line(color, &format!("{sign}{}", shown.trim_end_matches('\n')))?;
            if !line.ends_with('\n') {
                self.line("", "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }

    fn line(&mut self, color: &str, text: &str) -> io::Result<()> {
        if self.style.color && !color.is_empty() {
            writeln!(self.out, "{color}{text}{PLAIN}")
        } else {
            writeln!(self.out, "{text}")
        }
    }
}

/// Lines as a diff's head counts them: from one, and of none the line before.
fn span(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}
