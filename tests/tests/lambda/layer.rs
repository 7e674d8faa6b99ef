//! The span of an invocation: its name, its caller, what it says, and its start.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use lambda_runtime::{Error, LambdaInvocation};
use opentelemetry::trace::{SpanId, SpanKind, Status};
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::Local;
use tower::{Layer as _, ServiceExt as _, service_fn};

use crate::support::{ARN, ID, builder, function, invocation, invoke};

const CALLER: &str =
    "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:1";
const TRACE: &str = "5759e988bd862e3fe1be46a994272793";
const NOT_SAMPLED: &str =
    "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";

/// An event of HTTP whose caller knows W3C's headers.
const REQUEST: &str = r#"{
    "version": "2.0",
    "routeKey": "GET /scores/{id}",
    "headers": {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
    "requestContext": {"http": {"method": "GET", "path": "/scores/7"}}
}"#;

fn telemetry(variables: &[(&str, &str)]) -> Local {
    builder(variables).in_memory().expect("accepted settings")
}

fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key.as_str() == key)?;
    Some(found.value.to_string())
}

/// The spans of one invocation.
async fn spans_of(
    variables: &[(&str, &str)],
    event: &str,
    trace: Option<&str>,
) -> (Local, Vec<SpanData>) {
    let telemetry = telemetry(variables);
    let mut function = function(telemetry.telemetry());
    invoke(&mut function, &telemetry, invocation(event, trace)).await;
    let spans = telemetry.spans();
    (telemetry, spans)
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let found = spans.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {spans:?}"))
}

#[tokio::test]
async fn an_invocation_is_a_span_of_a_server_in_its_callers_trace() {
    let (telemetry, spans) = spans_of(&[], "{}", Some(CALLER)).await;
    let root = named(&spans, "score");
    assert_eq!(root.span_kind, SpanKind::Server);
    assert_eq!(root.span_context.trace_id().to_string(), TRACE);
    assert_eq!(root.parent_span_id.to_string(), "53995c3f42cd8ad8");
    assert!(root.parent_span_is_remote);
    assert_eq!(root.status, Status::Unset);
    for (key, value) in [
        ("faas.invocation_id", Some(ID)),
        ("faas.coldstart", Some("true")),
        ("faas.trigger", None),
        ("aws.lambda.invoked_arn", Some(&*format!("{ARN}:live"))),
        ("cloud.resource_id", Some(&*format!("{ARN}:7"))),
        ("http.request.method", None),
    ] {
        assert_eq!(attribute(root, key).as_deref(), value, "{key}");
    }
    let work = named(&spans, "work");
    assert_eq!(work.parent_span_id, root.span_context.span_id());
    assert!(
        telemetry.logs().contains("\"faas.coldstart\":true"),
        "{}",
        telemetry.logs()
    );
}

#[tokio::test]
async fn the_start_is_a_child_of_the_first_invocation_and_of_no_other() {
    let telemetry = telemetry(&[]);
    let mut function = function(telemetry.telemetry());
    for _ in 0..3 {
        invoke(&mut function, &telemetry, invocation("{}", None)).await;
    }
    let spans = telemetry.spans();
    let cold: Vec<Option<String>> = spans
        .iter()
        .filter(|it| it.name == "score")
        .map(|it| attribute(it, "faas.coldstart"))
        .collect();
    let said = |value: &str| Some(value.to_owned());
    assert_eq!(cold, [said("true"), said("false"), said("false")]);
    let starts: Vec<&SpanData> = spans.iter().filter(|it| it.name == "init").collect();
    let [init] = starts.as_slice() else {
        panic!("{starts:?}");
    };
    let first = named(&spans, "score");
    assert_eq!(init.parent_span_id, first.span_context.span_id());
    assert!(init.start_time <= init.end_time && init.end_time <= first.start_time);
}

#[tokio::test]
async fn nobody_waits_for_an_environment_that_was_started_beforehand() {
    for kind in [
        "provisioned-concurrency",
        "snap-start",
        "lambda-managed-instances",
    ] {
        let variables = [("AWS_LAMBDA_INITIALIZATION_TYPE", kind)];
        let (_, spans) = spans_of(&variables, "{}", None).await;
        let root = named(&spans, "score");
        assert_eq!(attribute(root, "faas.coldstart").as_deref(), Some("false"));
        assert!(spans.iter().all(|it| it.name != "init"), "{kind}");
    }
}

