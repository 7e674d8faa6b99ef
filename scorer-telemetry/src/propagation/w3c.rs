//! W3C's trace context as an OpenTelemetry propagator that sends no empty `tracestate`.

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry_sdk::propagation::TraceContextPropagator;

/// Wraps the SDK's propagator, which writes an empty header if there is no trace state. The header should not be empty:
/// <https://www.w3.org/TR/trace-context/#tracestate-header>.
#[derive(Debug, Default)]
pub(crate) struct W3c(TraceContextPropagator);

impl TextMapPropagator for W3c {
    fn inject_context(&self, context: &Context, headers: &mut dyn Injector) {
        self.0.inject_context(context, &mut NotEmpty(headers));
    }

    fn extract_with_context(&self, context: &Context, headers: &dyn Extractor) -> Context {
        self.0.extract_with_context(context, headers)
    }

    fn fields(&self) -> FieldIter<'_> {
        self.0.fields()
    }
}

/// Skips empty headers.
struct NotEmpty<'a>(&'a mut dyn Injector);

impl Injector for NotEmpty<'_> {
    fn set(&mut self, key: &str, value: String) {
        if !value.is_empty() {
            self.0.set(key, value);
        }
    }
}
