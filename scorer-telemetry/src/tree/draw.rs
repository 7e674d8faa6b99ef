//! A tree as text: branches, the time of each row in one column, and its fields.

use std::fmt;

use crate::escape::{Escaped, Shown};

use super::Tree;

impl fmt::Display for Tree {
    /// Every line ends with a line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        collect(self, "", "", &mut lines);
        let width = lines.iter().map(|(head, _)| head.chars().count()).max();
        for (head, row) in lines {
            let took = row.took.as_secs_f64() * 1000.0;
            write!(
                f,
                "{head:width$}  {took:8.2} ms",
                width = width.unwrap_or(0)
            )?;
            for (name, value) in &row.fields {
                write!(f, "  {}={}", Escaped(name), Shown(value))?;
            }
            for note in &row.notes {
                write!(f, "  ! {}", Escaped(note))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Gathers the head of each line: its branches and its name.
fn collect<'a>(row: &'a Tree, branch: &str, trunk: &str, lines: &mut Vec<(String, &'a Tree)>) {
    let times = if row.times > 1 {
        format!(" ×{}", row.times)
    } else {
        String::new()
    };
    lines.push((format!("{branch}{}{times}", Escaped(&row.name)), row));
    for (index, child) in row.children.iter().enumerate() {
        let (fork, below) = if index + 1 == row.children.len() {
            ("└── ", "    ")
        } else {
            ("├── ", "│   ")
        };
        collect(
            child,
            &format!("{trunk}{fork}"),
            &format!("{trunk}{below}"),
            lines,
        );
    }
}
