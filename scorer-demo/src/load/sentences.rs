//! The findings in words.

use std::fmt;
use std::time::Duration;

use super::findings::{Blame, ColdStart, ErrorGroup, Findings, Repeated, Route, Scan, Share};
use super::observed::Statement;

/// How many traces of one error are named.
const TRACES: usize = 3;

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "What the table tells")?;
        writeln!(
            f,
            "(The time of a step is its own, without that of the steps within it.)"
        )?;
        writeln!(f, "\n1. What the cold start waited for")?;
        match &self.cold_start {
            Some(cold_start) => write!(f, "{cold_start}")?,
            None => writeln!(f, "   No start was recorded.")?,
        }
        writeln!(f, "\n2. Which step makes the P95")?;
        all(f, &self.routes, "No request was recorded.")?;
        writeln!(f, "\n3. Which statements repeat, and which lack an index")?;
        all(f, &self.repeated, "No statement repeats within a request.")?;
        all(f, &self.scans, "No statement reads a whole table.")?;
        writeln!(f, "\n4. Which errors belong to which slow operation")?;
        all(f, &self.errors, "No request failed.")
    }
}

fn all(f: &mut fmt::Formatter<'_>, of: &[impl fmt::Display], none: &str) -> fmt::Result {
    if of.is_empty() {
        return writeln!(f, "   {none}");
    }
    of.iter().try_for_each(|it| write!(f, "{it}"))
}

/// A time as the trees have it.
struct Milliseconds(Duration);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ms", self.0.as_secs_f64() * 1_000.0)
    }
}

impl Share {
    fn percent(&self) -> f64 {
        if self.of.is_zero() {
            return 0.0;
        }
        100.0 * self.took.as_secs_f64() / self.of.as_secs_f64()
    }
}

impl fmt::Display for ColdStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "   The start took {}. The largest parts of that are",
            Milliseconds(self.took)
        )?;
        for (place, share) in self.waited.iter().enumerate() {
            let between = match place {
                0 => "",
                _ if place + 1 == self.waited.len() => " and",
                _ => ",",
            };
            write!(
                f,
                "{between} `{}` ({}, {:.0} %)",
                share.name,
                Milliseconds(share.took),
                share.percent()
            )?;
        }
        writeln!(f, ".")?;
        let Some(first) = &self.first else {
            return Ok(());
        };
        write!(
            f,
            "   The first request, `{}`, took {}; the median of those after it is {}.",
            first.route,
            Milliseconds(first.took),
            Milliseconds(first.later)
        )?;
        if first.took <= first.later {
            f.write_str(" So the start cost it nothing.")?;
        }
        if let Some((step, over)) = first.more.as_ref().filter(|_| first.took > first.later) {
            write!(
                f,
                " The largest part of what it took longer is in `{step}`: {} more than the median there.",
                Milliseconds(*over)
            )?;
        }
        writeln!(f)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "   `{}`: P95 {}, median {}, {}. `{}` makes the P95: it takes {:.0} % of the time of the {}.",
            self.name,
            Milliseconds(self.quantiles.p95),
            Milliseconds(self.quantiles.p50),
            Count(self.count, "request"),
            self.step.name,
            self.step.percent(),
            Slowest(self.slow),
        )?;
        match &self.usual {
            Some(usual) if usual.name != self.step.name => write!(
                f,
                " Of the others, the largest part is `{}` ({:.0} %).",
                usual.name,
                usual.percent()
            )?,
            Some(usual) => write!(f, " Of the others it takes {:.0} %.", usual.percent())?,
            None => {}
        }
        writeln!(f)
    }
}

impl fmt::Display for Repeated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = Share {
            name: String::new(),
            took: self.took,
            of: self.of,
        };
        writeln!(
            f,
            "   `{}` repeats (N+1): up to {} times within one `{}`, in {}, {:.0} % of their time. One query may do. Trace {}.",
            self.statement,
            self.most,
            self.within,
            Count(self.requests, "request"),
            share.percent(),
            self.trace,
        )
    }
}

impl fmt::Display for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Statement {
            name,
            text,
            count,
            total,
            longest,
        } = &self.statement;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            f,
            "   `{name}` lacks an index: {}. It ran {count} times and took {} in all, {} at most: `{text}`.",
            self.plan,
            Milliseconds(*total),
            Milliseconds(*longest),
        )
    }
}

impl fmt::Display for ErrorGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = match self.blame {
            Blame::Service => "the service's error",
            Blame::Abandoned => "abandoned",
            Blame::Caller => "the caller's error",
        };
        let count = self.traces.len();
        write!(
            f,
            "   {} ({whose}, {}): the largest part of {} time is in `{}` ({:.0} %, {}{}); {} among the slowest 5 % of the route.",
            self.error,
            Count(count, "request"),
            if count == 1 { "its" } else { "their" },
            self.slowest.name,
            self.slowest.percent(),
            Milliseconds(self.slowest.took / u32::try_from(count.max(1)).unwrap_or(u32::MAX)),
            if count == 1 { "" } else { " each" },
            match (self.slow, count) {
                (0, 1) => "it is not".to_owned(),
                (_, 1) => "it is".to_owned(),
                (0, _) => "none is".to_owned(),
                (1, _) => "one is".to_owned(),
                (many, _) => format!("{many} are"),
            }
        )?;
        let named = self.traces.iter().take(TRACES).map(String::as_str);
        let traces = if count == 1 { "Trace" } else { "Traces" };
        write!(f, " {traces} {}", named.collect::<Vec<_>>().join(", "))?;
        match count.saturating_sub(TRACES) {
            0 => writeln!(f, "."),
            more => writeln!(f, " and {more} more."),
        }
    }
}

/// So many of the slowest requests.
struct Slowest(usize);

impl fmt::Display for Slowest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("slowest request"),
            many => write!(f, "{many} slowest requests"),
        }
    }
}

/// So many of something.
pub(crate) struct Count(pub(crate) usize, pub(crate) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.0, self.1)
    }
}
