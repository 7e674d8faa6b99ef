//! A caller's trace, read from headers: to be continued, or to be linked to.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::trace::{Link, TraceContextExt as _};
use opentelemetry::{Context, ContextGuard};
use opentelemetry_http::HeaderExtractor;
use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::propagators::Propagators;
use crate::trace::pipeline::Pipeline;
use crate::trace::state::SpanState;

use super::running::{propagator, running};

/// The caller's trace, taken from a request's headers. While the guard lives, a span that has no span around it in this
/// process continues that trace.
///
/// Take it, make the span, and let the guard go before the first `.await`: the span remembers. The layers for axum and tonic
/// do this by themselves.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let headers = http::HeaderMap::new();
/// let span = {
///     let _caller = propagation::continue_trace(&headers);
///     tracing::info_span!("handle")
/// };
/// ```
#[must_use = "the trace is continued by spans that are made while the guard lives"]
pub fn continue_trace(headers: &HeaderMap) -> ContextGuard {
    extract(running().propagators, headers).attach()
}

/// Links a span to the one that the headers name, and continues nothing: the span's trace and whether it is sampled stay its
/// own. Several links to one span are what a batch of messages needs. Headers that name no span add no link.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let batch = [http::HeaderMap::new(), http::HeaderMap::new()];
/// let span = tracing::info_span!("process batch");
/// for headers in &batch {
///     propagation::link(&span, headers);
/// }
/// ```
pub fn link(span: &Span, headers: &HeaderMap) {
    let context = extract(running().propagators, headers);
    let mut linked = context.span().span_context().clone();
    if !linked.is_valid() {
        return;
    }
    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        pipeline.redactor.context(&mut linked);
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let mut extensions = span.extensions_mut();
        let recording = extensions.get_mut::<SpanState>()?.recording.as_mut()?;
        recording.link(Link::with_context(linked), pipeline.limits);
        Some(())
    });
}

/// The headers that pairs of text stand for: the attributes of a message, the columns of a row. What can be no header is left
/// out.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let attributes = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("no header", "")];
/// let headers = propagation::from_pairs(attributes);
/// assert_eq!(headers.len(), 1);
/// let _sender = propagation::continue_trace(&headers);
/// ```
pub fn from_pairs<K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> HeaderMap
where
    K: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let pairs = pairs.into_iter().filter_map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_ref()).ok()?;
        Some((name, HeaderValue::from_bytes(value.as_ref()).ok()?))
    });
    pairs.collect()
}

fn extract(propagators: Propagators, headers: &HeaderMap) -> Context {
    let headers = HeaderExtractor(headers);
    propagators.iter().fold(Context::new(), |context, it| {
        propagator(it, None).extract_with_context(&context, &headers)
    })
}

/// The caller of a Lambda function: what the request's headers name, and the header of the invocation itself.
#[cfg(feature = "lambda")]
#[must_use = "the trace is continued by spans that are made while the guard lives"]
pub(crate) fn continue_invocation(
    mut headers: HeaderMap,
    invocation: Option<&str>,
) -> ContextGuard {
    use crate::config::propagators::Propagator;

    // It comes last, so it knows more than what was sent with the request.
    if let Some(value) = invocation.and_then(|it| it.parse().ok()) {
        headers.insert(super::xray_header::NAME, value);
    }
    let headers = HeaderExtractor(&headers);
    let caller = running()
        .propagators
        .iter()
        .fold(Context::new(), |context, it| {
            if it == Propagator::XrayLambda && context.span().span_context().is_valid() {
                return context;
            }
            propagator(it, None).extract_with_context(&context, &headers)
        });
    caller.attach()
}
