//! X-Ray's header in and out, the ids that it takes, and its form of them in the log.

use std::time::{SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::propagation;
use scorer_instrument::telemetry::Local;
use tracing::info_span;

use crate::support::{lines, pipeline};

const TRACE: &str = "5759e988bd862e3fe1be46a994272793";
const ROOT: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";
const CALLED: &str = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
const W3C: &str = "00-11111111111111111111111111111111-2222222222222222-01";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            let value = value.parse().expect("a header's value");
            (http::HeaderName::from_static(name), value)
        })
        .collect()
}

/// What the request's first span sends to the next service.
fn request(telemetry: &Local, pairs: &[(&'static str, &str)]) -> HeaderMap {
    telemetry.run(|| {
        let span = {
            let _caller = propagation::continue_trace(&headers(pairs));
            info_span!("handle")
        };
        span.in_scope(|| {
            let mut sent = HeaderMap::new();
            info_span!("call").in_scope(|| propagation::inject(&mut sent));
            tracing::info!("called");
            sent
        })
    })
}

fn first(telemetry: &Local) -> SpanData {
    let spans = telemetry.spans();
    let found = spans.into_iter().find(|span| span.name == "handle");
    found.expect("the request's first span")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default()
}

#[test]
fn a_trace_goes_through_in_the_header() {
    let telemetry = pipeline(&[("OTEL_PROPAGATORS", "xray")]);
    let called = format!("Self=1-67891234-12456789abcdef012345678a;{CALLED};Lineage=a87bd80c:1");
    let sent = request(&telemetry, &[("x-amzn-trace-id", &called)]);
    let span = first(&telemetry);
    assert_eq!(span.span_context.trace_id().to_string(), TRACE);
    assert_eq!(span.parent_span_id.to_string(), "53995c3f42cd8ad8");
    assert!(span.parent_span_is_remote);
    let call = &telemetry.spans()[0];
    assert_eq!(
        text(&sent, "x-amzn-trace-id"),
        format!(
            "{ROOT};Parent={};Sampled=1;Lineage=a87bd80c:1",
            call.span_context.span_id()
        )
    );
    assert_eq!(sent.len(), 1, "no other header carries it: {sent:?}");
}

#[test]
fn a_caller_that_leaves_the_decision_gets_the_ratios() {
    for (end, ratio, exported) in [
        ("Sampled=1", "0", 2),
        ("Sampled=0", "1", 0),
        ("Sampled=?", "0", 0),
        ("Sampled=?", "1", 2),
        ("", "0", 0),
        ("", "1", 2),
    ] {
        let variables = [("OTEL_PROPAGATORS", "xray"), ("OTEL_SAMPLING_RATIO", ratio)];
        let telemetry = pipeline(&variables);
        let called = format!("{ROOT};Parent=53995c3f42cd8ad8;{end}");
        let sent = request(&telemetry, &[("x-amzn-trace-id", &called)]);
        assert_eq!(telemetry.spans().len(), exported, "{end} at {ratio}");
        let decision = format!(";Sampled={}", u8::from(exported > 0));
        assert!(text(&sent, "x-amzn-trace-id").ends_with(&decision));
    }
}

#[test]
fn a_load_balancers_trace_has_no_parent() {
    let telemetry = pipeline(&[("OTEL_PROPAGATORS", "xray")]);
    request(&telemetry, &[("x-amzn-trace-id", ROOT)]);
    let span = first(&telemetry);
    assert_eq!(span.span_context.trace_id().to_string(), TRACE);
    assert_eq!(span.parent_span_id.to_string(), "0000000000000000");
    assert!(!span.parent_span_is_remote);
}

#[test]
fn of_two_callers_the_last_in_the_list_holds() {
    let both = [("traceparent", W3C), ("x-amzn-trace-id", CALLED)];
    for (list, parent) in [
        ("tracecontext,xray", "53995c3f42cd8ad8"),
        ("xray,tracecontext", "2222222222222222"),
    ] {
        let telemetry = pipeline(&[("OTEL_PROPAGATORS", list)]);
        let sent = request(&telemetry, &both);
        assert_eq!(first(&telemetry).parent_span_id.to_string(), parent);
        assert!(sent.contains_key("traceparent") && sent.contains_key("x-amzn-trace-id"));
    }
}

#[test]
fn a_load_balancer_takes_no_caller_away() {
    let telemetry = pipeline(&[("OTEL_PROPAGATORS", "tracecontext,xray")]);
    request(
        &telemetry,
        &[("traceparent", W3C), ("x-amzn-trace-id", ROOT)],
    );
    let span = first(&telemetry);
    assert_eq!(span.parent_span_id.to_string(), "2222222222222222");
    assert_eq!(
        span.span_context.trace_id().to_string(),
        "11111111111111111111111111111111"
    );
}

#[test]
fn the_header_is_left_alone_where_it_is_not_asked_for() {
    let telemetry = pipeline(&[]);
    let sent = request(&telemetry, &[("x-amzn-trace-id", CALLED)]);
    assert_eq!(
        first(&telemetry).parent_span_id.to_string(),
        "0000000000000000"
    );
    assert!(!sent.contains_key("x-amzn-trace-id"));
    assert!(!telemetry.logs().contains("xray_trace_id"));
}

#[test]
fn ids_begin_with_their_time_and_stand_in_the_log() {
    let now = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.expect("after 1970").as_secs()
    };
    let telemetry = pipeline(&[("OTEL_PROPAGATORS", "xray")]);
    let before = now();
    request(&telemetry, &[]);
    let id = first(&telemetry).span_context.trace_id().to_string();
    let seconds = u64::from_str_radix(&id[..8], 16).expect("hex");
    assert!((before..=now()).contains(&seconds));
    for line in lines(&telemetry) {
        assert_eq!(line["trace_id"], id);
        assert_eq!(
            line["xray_trace_id"],
            format!("1-{}-{}", &id[..8], &id[8..])
        );
    }
    assert_eq!(lines(&telemetry).len(), 2);
}

#[cfg(not(feature = "xray"))]
#[test]
fn x_rays_endpoint_needs_its_feature() {
    use scorer_instrument::telemetry::Error;

    let error = scorer_instrument::telemetry!()
        .environment(|name| {
            (name == "OTEL_EXPORTER_OTLP_ENDPOINT")
                .then(|| "https://xray.us-east-1.amazonaws.com".to_owned())
        })
        .local()
        .expect_err("no feature");
    assert!(
        matches!(
            error,
            Error::Feature {
                feature: "xray",
                ..
            }
        ),
        "{error}"
    );
}
