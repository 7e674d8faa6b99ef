//! What is exported of spans: tree, attributes, events, status, links, limits.

use std::error::Error;
use std::fmt;

use opentelemetry::trace::{SpanKind, Status};
use scorer_instrument::{propagation, scorer_span};
use tracing::{Instrument as _, info_span};

use crate::support::{attribute, named, names, pipeline};

#[scorer_span(fields(score))]
async fn score_address(address_id: i64, passing: bool, scorer: &str) -> i64 {
    let weight = weigh(address_id).await;
    scorer_instrument::record!(score = weight);
    scorer_instrument::info!(weight, "weighed");
    weight
}

#[scorer_span]
async fn weigh(address_id: i64) -> i64 {
    tokio::task::yield_now().await;
    address_id * 2
}

#[tokio::test]
async fn an_annotated_function_becomes_a_tree() {
    use tracing::instrument::WithSubscriber as _;

    let telemetry = pipeline(&[]);
    score_address(21, true, "main")
        .with_subscriber(telemetry.dispatch())
        .await;
    let spans = telemetry.spans();
    assert_eq!(names(&spans), ["score_address", "weigh"]);
    let (parent, child) = (named(&spans, "score_address"), named(&spans, "weigh"));
    assert_eq!(child.parent_span_id, parent.span_context.span_id());
    assert_eq!(
        child.span_context.trace_id(),
        parent.span_context.trace_id()
    );
    assert_eq!(attribute(parent, "address_id").as_deref(), Some("21"));
    assert_eq!(attribute(parent, "passing").as_deref(), Some("true"));
    assert_eq!(attribute(parent, "scorer").as_deref(), Some("main"));
    assert_eq!(attribute(parent, "score").as_deref(), Some("42"));
    assert_eq!(parent.events.events[0].name, "weighed");
    assert_eq!(parent.status, Status::Unset);
    assert!(parent.start_time <= child.start_time && child.end_time <= parent.end_time);
}

#[derive(Debug)]
struct Outer(Inner);

#[derive(Debug)]
struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no weights")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("row is gone")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Inner {}

#[scorer_span(err)]
fn failing() -> Result<(), Outer> {
    Err(Outer(Inner))
}

#[test]
fn an_error_is_the_status_and_an_exception() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| drop(failing()));
    let spans = telemetry.spans();
    let span = named(&spans, "failing");
    assert_eq!(span.status, Status::error("no weights"));
    assert_eq!(span.events.events[0].name, "exception");
    let message = &span.events.events[0].attributes[0];
    assert_eq!(message.key.as_str(), "exception.message");
    assert_eq!(message.value.to_string(), "no weights");
}

#[test]
fn an_error_value_brings_its_causes() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        info_span!("load").in_scope(|| {
            let error: &(dyn Error + 'static) = &Outer(Inner);
            tracing::error!(error, "cannot load");
        });
    });
    let spans = telemetry.spans();
    assert_eq!(
        named(&spans, "load").status,
        Status::error("no weights: row is gone")
    );
}

#[test]
fn otel_fields_say_what_the_span_is() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        let span = info_span!(
            "request",
            otel.name = "GET /score/{id}",
            otel.kind = "server",
            otel.status_code = tracing::field::Empty
        );
        span.record("otel.status_code", "error");
    });
    let spans = telemetry.spans();
    let span = named(&spans, "GET /score/{id}");
    assert_eq!(span.span_kind, SpanKind::Server);
    assert_eq!(span.status, Status::error(""));
    assert_eq!(span.attributes, []);
}

#[test]
fn follows_from_is_a_link() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        let first = info_span!("first");
        let second = info_span!(parent: None, "second");
        second.follows_from(&first);
    });
    let spans = telemetry.spans();
    let (first, second) = (named(&spans, "first"), named(&spans, "second"));
    assert_eq!(second.links.links[0].span_context, first.span_context);
}

#[test]
fn an_explicit_root_begins_a_trace_inside_of_another() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        info_span!("outer").in_scope(|| drop(info_span!(parent: None, "own")));
    });
    let spans = telemetry.spans();
    let (outer, own) = (named(&spans, "outer"), named(&spans, "own"));
    assert_ne!(outer.span_context.trace_id(), own.span_context.trace_id());
    assert!(
        !own.parent_span_id
            .to_string()
            .contains(|digit| digit != '0')
    );
}

