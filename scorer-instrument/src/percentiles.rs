//! [`Percentiles`]: how long spans take, whether their request is sampled or not, as OTLP metrics and as a table.

mod table;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram as Instrument, Meter};
use opentelemetry_sdk::metrics::{Aggregation, Instrument as Described, Stream};

use crate::histogram::Histogram;

pub use table::{Repeated, Row, Table};

/// The metric of how long spans take, in milliseconds.
pub const DURATION: &str = "telemetry.span.duration";

/// The metric of how many of them failed.
pub const ERRORS: &str = "telemetry.span.errors";

/// How many names are told apart; a name that holds an id must not fill the memory.
const NAMES: usize = 1_000;

/// What the spans beyond are counted as.
const OTHERS: &str = "(others)";

/// A span that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether no span of this process is around it.
    pub is_root: bool,
    /// From its start to its end.
    pub total: Duration,
    /// The time of all spans and statements directly within it. Those that ran beside each other count each.
    pub children: Duration,
    /// Whether it failed.
    pub failed: bool,
}

/// Counts spans by name. Cheap to clone; clones share their counts.
#[derive(Clone, Default)]
pub struct Percentiles(Arc<Shared>);

#[derive(Default)]
struct Shared {
    series: RwLock<HashMap<Box<str>, Arc<Mutex<Series>>, BuildHasherDefault<WordHasher>>>,
    repeated: Mutex<BTreeMap<(String, String), Times>>,
}

#[derive(Clone, Debug, Default)]
struct Series {
    histogram: Histogram,
    own: Duration,
    errors: u64,
    is_root: bool,
    /// What was exported so far.
    exported: Histogram,
}

/// How often a statement was repeated within one span.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    spans: u64,
    most: u32,
}

impl Series {
    fn record(&mut self, ended: Ended<'_>) {
        self.histogram.record(ended.total);
        // Children that ran beside each other can take longer than their parent.
        self.own = self
            .own
            .saturating_add(ended.total.saturating_sub(ended.children));
        self.errors += u64::from(ended.failed);
        self.is_root |= ended.is_root;
    }
}

impl Percentiles {
    /// Counts a span.
    pub fn record(&self, ended: Ended<'_>) {
        let known = self.0.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(series) = known.get(ended.name) {
            lock(series).record(ended);
            return;
        }
        drop(known);
        lock(&self.series(ended.name)).record(ended);
    }

    /// Counts a span within which a statement was repeated.
    pub fn repeated(&self, name: &str, statement: &str, times: u32) {
        let mut repeated = lock(&self.0.repeated);
        let key = (name.to_owned(), statement.to_owned());
        if repeated.len() >= NAMES && !repeated.contains_key(&key) {
            return;
        }
        let known = repeated.entry(key).or_default();
        known.spans += 1;
        known.most = known.most.max(times);
    }

    /// All that was counted so far.
    pub fn table(&self) -> Table {
        let series = self.0.series.read().unwrap_or_else(PoisonError::into_inner);
        let rows = series.iter().map(|(name, series)| {
            let series = lock(series);
            let of = |share| series.histogram.quantile(share);
            Row {
                name: name.to_string(),
                is_root: series.is_root,
                count: series.histogram.count(),
                p50: of(0.5),
                p95: of(0.95),
                p99: of(0.99),
                max: series.histogram.most(),
                errors: series.errors,
                own: series.own,
                total: series.histogram.sum(),
            }
        });
        let rows = rows.collect();
        let repeated = lock(&self.0.repeated);
        let repeated = repeated.iter().map(|((name, statement), times)| Repeated {
            name: name.clone(),
            statement: statement.clone(),
            spans: times.spans,
            most: times.most,
        });
        Table::new(rows, repeated.collect())
    }

    /// Exports the counts through this meter, whenever its reader collects: [`DURATION`] and [`ERRORS`], by
    /// `span.name`.
    ///
    /// The provider needs [`stream`] as a view, or the histogram is one of fixed buckets.
    pub fn observe(&self, meter: &Meter) {
        let durations = meter
            .f64_histogram(DURATION)
            .with_unit("ms")
            .with_description("How long spans take, whether their request is sampled or not")
            .build();
        let own = self.clone();
        meter
            .u64_observable_counter(ERRORS)
            .with_description("How many spans failed")
            .with_callback(move |observer| {
                // The reader calls this before it collects, so the durations are part of the same collection.
                own.export(&durations, |errors, name| observer.observe(errors, name));
            })
            .build();
    }

    /// Hands on what came since the last time, so that a request pays for one count and no more.
    fn export(&self, durations: &Instrument<f64>, errors: impl Fn(u64, &[KeyValue])) {
        let all: Vec<_> = self
            .0
            .series
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .map(|(name, series)| (name.to_string(), Arc::clone(series)))
            .collect();
        for (name, series) in all {
            let name = [KeyValue::new("span.name", name)];
            let (now, former, failed) = {
                let mut series = lock(&series);
                let now = series.histogram.clone();
                let former = std::mem::replace(&mut series.exported, now.clone());
                (now, former, series.errors)
            };
            for (milliseconds, times) in now.since(&former) {
                for _ in 0..times {
                    durations.record(milliseconds, &name);
                }
            }
            errors(failed, &name);
        }
    }

    fn series(&self, name: &str) -> Arc<Mutex<Series>> {
        let known = self.0.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(series) = known.get(name) {
            return Arc::clone(series);
        }
        drop(known);
        let mut known = self
            .0
            .series
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let name = if known.len() < NAMES || known.contains_key(name) {
            name
        } else {
            OTHERS
        };
        Arc::clone(known.entry(name.into()).or_default())
    }
}

impl fmt::Debug for Percentiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Percentiles").finish_non_exhaustive()
    }
}

/// Names are the code's own words, and few: a multiplication for every eight bytes spreads them well enough.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            let mixed = self.0.rotate_left(5) ^ u64::from_le_bytes(word);
            self.0 = mixed.wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}

/// The view that makes [`DURATION`] an exponential histogram.
pub fn stream(described: &Described) -> Option<Stream> {
    if described.name() != DURATION {
        return None;
    }
    Stream::builder()
        .with_aggregation(Aggregation::Base2ExponentialHistogram {
            max_size: 160,
            // As fine as the counts are.
            max_scale: 5,
            record_min_max: true,
        })
        .build()
        .ok()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