#[tokio::test]
async fn an_event_of_http_says_its_method_and_route() {
    let (_, spans) = spans_of(&[], REQUEST, None).await;
    let root = named(&spans, "score");
    for (key, value) in [
        ("faas.trigger", "http"),
        ("http.request.method", "GET"),
        ("http.route", "/scores/{id}"),
    ] {
        assert_eq!(attribute(root, key).as_deref(), Some(value), "{key}");
    }
}

#[tokio::test]
async fn of_two_callers_the_list_of_propagators_chooses() {
    let (w3c, xray) = ("00f067aa0ba902b7", "53995c3f42cd8ad8");
    for (propagators, parent) in [
        ("", w3c),
        ("tracecontext,baggage,xray-lambda", w3c),
        ("xray,tracecontext", w3c),
        ("tracecontext,xray", xray),
        ("xray", xray),
        ("xray-lambda", xray),
        ("tracecontext", w3c),
    ] {
        let variables = [("OTEL_PROPAGATORS", propagators)];
        let (_, spans) = spans_of(&variables, REQUEST, Some(CALLER)).await;
        let found = named(&spans, "score").parent_span_id.to_string();
        assert_eq!(found, parent, "{propagators}");
    }
    let variables = [("OTEL_PROPAGATORS", "none")];
    let (_, spans) = spans_of(&variables, REQUEST, Some(CALLER)).await;
    assert_eq!(named(&spans, "score").parent_span_id, SpanId::INVALID);
}

#[tokio::test]
async fn where_nobody_asked_for_xray_it_keeps_no_invocation_from_being_sampled() {
    let (_, spans) = spans_of(&[], "{}", Some(NOT_SAMPLED)).await;
    assert_eq!(named(&spans, "score").parent_span_id, SpanId::INVALID);
    let variables = [("OTEL_PROPAGATORS", "xray-lambda")];
    let (_, spans) = spans_of(&variables, "{}", Some(NOT_SAMPLED)).await;
    assert!(spans.is_empty(), "{spans:?}");
}

#[tokio::test]
async fn a_router_within_says_its_route_and_status_on_the_invocations_span() {
    let telemetry = telemetry(&[]);
    let app = Router::new()
        .route("/scores/{id}", get(|| async { StatusCode::BAD_GATEWAY }))
        .layer(scorer_instrument::axum::layer());
    let inner = service_fn(move |_: LambdaInvocation| {
        let app = app.clone();
        let request = Request::get("/scores/7").body(Body::empty());
        async move {
            let Ok(_) = app.oneshot(request?).await;
            Ok::<(), Error>(())
        }
    });
    let mut function = scorer_instrument::lambda::layer(telemetry.telemetry()).layer(inner);
    let gateway = r#"{"resource": "/{proxy+}", "httpMethod": "GET"}"#;
    invoke(&mut function, &telemetry, invocation(gateway, None)).await;
    let spans = telemetry.spans();
    let names: Vec<&str> = spans.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["init", "score"]);
    let root = named(&spans, "score");
    let count = |key: &str| {
        let keys = root.attributes.iter().map(|it| it.key.as_str());
        keys.filter(|it| *it == key).count()
    };
    for (key, value) in [
        ("http.request.method", "GET"),
        ("http.route", "/scores/{id}"),
        ("http.response.status_code", "502"),
    ] {
        assert_eq!(attribute(root, key).as_deref(), Some(value), "{key}");
        assert_eq!(count(key), 1, "{key}");
    }
    assert!(matches!(root.status, Status::Error { .. }));
}

#[test]
fn without_a_tokio_runtime_an_invocation_is_flushed_too() {
    let telemetry = telemetry(&[]);
    let mut function = function(telemetry.telemetry());
    scorer_instrument_tests::block_on(invoke(&mut function, &telemetry, invocation("{}", None)));
    assert_eq!(telemetry.telemetry().exported(), 3);
}
