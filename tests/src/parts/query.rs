//! Jaeger's query API, of Jaeger itself and of the viewer, and what it says of traces.

use serde_json::Value;

use super::{eventually, get};

/// The API on a port of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Query(pub(super) u16);

impl Query {
    /// Its port.
    pub fn port(self) -> u16 {
        self.0
    }

    /// The address of a page beside it.
    pub fn page(self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.0)
    }

    /// What it answers at a path, as text.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn text(self, path: &str) -> String {
        let (status, body) = get(self.0, path).expect("an answer");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The same, read.
    ///
    /// # Panics
    ///
    /// When it is not JSON.
    pub fn answer(self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).expect("JSON")
    }

    /// The traces of a service, once these many spans of it are there.
    pub fn traces(self, service: &str, spans: usize) -> Vec<Value> {
        let path = format!("/api/traces?service={service}&limit=1000&lookback=1h");
        eventually(&format!("trace of {spans} spans"), || {
            let answer = self.answer(&path);
            let traces = answer["data"].as_array()?.clone();
            let count = |trace: &Value| trace["spans"].as_array().map_or(0, Vec::len);
            (traces.iter().map(count).sum::<usize>() >= spans).then_some(traces)
        })
    }
}

/// The value of a tag of a span, a log or a process.
pub fn tag<'a>(of: &'a Value, key: &str) -> Option<&'a Value> {
    let tags = of["tags"].as_array().or_else(|| of["fields"].as_array())?;
    tags.iter()
        .find(|it| it["key"] == key)
        .map(|it| &it["value"])
}

/// The spans of a trace directly within that one, in the order of their starts; without one, those within none.
pub fn children<'a>(trace: &'a Value, parent: Option<&Value>) -> Vec<&'a Value> {
    let above = |span: &Value| {
        let references = span["references"].as_array();
        references
            .into_iter()
            .flatten()
            .find(|it| it["refType"] == "CHILD_OF")
            .map(|it| it["spanID"].clone())
    };
    let spans = trace["spans"].as_array().into_iter().flatten();
    let mut found: Vec<&Value> = spans
        .filter(|span| above(span).as_ref() == parent.map(|it| &it["spanID"]))
        .collect();
    found.sort_by_key(|it| it["startTime"].as_u64());
    found
}

/// The names of a trace, one a line, each as far in as it is deep.
pub fn tree(trace: &Value) -> String {
    fn draw(trace: &Value, parent: Option<&Value>, depth: usize, into: &mut String) {
        for span in children(trace, parent) {
            let name = span["operationName"].as_str().unwrap_or_default();
            *into += &"  ".repeat(depth);
            *into += name;
            into.push('\n');
            draw(trace, Some(span), depth + 1, into);
        }
    }
    let mut drawn = String::new();
    draw(trace, None, 0, &mut drawn);
    drawn
}
