//! Rows from the events that sqlx emits, one for each statement, when the statement has ended.

use std::time::{Duration, Instant};

use tracing::Event;

use super::Row;
use super::layer::Fields;

/// The target of sqlx's events.
pub(super) const TARGET: &str = "sqlx::query";

/// The words after which a statement names its table.
const BEFORE_TABLE: [&str; 3] = ["FROM", "INTO", "UPDATE"];

/// The row of a statement that has ended just now.
pub(super) fn row(event: &Event<'_>) -> Row {
    let mut fields = Vec::new();
    event.record(&mut Fields(&mut fields));
    let field = |wanted| {
        fields
            .iter()
            .find(|(name, _)| *name == wanted)
            .map_or("", |(_, text)| text.as_str())
    };
    // A statement of few words stands in the summary alone.
    let statement = match field("db.statement") {
        "" => field("summary"),
        whole => whole,
    };
    let took = field("elapsed_secs")
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .unwrap_or_default();
    let now = Instant::now();
    Row {
        name: label(statement),
        started: now.checked_sub(took).unwrap_or(now),
        took,
        fields: Vec::new(),
        notes: Vec::new(),
        children: Vec::new(),
    }
}

/// What a statement does and to which table: `SELECT community`.
fn label(statement: &str) -> String {
    let mut words = statement.split_whitespace();
    let verb = words.clone().next().unwrap_or("statement").to_uppercase();
    let table = words
        .find(|word| BEFORE_TABLE.iter().any(|it| it.eq_ignore_ascii_case(word)))
        .and_then(|_| words.next());
    match table {
        Some(table) => format!("{verb} {table}"),
        None => verb,
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_statement_is_named_by_its_verb_and_table() {
        assert_eq!(
            label("\n\nSELECT a, b\nFROM api_key WHERE c = ?1"),
            "SELECT api_key"
        );
        assert_eq!(
            label("insert into weights (a) SELECT a FROM b"),
            "INSERT weights"
        );
        assert_eq!(label("UPDATE weights SET a = 1"), "UPDATE weights");
        assert_eq!(label("COMMIT"), "COMMIT");
        assert_eq!(label(""), "STATEMENT");
    }
}
