//! The table of percentiles: what it holds, and how it is printed.

use std::fmt;
use std::time::Duration;

use crate::escape::Escaped;

/// The percentiles of all names, those with the most own time first. Its `Display` prints the table.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// A row for each name.
    pub rows: Vec<Row>,
    /// Statements that were repeated within one span.
    pub repeated: Vec<Repeated>,
}

/// The spans of one name.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// Their name.
    pub name: String,
    /// Whether the spans are roots: requests, or work that no request asked for.
    pub is_root: bool,
    /// How many spans there were.
    pub count: u64,
    /// The median: half of the spans took no longer.
    pub p50: Duration,
    /// 95 % of the spans took no longer.
    pub p95: Duration,
    /// 99 % of the spans took no longer.
    pub p99: Duration,
    /// The longest time.
    pub max: Duration,
    /// How many failed.
    pub errors: u64,
    /// How many were dropped before they had ended, because the caller disconnected or a timeout expired.
    pub cancelled: u64,
    /// The sum of their times, without that of the spans within them.
    pub own: Duration,
    /// The sum of their times.
    pub total: Duration,
}

/// A statement that was run at least five times within one span.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repeated {
    /// The span's name.
    pub name: String,
    /// The name of the statement.
    pub statement: String,
    /// In how many spans it was repeated.
    pub spans: u64,
    /// The most executions within one span.
    pub most: u32,
}

impl Table {
    pub(super) fn new(mut rows: Vec<Row>, mut repeated: Vec<Repeated>) -> Self {
        rows.sort_by(|a, b| b.own.cmp(&a.own).then_with(|| a.name.cmp(&b.name)));
        repeated.sort_by(|a, b| b.most.cmp(&a.most).then_with(|| a.name.cmp(&b.name)));
        Self { rows, repeated }
    }
}

const HEAD: [&str; 10] = [
    "ms",
    "count",
    "p50",
    "p95",
    "p99",
    "max",
    "errors",
    "cancelled",
    "own",
    "total",
];

/// The column that is shown only if something was cancelled, which most services never see.
const CANCELLED: usize = 7;

impl fmt::Display for Table {
    /// Every line ends with a line break; nothing is printed when nothing was counted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.is_empty() {
            return Ok(());
        }
        let lines: Vec<[String; 10]> = std::iter::once(HEAD.map(str::to_owned))
            .chain(self.rows.iter().map(Row::cells))
            .collect();
        let width = |column: usize| {
            let widths = lines.iter().map(|line| line[column].chars().count());
            widths.max().unwrap_or(0)
        };
        let widths: [usize; 10] = std::array::from_fn(width);
        let some_cancelled = self.rows.iter().any(|row| row.cancelled > 0);
        for line in &lines {
            let [name, cells @ ..] = line;
            write!(f, "{name:width$}", width = widths[0])?;
            for (column, cell) in (1..).zip(cells) {
                if column != CANCELLED || some_cancelled {
                    write!(f, "  {cell:>width$}", width = widths[column])?;
                }
            }
            writeln!(f)?;
        }
        for repeated in &self.repeated {
            writeln!(
                f,
                "note: {} ran up to {} times within one {}, in {} of them: one query may do",
                Escaped(&repeated.statement),
                repeated.most,
                Escaped(&repeated.name),
                repeated.spans
            )?;
        }
        Ok(())
    }
}

impl Row {
    fn cells(&self) -> [String; 10] {
        let milliseconds = |duration: Duration| format!("{:.2}", duration.as_secs_f64() * 1_000.0);
        [
            Escaped(&self.name).to_string(),
            self.count.to_string(),
            milliseconds(self.p50),
            milliseconds(self.p95),
            milliseconds(self.p99),
            milliseconds(self.max),
            self.errors.to_string(),
            self.cancelled.to_string(),
            milliseconds(self.own),
            milliseconds(self.total),
        ]
    }
}
