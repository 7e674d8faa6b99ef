//! What a search asks for, as Jaeger's page writes it into an address, and which traces answer it.

use std::collections::HashMap;

use crate::model::{Span, Tag, TraceId};
use crate::store::Trace;

/// How many traces are shown when nothing is said.
const FEW: usize = 100;
/// The most that are shown at once; the page offers no more.
const MANY: usize = 1500;

/// A search. A trace answers it when one of its spans has all that is asked for.
#[derive(Debug, Default, PartialEq)]
pub struct Search {
    /// These traces, whatever else is said.
    pub ids: Vec<TraceId>,
    service: Option<String>,
    operation: Option<String>,
    tags: Vec<(String, String)>,
    start: Option<u64>,
    end: Option<u64>,
    shortest: Option<u64>,
    longest: Option<u64>,
    limit: Option<usize>,
}

impl Search {
    /// Reads it from the parts of an address behind `?`. What the page sends beside these says nothing to a search.
    ///
    /// # Errors
    ///
    /// With the part that cannot be read.
    pub fn read(parameters: &[(String, String)]) -> Result<Self, String> {
        let mut search = Self::default();
        for (name, value) in parameters.iter().filter(|it| !it.1.is_empty()) {
            let unreadable = |what: &str| format!("`{name}` is {what}, not `{value}`");
            let time = || {
                value
                    .parse()
                    .map_err(|_| unreadable("a number of microseconds since 1970"))
            };
            let length = || {
                microseconds(value)
                    .ok_or_else(|| unreadable("a length such as 1.2s, 100ms or 500us"))
            };
            match name.as_str() {
                "traceID" => {
                    let id = TraceId::from_hex(value);
                    search
                        .ids
                        .push(id.ok_or_else(|| unreadable("the id of a trace"))?);
                }
                "service" => search.service = Some(value.clone()),
                "operation" => search.operation = Some(value.clone()),
                "tag" => {
                    let tag = value.split_once(':');
                    let (key, value) = tag.ok_or_else(|| unreadable("of the form key:value"))?;
                    search.tags.push((key.to_owned(), value.to_owned()));
                }
                "tags" => {
                    let tags: HashMap<String, String> = serde_json::from_str(value)
                        .map_err(|_| unreadable("JSON such as {\"key\":\"value\"}"))?;
                    search.tags.extend(tags);
                }
                "start" => search.start = Some(time()?),
                "end" => search.end = Some(time()?),
                "minDuration" => search.shortest = Some(length()?),
                "maxDuration" => search.longest = Some(length()?),
                "limit" => {
                    let limit = value
                        .parse()
                        .map_err(|_| unreadable("a number of traces"))?;
                    search.limit = Some(limit);
                }
                _ => {}
            }
        }
        Ok(search)
    }

    /// How many traces are wanted at most.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(FEW).min(MANY)
    }

    /// Whether a trace answers it.
    pub fn matches(&self, trace: &Trace) -> bool {
        trace.spans().any(|span| self.is_met_by(span))
    }

    fn is_met_by(&self, span: &Span) -> bool {
        let is =
            |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|it| it == found);
        is(&self.service, &span.process.service_name)
            && is(&self.operation, &span.operation)
            && self.start.is_none_or(|it| span.start >= it)
            && self.end.is_none_or(|it| span.start <= it)
            && self.shortest.is_none_or(|it| span.duration >= it)
            && self.longest.is_none_or(|it| span.duration <= it)
            && self.tags.iter().all(|tag| has_tag(span, tag))
    }
}

/// Whether a span says it of itself, of an event or of its service.
fn has_tag(span: &Span, (key, value): &(String, String)) -> bool {
    let events = span.logs.iter().flat_map(|it| &it.fields);
    let mut all = span.tags.iter().chain(events).chain(&span.process.tags);
    all.any(|tag: &Tag| tag.key == *key && tag.value.text() == *value)
}

/// A length of time as Go writes it, `1m30s`, in microseconds: <https://pkg.go.dev/time#ParseDuration>.
fn microseconds(text: &str) -> Option<u64> {
    let mut total = 0.0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let unit = rest.find(|it: char| !it.is_ascii_digit() && it != '.')?;
        let (number, behind) = rest.split_at(unit);
        let next = behind.find(|it: char| it.is_ascii_digit() || it == '.');
        let (unit, behind) = behind.split_at(next.unwrap_or(behind.len()));
        let unit = match unit {
            "ns" => 0.001,
            "us" | "µs" | "μs" => 1.0,
            "ms" => 1e3,
            "s" => 1e6,
            "m" => 60e6,
            "h" => 3600e6,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        rest = behind;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it saturates, and is not below zero"
    )]
    (!text.trim().is_empty()).then_some(total.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::microseconds;

    #[test]
    fn lengths_are_read_as_go_writes_them() {
        for (text, expected) in [
            ("1.2s", Some(1_200_000)),
            ("100ms", Some(100_000)),
            ("500us", Some(500)),
            ("500µs", Some(500)),
            ("1m30s", Some(90_000_000)),
            ("2h", Some(7_200_000_000)),
            ("1500ns", Some(2)),
            ("0s", Some(0)),
            ("99999999999999h", Some(u64::MAX)),
            ("", None),
            ("5", None),
            ("ms", None),
            ("1.2.3s", None),
            ("-1s", None),
            ("1d", None),
        ] {
            assert_eq!(microseconds(text), expected, "{text}");
        }
    }
}
