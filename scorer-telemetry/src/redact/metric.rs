//! The counts of a redactor as metrics.

use opentelemetry::KeyValue;
use opentelemetry::metrics::Meter;
use scorer_instrument_policy::Class;
use scorer_redact::Cause;

use super::count::{Leak, Misprints};
use super::redactor::Redactor;

/// The name of the metric for how many values were replaced.
pub const METRIC: &str = "telemetry.redactions";

/// The name of the metric for what went wrong while values were printed.
pub const MISPRINTS: &str = "telemetry.misprints";

impl Redactor {
    /// Exports the counts through this meter: [`METRIC`], by class, cause and field, and [`MISPRINTS`], by cause.
    pub fn observe(&self, meter: &Meter) {
        observe(self, meter);
        observe_misprints(self, meter);
    }
}

/// Exports the counts through this meter, whenever its reader collects.
fn observe(redactor: &Redactor, meter: &Meter) {
    let own = redactor.clone();
    meter
        .u64_observable_counter(METRIC)
        .with_description("Values that were replaced because of their name or their shape")
        .with_callback(move |observer| {
            let counts = &own.0.counts;
            let leaks = counts.leaks();
            for total in counts.all() {
                let of = |leak: &&Leak| (leak.class, leak.cause) == (total.class, total.cause);
                let named: u64 = leaks.iter().filter(of).map(|leak| leak.count).sum();
                // These were in free text, in a key, or in a field beyond those that are counted by name.
                let elsewhere = total.count.saturating_sub(named);
                if elsewhere > 0 {
                    observer.observe(elsewhere, &described(total.class, total.cause));
                }
            }
            for leak in leaks {
                let mut attributes = described(leak.class, leak.cause).to_vec();
                attributes.push(KeyValue::new("field", leak.field));
                observer.observe(leak.count, &attributes);
            }
        })
        .build();
}

/// Exports what went wrong while values were printed.
fn observe_misprints(redactor: &Redactor, meter: &Meter) {
    let own = redactor.clone();
    meter
        .u64_observable_counter(MISPRINTS)
        .with_description("Values whose formatting panicked, and what values recorded that were printed within each other without end")
        .with_callback(move |observer| {
            let Misprints { panicked, too_deep } = own.misprints();
            for (count, cause) in [(panicked, "panic"), (too_deep, "depth")] {
                if count > 0 {
                    observer.observe(count, &[KeyValue::new("cause", cause)]);
                }
            }
        })
        .build();
}

fn described(class: Class, cause: Cause) -> [KeyValue; 2] {
    [
        KeyValue::new("class", class.as_str()),
        KeyValue::new("cause", cause.as_str()),
    ]
}
