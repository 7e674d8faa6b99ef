//! [`Telemetry`], the guard that `init` returns. It flushes, shuts down, and reports what was lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;

use crate::error::{Error, FlushError, remaining, too_late};
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

/// How long dropping the guard waits for the last export.
pub(crate) const BOUND: Duration = Duration::from_secs(5);

/// Owns telemetry while the service runs. Keep it in `main`: dropping it exports what is still waiting.
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
    /// Where trees and tables are printed, if that is not where the log goes.
    pub(crate) console: Option<Arc<Writer>>,
    /// The Lambda function that this process is, if it is one.
    #[cfg(feature = "lambda")]
    pub(crate) lambda: Option<crate::config::lambda::Lambda>,
    pub(crate) ended: AtomicBool,
}

impl Telemetry {
    /// Exports every span that has ended so far and writes all waiting lines of the log. It waits for both for at most
    /// `timeout`.
    ///
    /// # Errors
    ///
    /// Returns an error that says what could not be exported, and how much was lost so far. Everything is tried before
    /// the error is returned.
    pub fn flush(&self, timeout: Duration) -> Result<(), FlushError> {
        let deadline = Instant::now().checked_add(timeout);
        let mut failures = Vec::new();
        if let Some(queue) = &self.queue {
            failures.extend(queue.flush(timeout).err());
        }
        if let Some(metrics) = &self.metrics {
            of_percentiles(&mut failures, metrics.flush(deadline, timeout));
        }
        // This comes last, because exporters log what they could not do. Lines are written in the meantime, so this
        // rarely has to wait.
        failures.extend(self.write_lines(deadline, timeout));
        self.result(failures)
    }

    /// Waits until no request is open any more, then flushes. Use it in a program that ends by itself. Both together
    /// take at most `timeout`.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`flush`](Self::flush), and one if a request is still open.
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

    /// Exports everything, writes all waiting lines of the log, and stops the exporters. A span that ends later is lost
    /// and counted. A line that is logged later is still written; the caller waits for it for at most half a second. A
    /// second call does nothing.
    ///
    /// # Errors
    ///
    /// Returns an error that says what could not be exported, and how much was lost since the start. Everything is
    /// tried before the error is returned.
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
            of_percentiles(&mut failures, metrics.shutdown(deadline, timeout));
        }
        failures.extend(self.write_lines(deadline, timeout));
        self.logs.write_at_once();
        self.result(failures)
    }

    /// Shuts down, and reports on stderr what could not be exported.
    pub(crate) fn end(&self, bound: Duration) {
        if let Err(error) = self.shutdown(bound) {
            // There is no caller left to return the error to, and losses must not be silent.
            stderr::print("telemetry did not end well", &error, &self.redactor);
        }
    }

    /// Waits until everything that was logged and printed is written. Returns what to report if it was not.
    fn write_lines(&self, deadline: Option<Instant>, bound: Duration) -> Option<String> {
        let logged = self.logs.drain(remaining(deadline, bound));
        let console = self.console.as_ref();
        let printed = console.is_none_or(|it| it.drain(remaining(deadline, bound)));
        (!logged || !printed).then(|| too_late("the writing of the log", bound))
    }

    /// Waits for SIGTERM or ctrl-c, then shuts down.
    ///
    /// If a server has to finish its requests first, pass [`signal`](crate::signal) to the server and shut down
    /// afterwards.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`shutdown`](Self::shutdown).
    #[cfg(feature = "tokio")]
    pub async fn shutdown_on_signal(&self, timeout: Duration) -> Result<(), FlushError> {
        signal().await;
        self.shutdown(timeout)
    }

    /// Changes the share of requests that is exported, starting with the next request. A ratio of 1.0 exports all of
    /// them.
    ///
    /// # Errors
    ///
    /// Returns an error if the ratio is not between 0.0 and 1.0. In that case nothing changes.
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

    /// Changes which events are logged, starting with the next event. The filter has the syntax of `RUST_LOG`. Spans
    /// that are already open stay as they are: if they were not logged before, their fields are missing from the log.
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
    /// Returns an error if the text is not a valid filter. In that case nothing changes.
    pub fn set_log_filter(&self, filter: &str) -> Result<(), Error> {
        match settings::log_filter(filter) {
            Some(filter) => {
                let set = || self.logs.filter.set(filter);
                // With a single subscriber, callsites ask the default subscriber of this thread again. The process's
                // subscriber is already the default of every thread. Making it a scoped one would drop what values
                // record meanwhile, on all threads.
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

    /// Returns how many spans were lost since the start.
    pub fn lost(&self) -> Lost {
        self.queue.as_ref().map(Queue::lost).unwrap_or_default()
    }

    /// Returns how many lines of the log were lost since the start, because stdout or the builder's writer did not
    /// accept them, or not in time.
    pub fn lost_lines(&self) -> u64 {
        self.logs.lost()
    }

    /// Returns how often printing a value went wrong since the start: values that panicked, and records that were
    /// dropped because a value logs itself.
    pub fn misprints(&self) -> Misprints {
        self.redactor.misprints()
    }

    /// Returns how many spans were exported since the start.
    pub fn exported(&self) -> u64 {
        self.queue.as_ref().map_or(0, Queue::exported)
    }

    /// Returns the redactor of both outputs. Its counts show where the code leaks secrets.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Returns the percentiles so far, or `None` if percentiles are not counted.
    ///
    /// Own time is kept apart from total time only where the table is printed and in memory. Where percentiles are
    /// exported, nothing shows own time, and it equals the total.
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

/// Adds why percentiles were not exported, unless the spans were not for the same reason.
fn of_percentiles(failures: &mut Vec<String>, exported: Result<(), String>) {
    if let Some(cause) = exported.err().filter(|it| !failures.contains(it)) {
        failures.push(format!("percentiles: {cause}"));
    }
}