#[test]
fn bounds_hold_and_are_counted() {
    let telemetry = pipeline(&[
        ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "2"),
        ("OTEL_SPAN_EVENT_COUNT_LIMIT", "3"),
        ("OTEL_SPAN_LINK_COUNT_LIMIT", "1"),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "100"),
    ]);
    telemetry.run(|| {
        let text = "é".repeat(200);
        let span = info_span!("bounded", first = text, second = 2, third = 3);
        let other = info_span!("other");
        span.follows_from(&other);
        span.follows_from(&other);
        span.in_scope(|| {
            for _ in 0..5 {
                tracing::info!("again");
            }
        });
    });
    let spans = telemetry.spans();
    let span = named(&spans, "bounded");
    assert_eq!(
        (span.attributes.len(), span.dropped_attributes_count),
        (2, 1)
    );
    assert_eq!(
        (span.events.events.len(), span.events.dropped_count),
        (3, 2)
    );
    assert_eq!((span.links.links.len(), span.links.dropped_count), (1, 1));
    assert!(attribute(span, "first").expect("cut").len() <= 100);
}

#[test]
fn numbers_that_fit_no_i64_are_text() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        drop(info_span!(
            "numbers",
            large = u64::MAX,
            small = 7_u128,
            share = 0.5
        ));
    });
    let spans = telemetry.spans();
    let span = named(&spans, "numbers");
    assert_eq!(
        attribute(span, "large").as_deref(),
        Some("18446744073709551615")
    );
    assert_eq!(attribute(span, "small").as_deref(), Some("7"));
    assert_eq!(attribute(span, "share").as_deref(), Some("0.5"));
}

#[test]
fn the_filter_of_the_logs_takes_no_span_away() {
    for filter in ["off", "error", "warn,other=trace", "[absent]=trace"] {
        let telemetry = pipeline(&[("RUST_LOG", filter)]);
        telemetry.run(|| info_span!("kept").in_scope(|| tracing::info!("kept too")));
        let spans = telemetry.spans();
        assert_eq!(named(&spans, "kept").events.events.len(), 1, "{filter}");
        assert_eq!(telemetry.logs(), "", "{filter}");
    }
}

#[test]
fn exporters_own_spans_and_quiet_levels_are_left_out() {
    let telemetry = pipeline(&[("TELEMETRY_TRACES_FILTER", "info,noisy=off,deep=trace")]);
    telemetry.run(|| {
        for span in [
            tracing::info_span!(target: "h2::client", "frame"),
            tracing::info_span!(target: "hyper::proto", "parse"),
            tracing::debug_span!("quiet"),
            tracing::info_span!(target: "noisy::part", "noise"),
            tracing::trace_span!(target: "deep", "deep"),
            tracing::info_span!("plain"),
        ] {
            drop(span);
        }
    });
    assert_eq!(names(&telemetry.spans()), ["deep", "plain"]);
}

#[test]
fn a_span_for_the_logs_alone_is_looked_through() {
    let telemetry = pipeline(&[("RUST_LOG", "debug")]);
    telemetry.run(|| {
        info_span!("outer").in_scope(|| {
            tracing::debug_span!("between").in_scope(|| drop(info_span!("inner")));
        });
    });
    let spans = telemetry.spans();
    assert_eq!(names(&spans), ["inner", "outer"]);
    let (outer, inner) = (named(&spans, "outer"), named(&spans, "inner"));
    assert_eq!(inner.parent_span_id, outer.span_context.span_id());
}

#[test]
fn both_outputs_are_redacted() {
    let telemetry = pipeline(&[]);
    let canary = "canary-5d1f";
    telemetry.run(|| {
        let span = info_span!("login", password = canary, note = tracing::field::Empty);
        span.record(
            "note",
            format!("Authorization: Bearer {canary}canarycanary"),
        );
        span.in_scope(|| {
            tracing::error!(
                error = format!("password={canary}"),
                "postgres://u:{canary}@db/x"
            );
        });
    });
    let spans = telemetry.spans();
    assert!(!format!("{spans:?}").contains(canary), "{spans:?}");
    assert!(!telemetry.logs().contains(canary), "{}", telemetry.logs());
    assert!(
        telemetry
            .telemetry()
            .redactor()
            .counts()
            .iter()
            .any(|it| it.count > 0)
    );
}

