//! Reads the fields of sqlx's events.

use std::fmt;
use std::time::Duration;

use tracing::Event;
use tracing::field::{Field, Visit};

/// The content of an event of sqlx 0.8 or 0.9.
#[derive(Debug, Default)]
pub(super) struct Fields {
    summary: String,
    whole: String,
    pub(super) elapsed: Option<Duration>,
    pub(super) acquired_after: Option<Duration>,
    pub(super) rows_returned: Option<u64>,
    pub(super) rows_affected: Option<u64>,
    /// Whether the event names a threshold, which it does if the threshold was exceeded.
    pub(super) has_threshold: bool,
}

impl Fields {
    pub(super) fn of(event: &Event<'_>) -> Self {
        let mut fields = Self::default();
        event.record(&mut fields);
        fields
    }

    /// Returns the statement. If it has only a few words, sqlx puts it into the summary alone.
    pub(super) fn statement(&self) -> &str {
        if self.whole.trim().is_empty() {
            &self.summary
        } else {
            &self.whole
        }
    }

    fn threshold(&mut self, field: &Field) {
        self.has_threshold |= matches!(
            field.name(),
            "slow_threshold" | "slow_acquire_threshold_secs"
        );
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "rows_returned" => self.rows_returned = Some(value),
            "rows_affected" => self.rows_affected = Some(value),
            _ => {}
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        let time = Duration::try_from_secs_f64(value).ok();
        match field.name() {
            "elapsed_secs" => self.elapsed = time,
            "acquired_after_secs" => self.acquired_after = time,
            _ => self.threshold(field),
        }
    }

    fn record_debug(&mut self, field: &Field, _: &dyn fmt::Debug) {
        self.threshold(field);
    }
}
