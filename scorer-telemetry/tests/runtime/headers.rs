//! Headers that are none: whatever a caller or a message brings, the request has a trace, nothing of the bytes is recorded or
//! sent on that no header of a trace may hold, and nothing panics.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::trace::TraceState;
use opentelemetry_sdk::trace::SpanData;
use proptest::prelude::*;
use scorer_instrument::propagation;
use tracing::info_span;

use super::support::{named, pipeline};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// The longest `tracestate` that is a valid one: 32 members of two times 256 bytes.
const LONGEST_STATE: usize = 32 * (256 + 1 + 256) + 31;

const NAMES: [&str; 4] = ["traceparent", "tracestate", "baggage", "x-amzn-trace-id"];

/// All propagators at once.
const ALL: &[(&str, &str)] = &[("OTEL_PROPAGATORS", "xray,baggage,tracecontext")];

/// What a request of these headers records and sends on.
struct Request {
    span: SpanData,
    sent: HeaderMap,
    logs: String,
}

fn request(headers: &HeaderMap) -> Request {
    let telemetry = pipeline(ALL);
    let sent = telemetry.run(|| {
        let span = {
            let _caller = propagation::continue_trace(headers);
            info_span!("handle")
        };
        propagation::link(&span, headers);
        span.in_scope(|| {
            tracing::info!("handled");
            propagation::headers()
        })
    });
    Request {
        span: named(&telemetry.spans(), "handle").clone(),
        sent,
        logs: telemetry.logs(),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|it| it.to_str().expect("ASCII"))
}

/// The trace is whole: the span has ids, and the next service is told them in a header that it can read.
fn assert_whole(request: &Request) {
    let context = &request.span.span_context;
    assert!(context.is_valid());
    let parent = text(&request.sent, "traceparent").expect("a header");
    let flags = u8::from(context.is_sampled());
    let expected = format!("00-{}-{}-0{flags}", context.trace_id(), context.span_id());
    assert_eq!(parent, expected);
    if let Some(state) = text(&request.sent, "tracestate") {
        assert!(state.len() <= LONGEST_STATE, "{} bytes", state.len());
        assert!(!state.is_empty());
        state.parse::<TraceState>().expect("a trace state");
    }
    let baggage = text(&request.sent, "baggage").unwrap_or_default();
    assert!(baggage.len() <= 8_192, "{} bytes", baggage.len());
    for name in request.sent.keys() {
        assert!(NAMES.contains(&name.as_str()), "{name}");
        assert_eq!(request.sent.get_all(name).iter().count(), 1, "{name}");
    }
}

/// Bytes that HTTP lets through as a header's value.
fn value() -> impl Strategy<Value = HeaderValue> {
    let byte = prop_oneof![
        4 => prop::sample::select(b"0123456789abcdef-=;,@ \tRootParentSampled".to_vec()),
        1 => 0x20_u8..=0x7e,
        1 => 0x80_u8..=0xff,
    ];
    let random = prop::collection::vec(byte, 0..200);
    // Right but for one byte.
    let near = (
        prop::sample::select(vec![
            format!("00-{TRACE}-{PARENT}-01"),
            "rojo=00f0,congo=t61".to_owned(),
            "tenant=north;level=1,place=south".to_owned(),
            format!("Root=1-0af76519-16cd43dd8448eb211c80319c;Parent={PARENT};Sampled=1"),
        ]),
        any::<prop::sample::Index>(),
        0x20_u8..=0xff,
    )
        .prop_map(|(text, at, byte)| {
            let mut bytes = text.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        });
    prop_oneof![random, near].prop_filter_map("no header's value", |bytes| {
        HeaderValue::from_bytes(&bytes).ok()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_header_breaks_a_trace(pairs in prop::collection::vec((0..NAMES.len(), value()), 0..8)) {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(NAMES[name]), value);
        }
        assert_whole(&request(&headers));
    }

    #[test]
    fn no_state_or_baggage_breaks_a_trace_that_is_named(state in value(), baggage in value()) {
        let mut headers = HeaderMap::new();
        let parent = format!("00-{TRACE}-{PARENT}-01").parse().expect("a value");
        headers.insert("traceparent", parent);
        headers.insert("tracestate", state);
        headers.insert("baggage", baggage);
        let request = request(&headers);
        assert_whole(&request);
        prop_assert_eq!(request.span.span_context.trace_id().to_string(), TRACE);
        prop_assert_eq!(request.span.parent_span_id.to_string(), PARENT);
    }

    #[test]
    fn no_pairs_panic(pairs in prop::collection::vec((any::<Vec<u8>>(), any::<Vec<u8>>()), 0..8)) {
        let count = pairs.len();
        prop_assert!(propagation::from_pairs(pairs).len() <= count);
    }
}

#[test]
fn what_is_no_header_begins_a_trace() {
    for parent in [
        &b""[..],
        b"00",
        b"somebody@example.org",
        b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-02",
        b"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        b"00-00000000000000000000000000000000-b7ad6b7169203331-01",
        b"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        b"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-\xff\xfe",
        b"\xf0\x9f\xa6\x80",
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(
            "traceparent",
            HeaderValue::from_bytes(parent).expect("a value"),
        );
        headers.insert(
            "tracestate",
            HeaderValue::from_static("rojo=somebody@example.org"),
        );
        let request = request(&headers);
        assert_whole(&request);
        assert_ne!(request.span.span_context.trace_id().to_string(), TRACE);
        assert_eq!(request.span.parent_span_id.to_string(), "0000000000000000");
        assert!(request.span.links.links.is_empty(), "{parent:?}");
        assert_eq!(text(&request.sent, "tracestate"), None, "{parent:?}");
        let recorded = format!("{:?}{:?}{}", request.span, request.sent, request.logs);
        assert!(!recorded.contains("somebody"), "{recorded}");
    }
}

#[test]
fn a_state_that_is_too_long_leaves_the_trace() {
    let member = |at: usize, bytes: usize| format!("vendor{at}={}", "x".repeat(bytes));
    let many: Vec<_> = (0..2_000).map(|at| member(at, 200)).collect();
    for state in [
        member(0, 10_000),
        member(0, 257),
        many.join(","),
        format!("{},congo=1", "k".repeat(10_000)),
        ",".repeat(20_000),
    ] {
        let mut headers = HeaderMap::new();
        let parent = format!("00-{TRACE}-{PARENT}-01").parse().expect("a value");
        headers.insert("traceparent", parent);
        headers.insert("tracestate", state.parse().expect("a value"));
        let request = request(&headers);
        assert_whole(&request);
        assert_eq!(request.span.span_context.trace_id().to_string(), TRACE);
        assert_eq!(request.span.parent_span_id.to_string(), PARENT);
        // A link is cleaned and bounded as the span is.
        let linked = request.span.links.links[0].span_context.trace_state();
        assert!(linked.header().len() <= LONGEST_STATE);
    }
}

#[test]
fn a_link_holds_no_secret_of_its_sender() {
    let mut headers = HeaderMap::new();
    let parent = format!("00-{TRACE}-{PARENT}-01").parse().expect("a value");
    headers.insert("traceparent", parent);
    let state = "rojo=00f0,congo=ada.lovelace@example.com";
    headers.insert("tracestate", HeaderValue::from_static(state));
    let request = request(&headers);
    let link = &request.span.links.links[0].span_context;
    assert_eq!(link.span_id().to_string(), PARENT);
    assert_eq!(link.trace_state().header(), "rojo=00f0");
}
