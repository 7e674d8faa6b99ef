//! A change of TOML put into the text as it was written: what prints TOML knows no byte order mark and one kind of line end.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The text with the lines changed that differ between two prints of it; none when the first print is not the text.
pub(super) fn transplanted(text: &str, before: &str, after: &str) -> Option<String> {
    let written: Vec<&str> = text.split_inclusive('\n').collect();
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = after.lines().collect();
    let plain = |line: &str| {
        let line = line.trim_start_matches('\u{feff}').trim_end_matches('\n');
        line.strip_suffix('\r').unwrap_or(line).to_owned()
    };
    if written.len() != before.len() || written.iter().zip(&before).any(|(a, b)| plain(a) != *b) {
        return None;
    }
    let end = match written.first() {
        Some(line) if line.ends_with("\r\n") => "\r\n",
        _ => "\n",
    };
    let mut made = String::with_capacity(text.len() + 64);
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { .. } = op {
            made.extend(written[op.old_range()].iter().copied());
            continue;
        }
        for line in &after[op.new_range()] {
            if !made.is_empty() && !made.ends_with('\n') {
                made.push_str(end);
            }
            if made.is_empty() && text.starts_with('\u{feff}') {
                made.push('\u{feff}');
            }
            made.push_str(line);
            made.push_str(end);
        }
    }
    Some(made)
}
