//! Writes the current trace into the headers of a request to another service.

use http::HeaderMap;
use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry_http::HeaderInjector;

use super::current::ids;
use super::running::{propagator, running};

/// Writes the current span's trace into the headers of a request to another service.
///
/// It replaces trace headers that are already there, for example because they were copied from the caller's request.
/// Outside a span, it leaves the headers as they are.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let mut headers = http::HeaderMap::new();
/// propagation::inject(&mut headers);
/// ```
pub fn inject(headers: &mut HeaderMap) {
    let running = running();
    let ids = ids();
    let is_within = ids.is_some();
    let context = Context::current();
    let context = match ids {
        Some(ids) => {
            // Baggage in the attached context was chosen in this process. Without any, the caller's baggage is passed
            // on.
            let context = if context.baggage().is_empty() && !ids.baggage().is_empty() {
                context.with_baggage(ids.baggage().iter().cloned())
            } else {
                context
            };
            context
                .with_remote_span_context(ids.context())
                .with_value(ids.caller())
        }
        None => context,
    };
    for it in running.propagators.iter() {
        let propagator = propagator(it, running.redactor.as_ref());
        if is_within {
            // Removes the caller's own header, because it may hold what the redactor took out.
            for field in propagator.fields() {
                headers.remove(field);
            }
        }
        propagator.inject_context(&context, &mut HeaderInjector(headers));
    }
}

/// Returns the headers that carry the current span's trace. Use it with `reqwest`'s `RequestBuilder::headers`, and with
/// anything else that carries pairs of text, such as the attributes of a message in a queue. The result is empty
/// outside a span.
///
/// ```
/// use scorer_instrument::propagation;
///
/// // client.get(url).headers(propagation::headers())
/// for (name, value) in &propagation::headers() {
///     println!("{name}: {}", value.to_str().unwrap_or_default());
/// }
/// ```
pub fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    inject(&mut headers);
    headers
}