#[test]
fn a_member_of_a_trace_state_that_holds_a_secret_goes_no_further() {
    let state_of = |header: &'static str| {
        let telemetry = pipeline(&[]);
        let mut headers = http::HeaderMap::new();
        let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        headers.insert("traceparent", http::HeaderValue::from_static(caller));
        headers.insert("tracestate", http::HeaderValue::from_static(header));
        let sent = telemetry.run(|| {
            let span = {
                let _caller = propagation::continue_trace(&headers);
                info_span!("handle")
            };
            span.in_scope(|| {
                let mut sent = http::HeaderMap::new();
                propagation::inject(&mut sent);
                sent
            })
        });
        let spans = telemetry.spans();
        let context = &named(&spans, "handle").span_context;
        assert_eq!(context.trace_id().to_string(), &caller[3..35]);
        let sent = sent.get("tracestate").map(|it| it.to_str().expect("ASCII"));
        assert_ne!(sent, Some(""), "an empty header is none");
        assert_eq!(
            sent.unwrap_or_default(),
            context.trace_state().header(),
            "what is exported is what is sent on"
        );
        context.trace_state().header()
    };
    assert_eq!(
        state_of("congo=t61rcWkgMzE,rojo=00f0"),
        "congo=t61rcWkgMzE,rojo=00f0"
    );
    assert_eq!(state_of("congo=ada.lovelace@example.com"), "");
    assert_eq!(state_of("rojo=00f0,password=canary-5d1f"), "rojo=00f0");
    assert_eq!(
        state_of("rojo=00f0,congo=ada.lovelace@example.com,acme=7"),
        "rojo=00f0,acme=7"
    );
    assert_eq!(state_of("password=canary-5d1f"), "");
}

#[test]
fn no_empty_trace_state_is_sent() {
    let telemetry = pipeline(&[]);
    let mut sent = http::HeaderMap::new();
    telemetry.run(|| info_span!("handle").in_scope(|| propagation::inject(&mut sent)));
    let names: Vec<_> = sent.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["traceparent"]);
}

#[tokio::test]
async fn joined_futures_keep_their_parents() {
    use tracing::instrument::WithSubscriber as _;

    let telemetry = pipeline(&[]);
    let work = async {
        let root = info_span!("root");
        let branch = |name: &'static str| {
            async move {
                tokio::task::yield_now().await;
                weigh(1).await
            }
            .instrument(info_span!("branch", which = name))
        };
        async { tokio::join!(branch("a"), branch("b")) }
            .instrument(root)
            .await;
    };
    work.with_subscriber(telemetry.dispatch()).await;
    let spans = telemetry.spans();
    let root = named(&spans, "root").span_context.clone();
    let branches: Vec<_> = spans.iter().filter(|it| it.name == "branch").collect();
    assert_eq!(branches.len(), 2);
    for branch in branches {
        assert_eq!(branch.parent_span_id, root.span_id());
        let below = spans
            .iter()
            .filter(|it| it.parent_span_id == branch.span_context.span_id());
        assert_eq!(below.count(), 1);
    }
}

#[test]
fn baggage_reaches_what_is_called_without_its_secrets() {
    let telemetry = pipeline(&[]);
    let mut headers = http::HeaderMap::new();
    let baggage = "tenant=a%20b;level=1,token=ghp_0123456789abcdefghijABCDEFGHIJ012345,place=postgres://svc:hunter2hunter2@db/x";
    headers.insert("baggage", http::HeaderValue::from_static(baggage));
    let send = || {
        let mut sent = http::HeaderMap::new();
        propagation::inject(&mut sent);
        let sent = sent
            .get("baggage")
            .map(|it| it.to_str().expect("ASCII").to_owned());
        sent.unwrap_or_default()
    };
    let header = telemetry.run(|| {
        let span = {
            let _caller = propagation::continue_trace(&headers);
            info_span!("handle")
        };
        span.in_scope(|| info_span!("call").in_scope(send))
    });
    assert_eq!(header, "tenant=a%20b;level=1");
    let other = pipeline(&[("OTEL_PROPAGATORS", "tracecontext")]);
    let header = other.run(|| {
        let _caller = propagation::continue_trace(&headers);
        info_span!("handle").in_scope(send)
    });
    assert_eq!(header, "");
    assert_eq!(telemetry.run(|| info_span!("another").in_scope(send)), "");
}
