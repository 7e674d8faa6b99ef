//! [`Telemetry`], the guard that `init` returns: it flushes, shuts down, and says what was lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;

use crate::error::{Error, FlushError, too_late};
use crate::export::metrics::Metrics;
use crate::export::queue::Queue;
use crate::log::Logs;
use crate::lost::Lost;
use crate::metrics::percentiles::Percentiles;
use crate::redact::{Misprints, Redactor};
use crate::settings;
#[cfg(feature = "tokio")]
use crate::signal::signal;
use crate::stderr;
use crate::trace::open::Open;
use crate::trace::sampling::Sampler;
use crate::writer::Writer;

/// How long the end waits for the last export.
pub(crate) const BOUND: Duration = Duration::from_secs(5);

/// Owns telemetry while the service runs. Keep it in `main`: when it goes, what waits is exported.
///
/// ```no_run
/// use std::time::{Duration, Instant};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let telemetry = scorer_instrument::telemetry!().init()?;
/// // ... the service ...
/// telemetry.shutdown(Duration::from_secs(2))?;
/// # Ok(())
/// # }
/// ```
#[must_use = "when the guard is dropped, telemetry shuts down; keep it in a variable of `main`"]
#[derive(Debug)]
pub struct Telemetry {
    pub(crate) queue: Option<Queue>,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) percentiles: Option<Percentiles>,
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) redactor: Redactor,
    pub(crate) open: Arc<Open>,
    pub(crate) logs: Arc<Logs>,
    pub(crate) dispatch: Dispatch,
    /// Where trees and tables are printed, if not to where the log goes.
    pub(crate) console: Option<Arc<Writer>>,
    /// What this process is on Lambda.
    #[cfg(feature = "lambda")]
    pub(crate) lambda: Option<crate::config::lambda::Lambda>,
    pub(crate) ended: AtomicBool,
}

impl Telemetry {
    /// Exports everything that has ended before, writes the lines of the log that wait, and waits for both at most so long.
    ///
    /// # Errors
    ///
    /// What could not be exported, and what was lost so far. Everything is tried first.
    pub fn flush(&self, timeout: Duration) -> Result<(), FlushError> {
        let deadline = Instant::now().checked_add(timeout);
        let mut failures = Vec::new();
        if let Some(queue) = &self.queue {
            failures.extend(queue.flush(timeout).err());
        }
        if let Some(metrics) = &self.metrics {
            failures.extend(metrics.flush(remaining(deadline, timeout)).err());
        }
        // At the end: exporters log what they could not do. The lines are written meanwhile, so that there is nothing to
        // wait for unless nobody reads them.
        failures.extend(self.write_lines(deadline, timeout));
        self.result(failures)
    }

    /// Waits until no request is open any more, then flushes: for a program that ends by itself. Both together take at
    /// most so long.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush), and when a request is still open.
    pub fn drain(&self, timeout: Duration) -> Result<(), FlushError> {
        let deadline = Instant::now().checked_add(timeout);
        let in_time = self.open.wait(timeout);
        let flushed = self.flush(remaining(deadline, timeout));
        if in_time {
            return flushed;
        }
        let mut failures = vec![too_late("the last request", timeout)];
        failures.extend(flushed.err().into_iter().flat_map(|it| it.failures));
        self.result(failures)
    }

    /// Exports everything, writes the lines of the log that wait, and ends the exporters; what ends later is lost, and
    /// counted. A line that is logged later is waited for, for half a second at most. A second call does nothing.
    ///
    /// # Errors
    ///
    /// What could not be exported, and what was lost since the start. Everything is tried first.
    pub fn shutdown(&self, timeout: Duration) -> Result<(), FlushError> {
        if self.ended.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let deadline = Instant::now().checked_add(timeout);
        let mut failures = Vec::new();
        if let Some(queue) = &self.queue {
            failures.extend(queue.shutdown(timeout).err());
        }
        if let Some(metrics) = &self.metrics {
            failures.extend(metrics.shutdown(remaining(deadline, timeout)).err());
        }
        failures.extend(self.write_lines(deadline, timeout));
        self.logs.write_at_once();
        self.result(failures)
    }

    /// Shuts down, and reports on stderr what could not be exported.
    pub(crate) fn end(&self, bound: Duration) {
        if let Err(error) = self.shutdown(bound) {
            // Nobody is left to take the error, and losses must not be silent.
            stderr::print("telemetry did not end well", &error, &self.redactor);
        }
    }

