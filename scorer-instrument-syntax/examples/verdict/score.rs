//! Scores the policy on labelled names and types.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::answer::{Answer, Subject};

/// What went wrong, and on which line.
type Fault = (usize, String);

/// The columns of a file, recognised by its header.
#[derive(Clone, Copy)]
struct Columns {
    subject: Subject,
    names: &'static [&'static str],
}

const NAMES: Columns = Columns {
    subject: Subject::Name,
    names: &["name", "label", "class", "origin"],
};

const TYPES: Columns = Columns {
    subject: Subject::Type,
    names: &["type_path", "class"],
};

/// A labelled row and the policy's answer.
struct Row<'a> {
    written: &'a str,
    class: &'a str,
    sensitive: bool,
    answer: Answer,
}

/// The report on a labelled file.
pub(crate) fn report(policy: &Policy, text: &[u8]) -> Result<String, Fault> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let before = text.get(..error.valid_up_to()).unwrap_or(text);
        (
            before.split(|byte| *byte == b'\n').count(),
            "not UTF-8".to_owned(),
        )
    })?;
    let rows = rows(policy, text)?;
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = print(&rows, &mut out);
    Ok(out)
}

fn rows<'a>(policy: &Policy, text: &'a str) -> Result<Vec<Row<'a>>, Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end()));
    let mut lines = lines.by_ref().filter(|(_, line)| !line.is_empty());
    let (number, header) = lines
        .next()
        .ok_or_else(|| (1, "no header line".to_owned()))?;
    let header: Vec<&str> = header.split('\t').collect();
    let columns = [NAMES, TYPES]
        .into_iter()
        .find(|columns| columns.names == header)
        .ok_or_else(|| {
            let known = [NAMES, TYPES].map(|columns| format!("`{}`", columns.names.join("<TAB>")));
            (
                number,
                format!("unknown columns: the header line is {}", known.join(" or ")),
            )
        })?;
    let mut rows = Vec::new();
    for (number, line) in lines {
        rows.extend(row(policy, columns, line).map_err(|message| (number, message))?);
    }
    Ok(rows)
}

/// Returns a row, or `None` if it is left out, such as an ambiguous name or a wrapper.
fn row<'a>(policy: &Policy, columns: Columns, line: &'a str) -> Result<Option<Row<'a>>, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() != columns.names.len() {
        let (wanted, found) = (columns.names.len(), cells.len());
        return Err(format!("{found} columns instead of {wanted}"));
    }
    let (written, class, sensitive) = match cells.as_slice() {
        [_, "ambiguous", ..] | [_, "wrapper"] => return Ok(None),
        [name, "sensitive", class, _] => (*name, *class, true),
        [name, "benign", class, _] => (*name, *class, false),
        [_, label, _, _] => {
            return Err(format!(
                "unknown label `{label}`: sensitive, benign or ambiguous"
            ));
        }
        [ty, class] => (*ty, *class, *class != "benign"),
        _ => return Ok(None),
    };
    let answer = columns.subject.judge(policy, written);
    Ok(Some(Row {
        written,
        class,
        sensitive,
        answer,
    }))
}

/// How often refused and sensitive rows coincide.
#[derive(Default)]
struct Tally {
    both: usize,
    refused: usize,
    sensitive: usize,
}

impl Tally {
    fn add(&mut self, refused: bool, sensitive: bool) {
        self.both += usize::from(refused && sensitive);
        self.refused += usize::from(refused);
        self.sensitive += usize::from(sensitive);
    }

    fn line(&self, name: &str, out: &mut dyn Write) -> fmt::Result {
        let precision = share(self.both, self.refused);
        let recall = share(self.both, self.sensitive);
        let f1 = share(2 * self.both, self.refused + self.sensitive);
        let (refused, sensitive) = (self.refused, self.sensitive);
        writeln!(
            out,
            "{name:<20} {precision:>9} {recall:>7} {f1:>6} {sensitive:>9} {refused:>8}"
        )
    }
}

/// Prints a share with three decimal places, or a dash if there is nothing to divide by.
fn share(part: usize, whole: usize) -> String {
    let thousandths = (part * 2000 + whole).checked_div(2 * whole);
    thousandths.map_or_else(
        || "-".to_owned(),
        |t| format!("{}.{:03}", t / 1000, t % 1000),
    )
}

fn print(rows: &[Row<'_>], out: &mut dyn Write) -> fmt::Result {
    let mut overall = Tally::default();
    let mut classes: BTreeMap<&str, Tally> = BTreeMap::new();
    for row in rows {
        let refused = row.answer.refused;
        overall.add(refused, row.sensitive);
        // A row counts for the class that it is labelled with. A refusal for another reason is a miss of that class.
        if row.sensitive {
            let same = refused && row.answer.class == row.class;
            classes.entry(row.class).or_default().add(same, true);
        }
        if refused && !(row.sensitive && row.answer.class == row.class) {
            classes
                .entry(row.answer.class)
                .or_default()
                .add(true, false);
        }
    }
    writeln!(
        out,
        "{:<20} {:>9} {:>7} {:>6} {:>9} {:>8}",
        "class", "precision", "recall", "F1", "sensitive", "refused"
    )?;
    overall.line("overall", out)?;
    for (class, tally) in &classes {
        tally.line(class, out)?;
    }
    writeln!(out, "\n{} rows judged", rows.len())?;
    list(
        "sensitive, but fit",
        rows,
        |row| row.sensitive && !row.answer.refused,
        out,
    )?;
    list(
        "benign, but refused",
        rows,
        |row| !row.sensitive && row.answer.refused,
        out,
    )?;
    list(
        "refused as another class",
        rows,
        |row| row.sensitive && row.answer.refused && row.answer.class != row.class,
        out,
    )
}

fn list(
    title: &str,
    rows: &[Row<'_>],
    wanted: impl Fn(&Row<'_>) -> bool,
    out: &mut dyn Write,
) -> fmt::Result {
    let wanted: Vec<&Row<'_>> = rows.iter().filter(|row| wanted(row)).collect();
    writeln!(out, "\n{title}: {}", wanted.len())?;
    for row in wanted {
        let Answer { class, reason, .. } = &row.answer;
        writeln!(out, "  {}\t{}\t{class}\t{reason}", row.written, row.class)?;
    }
    Ok(())
}
