//! What telemetry recorded, as the findings read it: requests as steps within steps, and the statements.

use std::collections::BTreeMap;
use std::time::Duration;

use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::tree::{Forest, Tree};

/// A request, or the start of the service.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Its trace, as 32 hexadecimal digits.
    pub trace: String,
    /// Its root, whose name is the route's.
    pub root: Step,
}

/// A span, with the spans within it.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// From its start to its end; of a statement in a loop all times together.
    pub took: Duration,
    /// How many times it stands for.
    pub times: u32,
    /// Whether it failed.
    pub failed: bool,
    /// Whether it was dropped before it had ended.
    pub cancelled: bool,
    /// What was said in it at WARN or above.
    pub said: Vec<String>,
    /// The steps within it.
    pub children: Vec<Step>,
}

/// A statement.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Its name: `SELECT community`.
    pub name: String,
    /// Its text, without literals.
    pub text: String,
    /// How often it ran.
    pub count: u64,
    /// How long in all.
    pub total: Duration,
    /// How long at most.
    pub longest: Duration,
}

impl Step {
    /// Its time without that of the steps within it.
    pub fn own(&self) -> Duration {
        let within: Duration = self.children.iter().map(|it| it.took).sum();
        self.took.saturating_sub(within)
    }

    /// It and all steps within it.
    pub fn all(&self) -> Vec<&Step> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(step) = all.get(next).copied() {
            all.extend(&step.children);
            next += 1;
        }
        all
    }
}

impl From<&Tree> for Step {
    fn from(tree: &Tree) -> Self {
        let said = tree
            .events
            .iter()
            // By themselves the event's name and its type say nothing:
            // <https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/>.
            .filter(|it| matches!(it.level, "WARN" | "ERROR"))
            .filter(|it| !matches!(it.message.as_str(), "exception" | "panic"))
            .map(|it| it.message.clone());
        Self {
            name: tree.name.clone(),
            took: tree.took,
            times: tree.times,
            failed: tree.error.is_some(),
            cancelled: tree.notes.iter().any(|it| it == "cancelled"),
            said: said.collect(),
            children: tree.children.iter().map(Self::from).collect(),
        }
    }
}

/// The trees of all requests with their traces, in the order in which they ended.
pub fn trees(spans: Vec<SpanData>) -> Vec<(String, Tree)> {
    let mut forest = Forest::default();
    let grown = spans.into_iter().filter_map(|span| {
        let trace = span.span_context.trace_id().to_string();
        forest.add(span).map(|tree| (trace, tree))
    });
    grown.collect()
}

/// The statements by their text, the one first that took longest in all.
pub fn statements(spans: &[SpanData]) -> Vec<Statement> {
    let mut all: BTreeMap<String, Statement> = BTreeMap::new();
    for span in spans {
        let mut attributes = span.attributes.iter();
        let Some(text) = attributes.find(|it| it.key.as_str() == "db.query.text") else {
            continue;
        };
        let took = span.end_time.duration_since(span.start_time);
        let took = took.unwrap_or_default();
        let statement = all.entry(text.value.to_string()).or_default();
        statement.name = span.name.to_string();
        statement.count += 1;
        statement.total += took;
        statement.longest = statement.longest.max(took);
    }
    let mut all: Vec<Statement> = all
        .into_iter()
        .map(|(text, statement)| Statement { text, ..statement })
        .collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.total));
    all
}