    /// Waits until what was logged and printed is written; what to say of it if it was not.
    fn write_lines(&self, deadline: Option<Instant>, bound: Duration) -> Option<String> {
        let logged = self.logs.drain(remaining(deadline, bound));
        let console = self.console.as_ref();
        let printed = console.is_none_or(|it| it.drain(remaining(deadline, bound)));
        (!logged || !printed).then(|| too_late("the writing of the log", bound))
    }

    /// Waits for SIGTERM or ctrl-c, then shuts down.
    ///
    /// For a server that has to end its requests first, hand [`signal`](crate::signal) to it, and shut
    /// down afterwards.
    ///
    /// # Errors
    ///
    /// As [`shutdown`](Self::shutdown).
    #[cfg(feature = "tokio")]
    pub async fn shutdown_on_signal(&self, timeout: Duration) -> Result<(), FlushError> {
        signal().await;
        self.shutdown(timeout)
    }

    /// Changes the share of requests that is exported, from the next request on.
    ///
    /// # Errors
    ///
    /// When the ratio is not within 0.0 and 1.0; then nothing changes.
    pub fn set_sampling_ratio(&self, ratio: f64) -> Result<(), Error> {
        if !(0.0..=1.0).contains(&ratio) {
            return Err(Error::Setting {
                variable: "sampling ratio",
                value: ratio.to_string(),
                accepted: "a number from 0.0 to 1.0",
            });
        }
        self.sampler.set_ratio(ratio);
        Ok(())
    }

    /// Changes which events are logged, as `RUST_LOG` says it, from the next event on. Spans that are open keep what they
    /// have: where they were not logged, they have no fields.
    ///
    /// ```
    /// let telemetry = scorer_instrument::telemetry!().in_memory().expect("accepted settings");
    /// telemetry.run(|| tracing::debug!("not seen"));
    /// telemetry.telemetry().set_log_filter("debug").expect("a filter");
    /// telemetry.run(|| tracing::debug!("seen"));
    /// assert!(telemetry.logs().contains("\"seen\"") && !telemetry.logs().contains("not seen"));
    /// ```
    ///
    /// # Errors
    ///
    /// When it is no filter; then nothing changes.
    pub fn set_log_filter(&self, filter: &str) -> Result<(), Error> {
        match settings::log_filter(filter) {
            Some(filter) => {
                let set = || self.logs.filter.set(filter);
                // Where there is one subscriber only, callsites are told anew by this thread's. The process's is every
                // thread's already, and making it a scoped one would drop what values record meanwhile on all of them.
                let has_none = tracing::dispatcher::get_default(Dispatch::is::<NoSubscriber>);
                if has_none {
                    tracing::dispatcher::with_default(&self.dispatch, set);
                } else {
                    set();
                }
                Ok(())
            }
            None => Err(Error::Setting {
                variable: "log filter",
                value: filter.to_owned(),
                accepted: settings::LOG_FILTER,
            }),
        }
    }

    /// What was lost since the start.
    pub fn lost(&self) -> Lost {
        self.queue.as_ref().map(Queue::lost).unwrap_or_default()
    }

    /// How many lines of the log were lost since the start: stdout or the builder's writer did not take them, or not in
    /// time.
    pub fn lost_lines(&self) -> u64 {
        self.logs.lost()
    }

    /// What went wrong since the start while values were printed: those that panicked, and what was dropped because a value
    /// logs itself.
    pub fn misprints(&self) -> Misprints {
        self.redactor.misprints()
    }

    /// How many spans were exported since the start.
    pub fn exported(&self) -> u64 {
        self.queue.as_ref().map_or(0, Queue::exported)
    }

    /// The redactor of both outputs: its counts say where the code leaks.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// The percentiles so far; none when they go nowhere. Own time is told from the total where the table is printed
    /// and in memory; where percentiles are exported, no one would see it, and each is the total.
    pub fn percentiles(&self) -> Option<&Percentiles> {
        self.percentiles.as_ref()
    }

    fn result(&self, failures: Vec<String>) -> Result<(), FlushError> {
        if failures.is_empty() {
            return Ok(());
        }
        Err(FlushError {
            failures,
            lost: self.lost(),
        })
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        self.end(BOUND);
    }
}

/// What is left of a bound.
fn remaining(deadline: Option<Instant>, bound: Duration) -> Duration {
    deadline.map_or(bound, |it| it.saturating_duration_since(Instant::now()))
}
