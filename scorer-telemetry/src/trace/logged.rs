//! Records of the `log` crate. They arrive as events of one callsite, whose target is `log`, and say their own in a field.

use std::fmt;

use tracing::field::{Field, FieldSet, Visit};
use tracing::metadata::Kind;
use tracing::{Event, Metadata};

/// What such events have as their target, and the field that has the record's.
const TARGET: &str = "log";
const OWN_TARGET: &str = "log.target";

/// The target of the record that an event stands for.
pub(super) fn target(event: &Event<'_>) -> Option<String> {
    struct Search(Option<String>);
    impl Visit for Search {
        fn record_str(&mut self, field: &Field, value: &str) {
            if field.name() == OWN_TARGET {
                self.0 = Some(value.to_owned());
            }
        }

        fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
    }
    let metadata = event.metadata();
    if metadata.target() != TARGET || metadata.fields().field(OWN_TARGET).is_none() {
        return None;
    }
    let mut search = Search(None);
    event.record(&mut search);
    search.0
}

/// An event's metadata with the record's target, for filters.
pub(super) fn metadata<'a>(metadata: &Metadata<'static>, target: &'a str) -> Metadata<'a> {
    Metadata::new(
        metadata.name(),
        target,
        *metadata.level(),
        None,
        None,
        None,
        FieldSet::new(&[], metadata.callsite()),
        Kind::EVENT,
    )
}
