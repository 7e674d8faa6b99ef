//! Exemptions as lines: place, kind, for what, why; the columns aligned, the counts at the end.

use std::io::{self, Write};

use super::allow::{Allow, counts};

/// No column is made wider than this for one long cell.
const WIDEST: usize = 60;

pub(super) fn write(allows: &[Allow], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 4]> = allows.iter().map(row).collect();
    let mut widths = [0; 3];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count()).min(WIDEST);
        }
    }
    let [place_width, kind_width, what_width] = widths;
    for [place, kind, what, reason] in &rows {
        writeln!(
            out,
            "{place:<place_width$}  {kind:<kind_width$}  {what:<what_width$}  {reason}"
        )?;
    }
    let total = match allows.len() {
        0 => return writeln!(out, "no exemptions"),
        1 => "1 exemption".to_owned(),
        count => format!("{count} exemptions"),
    };
    let by_kind = counts(allows).into_iter();
    let by_kind: Vec<String> = by_kind
        .map(|(kind, count)| format!("{count} {}", kind.as_str()))
        .collect();
    writeln!(out, "{total}: {}", by_kind.join(", "))
}

fn row(allow: &Allow) -> [String; 4] {
    let place = format!(
        "{}:{}:{}",
        allow.path.display(),
        allow.place.line,
        allow.place.column
    );
    let kind = if allow.in_tests {
        format!("{} (tests)", allow.kind.as_str())
    } else {
        allow.kind.as_str().to_owned()
    };
    let reason = allow.reason.as_deref().unwrap_or("(no reason is written)");
    // A line stays one, whatever was written.
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    [place, kind, allow.what.clone(), reason]
}
