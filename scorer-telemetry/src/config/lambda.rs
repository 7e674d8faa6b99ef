//! What AWS Lambda reports about the function that this process is.

use std::time::Duration;

use opentelemetry::KeyValue;

/// How the execution environment was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// For a caller who waits for it.
    OnDemand,
    /// In advance, through provisioned concurrency or from a snapshot. No caller waits for it.
    Beforehand,
    /// For many requests at a time. Such a process is never frozen.
    Managed,
}

/// The function that this process is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lambda {
    pub(crate) function: String,
    pub(crate) version: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) megabytes: Option<u64>,
    pub(crate) region: Option<String>,
    pub(crate) start: Start,
    pub(crate) flush_timeout: Duration,
    /// Whether a setting decides whether the invocation's trace is continued.
    pub(crate) propagators_are_set: bool,
}

impl Lambda {
    /// Whether the process is frozen between two invocations.
    pub(crate) fn is_frozen(&self) -> bool {
        self.start != Start::Managed
    }

    /// How long one export may take. It is a little less than the wait for it, so that the waiting side learns how the
    /// export ended.
    pub(crate) fn export_timeout(&self) -> Duration {
        (self.flush_timeout / 10 * 9).max(Duration::from_millis(1))
    }

    /// Returns its attributes, as the semantic conventions name them.
    pub(crate) fn attributes(&self) -> Vec<KeyValue> {
        let mut attributes = vec![
            KeyValue::new("cloud.provider", "aws"),
            KeyValue::new("cloud.platform", "aws_lambda"),
            KeyValue::new("faas.name", self.function.clone()),
        ];
        let texts = [
            ("faas.version", &self.version),
            ("faas.instance", &self.instance),
            ("cloud.region", &self.region),
        ];
        for (key, value) in texts {
            attributes.extend(value.clone().map(|value| KeyValue::new(key, value)));
        }
        let bytes = self
            .megabytes
            .and_then(|it| i64::try_from(it.checked_mul(1 << 20)?).ok());
        attributes.extend(bytes.map(|bytes| KeyValue::new("faas.max_memory", bytes)));
        attributes
    }
}
