//! The receiver in Python: started for a test, read line by line, ended with it.

use serde_json::Value;

use crate::python::Python;

/// A running receiver.
#[derive(Debug)]
pub struct Receiver {
    python: Python,
    /// Ports and certificate.
    pub hello: Value,
}

impl Receiver {
    /// A receiver, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        let python = Python::start("receiver.py", "grpc, opentelemetry.proto", arguments)?;
        let hello = python.hello.clone();
        Some(Self { python, hello })
    }

    /// The next export that it took in.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub fn next_export(&self) -> Value {
        self.python.next()
    }

    /// The next export of spans.
    pub fn next_spans(&self) -> Value {
        loop {
            let export = self.next_export();
            if export["path"] == "/v1/traces" {
                return export;
            }
        }
    }

    /// Ends it; every export that nobody has read yet.
    pub fn end(self) -> Vec<Value> {
        self.python.end()
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.hello["http"])
    }

    /// Its endpoint of OTLP over gRPC.
    pub fn grpc(&self) -> String {
        format!("http://127.0.0.1:{}", self.hello["grpc"])
    }
}

/// The spans of an export, with their scope left out.
pub fn spans(export: &Value) -> Vec<&Value> {
    export["body"]["resourceSpans"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["scopeSpans"].as_array().into_iter().flatten())
        .flat_map(|it| it["spans"].as_array().into_iter().flatten())
        .collect()
}

/// The value of an attribute, whichever its kind.
pub fn attribute<'a>(attributes: &'a Value, key: &str) -> Option<&'a Value> {
    attributes
        .as_array()?
        .iter()
        .find(|it| it["key"] == key)
        .and_then(|it| it["value"].as_object()?.values().next())
}

pub use crate::python::skipped;
