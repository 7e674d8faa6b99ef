//! A tree as text: branches, the time of each row in one column, and its fields.

use std::fmt;

use super::Row;

impl fmt::Display for Row {
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
                write!(f, "  {name}={}", Value(value))?;
            }
            for note in &row.notes {
                write!(f, "  ! {}", Value(note).escaped())?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Gathers the head of each line: its branches and its name.
fn collect<'a>(row: &'a Row, branch: &str, trunk: &str, lines: &mut Vec<(String, &'a Row)>) {
    lines.push((format!("{branch}{}", row.name), row));
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

/// A recorded text, which must not look like two fields nor move the terminal's cursor.
struct Value<'a>(&'a str);

impl Value<'_> {
    fn escaped(&self) -> String {
        self.0
            .chars()
            .flat_map(|c| {
                let control = c.is_control();
                let escape = c.escape_default().filter(move |_| control);
                escape.chain((!control).then_some(c))
            })
            .collect()
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '"';
        if !self.0.is_empty() && self.0.chars().all(plain) {
            f.write_str(self.0)
        } else {
            write!(f, "{:?}", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Row;

    fn row(name: &str, fields: &[(&'static str, &str)], children: Vec<Row>) -> Row {
        Row {
            name: name.to_owned(),
            started: Instant::now(),
            took: Duration::from_micros(1_250),
            fields: fields.iter().map(|(k, v)| (*k, (*v).to_owned())).collect(),
            notes: Vec::new(),
            children,
        }
    }

    #[test]
    fn branches_columns_and_fields() {
        let inner = row("inner", &[], vec![row("leaf", &[], vec![])]);
        let mut root = row("root", &[("n", "3")], vec![inner, row("last", &[], vec![])]);
        root.notes.push("it failed".to_owned());
        let drawn = "\
root              1.25 ms  n=3  ! it failed
├── inner         1.25 ms
│   └── leaf      1.25 ms
└── last          1.25 ms
";
        assert_eq!(root.to_string(), drawn);
    }

    #[test]
    fn a_value_stays_one_value_on_one_line() {
        let mut root = row("root", &[("a", "x y=1"), ("b", "1\n2\u{1b}[2J")], vec![]);
        root.notes.push("two\nlines".to_owned());
        let drawn = root.to_string();
        assert!(drawn.contains(r#"a="x y=1""#), "{drawn}");
        assert!(drawn.contains(r#"b="1\n2\u{1b}[2J""#), "{drawn}");
        assert!(drawn.contains(r"! two\nlines"), "{drawn}");
        assert_eq!(drawn.lines().count(), 1);
    }
}
