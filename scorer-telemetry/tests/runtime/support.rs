//! A pipeline in memory under given variables, and what it made, easy to compare.

use std::collections::HashMap;

use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::Local;

/// A pipeline under these variables and no others.
pub(crate) fn pipeline(variables: &[(&str, &str)]) -> Local {
    let variables: HashMap<String, String> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    scorer_instrument::telemetry!()
        .environment(move |name| variables.get(name).cloned())
        .in_memory()
        .expect("accepted settings")
}

/// The lines of the log.
pub(crate) fn lines(telemetry: &Local) -> Vec<serde_json::Value> {
    telemetry
        .logs()
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
        .collect()
}

/// The span of this name.
pub(crate) fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    spans
        .iter()
        .find(|span| span.name == name)
        .unwrap_or_else(|| panic!("no span `{name}`"))
}

/// An attribute's value as text.
pub(crate) fn attribute(span: &SpanData, key: &str) -> Option<String> {
    span.attributes
        .iter()
        .find(|it| it.key.as_str() == key)
        .map(|it| it.value.to_string())
}

/// The names of spans, sorted.
pub(crate) fn names(spans: &[SpanData]) -> Vec<String> {
    let mut names: Vec<String> = spans.iter().map(|span| span.name.to_string()).collect();
    names.sort();
    names
}
