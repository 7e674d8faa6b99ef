//! Records of the `log` crate. They arrive as events of one callsite with the target `log`, and hold their own target
//! in a field.

use std::fmt;

use tracing::field::{Field, FieldSet, Visit};
use tracing::metadata::Kind;
use tracing::{Event, Metadata};

/// The target of such events. The field `OWN_TARGET` holds the record's own target.
const TARGET: &str = "log";
const OWN_TARGET: &str = "log.target";

/// Returns the target of the record behind an event.
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

/// Returns an event's metadata with the target of the record, for filters.
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
