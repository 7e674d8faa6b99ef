//! A tree as text: branches, the time of each row in one column, and its fields.

use std::fmt;

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
                write!(f, "  {}={}", escaped(name), Shown(value))?;
            }
            for note in &row.notes {
                write!(f, "  ! {}", escaped(note))?;
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
    lines.push((format!("{branch}{}{times}", escaped(&row.name)), row));
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

/// A text that cannot move the terminal's cursor.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let control = c.is_control();
            let escape = c.escape_default().filter(move |_| control);
            escape.chain((!control).then_some(c))
        })
        .collect()
}

/// A recorded text, which must not look like two fields either.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '"';
        if !self.0.is_empty() && self.0.chars().all(plain) {
            f.write_str(self.0)
        } else {
            write!(f, "{:?}", self.0)
        }
    }
}
