//! W3C baggage, redacted before it is sent to the next service: <https://www.w3.org/TR/baggage/>. Its limits, 64
//! members and 8,192 bytes, are those of the SDK.

use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::propagation::BaggagePropagator;

use crate::redact::Redactor;

/// The SDK's propagator. What it writes is redacted first.
#[derive(Debug)]
pub(super) struct RedactedBaggage {
    inner: BaggagePropagator,
    /// `None` if it never writes.
    redactor: Option<Redactor>,
}

impl RedactedBaggage {
    pub(super) fn new(redactor: Option<&Redactor>) -> Self {
        Self {
            inner: BaggagePropagator::new(),
            redactor: redactor.cloned(),
        }
    }
}

impl TextMapPropagator for RedactedBaggage {
    fn inject_context(&self, context: &Context, injector: &mut dyn Injector) {
        let Some(redactor) = &self.redactor else {
            return;
        };
        // A member with something that must not be sent is removed as a whole, because a part of it would mean
        // something else.
        let members = context.baggage().iter();
        let clean = members.filter(|(name, (value, metadata))| {
            let value = KeyValue::new((*name).clone(), value.clone());
            redactor.is_clean(&value) && redactor.text(metadata.as_str()) == metadata.as_str()
        });
        let clean: Vec<_> = clean
            .map(|(name, (value, metadata))| {
                opentelemetry::baggage::KeyValueMetadata::new(
                    name.clone(),
                    value.clone(),
                    metadata.clone(),
                )
            })
            .collect();
        self.inner
            .inject_context(&Context::new().with_baggage(clean), injector);
    }

    fn extract_with_context(&self, context: &Context, extractor: &dyn Extractor) -> Context {
        self.inner.extract_with_context(context, extractor)
    }

    fn fields(&self) -> FieldIter<'_> {
        self.inner.fields()
    }
}
