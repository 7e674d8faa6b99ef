//! What the answer says of its request: whether it failed, and under which route and method it is counted.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Method, Request, Response, StatusCode};
use axum::routing::get;
use opentelemetry::trace::Status;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::{HttpErrors, Local};

use super::{KEEPS_ERRORS, answers, ask, attribute, builder, ended, get_score, in_memory, root};

#[derive(Debug)]
struct Refused(StatusCode);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused with {}", self.0.as_u16())
    }
}

impl std::error::Error for Refused {}

impl axum::response::IntoResponse for Refused {
    fn into_response(self) -> axum::response::Response {
        self.0.into_response()
    }
}

#[scorer_span(err)]
async fn refuse(Path(status): Path<u16>) -> Result<(), Refused> {
    match StatusCode::from_u16(status) {
        Ok(StatusCode::OK) => Ok(()),
        Ok(status) => Err(Refused(status)),
        Err(_) => Err(Refused(StatusCode::BAD_REQUEST)),
    }
}

async fn tells(Path(status): Path<u16>) -> StatusCode {
    tracing::error!("the audit cannot be written");
    StatusCode::from_u16(status).unwrap_or_default()
}

async fn declares(Path(status): Path<u16>) -> StatusCode {
    tracing::Span::current().record("otel.status_code", "error");
    StatusCode::from_u16(status).unwrap_or_default()
}

async fn excuses(Path(status): Path<u16>) -> StatusCode {
    tracing::Span::current().record("otel.status_code", "ok");
    StatusCode::from_u16(status).unwrap_or_default()
}

fn statuses() -> Router {
    Router::new()
        .route("/refuse/{status}", get(refuse))
        .route("/tells/{status}", get(tells))
        .route("/declares/{status}", get(declares))
        .route("/excuses/{status}", get(excuses))
        .layer(scorer_instrument::axum::layer())
}

fn asks_for(telemetry: &Local, path: &str) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    drop(ask(telemetry, statuses(), request));
}

#[test]
fn the_answer_decides_for_its_request() {
    for (path, by_server, by_both) in [
        ("/refuse/200", false, false),
        ("/refuse/401", false, true),
        ("/refuse/404", false, true),
        ("/refuse/500", true, true),
        ("/refuse/503", true, true),
        ("/tells/200", false, false),
        ("/tells/400", false, true),
        ("/tells/500", true, true),
        ("/declares/200", true, true),
        ("/excuses/500", true, true),
        ("/excuses/404", false, true),
        ("/unknown", false, true),
    ] {
        let telemetry = in_memory(&[]);
        asks_for(&telemetry, path);
        assert_eq!(ended(&telemetry), (by_server, false), "{path}");
        let kept = in_memory(KEEPS_ERRORS);
        asks_for(&kept, path);
        assert_eq!(root(&kept).is_some(), by_server, "{path}");
        let both = builder(&[])
            .with_http_errors(HttpErrors::ServerAndClient)
            .in_memory()
            .expect("accepted settings");
        asks_for(&both, path);
        assert_eq!(ended(&both), (by_both, false), "{path}");
    }
    let told = in_memory(&[("TELEMETRY_HTTP_ERRORS", "server,client")]);
    asks_for(&told, "/refuse/401");
    assert_eq!(ended(&told), (true, false));
}

#[test]
fn a_returned_error_is_one_of_its_function() {
    let telemetry = in_memory(&[]);
    asks_for(&telemetry, "/refuse/401");
    let spans = telemetry.spans();
    let function = spans.iter().find(|it| it.name == "refuse");
    let status = function.map(|it| it.status.clone());
    assert_eq!(status, Some(Status::error("refused with 401")));
    let table = telemetry.telemetry().percentiles().expect("counts").table();
    let errors = |name: &str| {
        let row = table.rows.iter().find(|row| row.name == name);
        row.map(|row| row.errors)
    };
    assert_eq!(errors("refuse"), Some(1));
    assert_eq!(errors("GET /refuse/{status}"), Some(0));
}

#[test]
fn requests_are_counted_by_route() {
    for variables in [
        &[][..],
        &[("OTEL_SAMPLING_RATIO", "0"), ("RUST_LOG", "off")],
    ] {
        let telemetry = in_memory(variables);
        for path in ["/refuse/200", "/refuse/401", "/tells/200", "/nowhere"] {
            asks_for(&telemetry, path);
        }
        let table = telemetry.telemetry().percentiles().expect("counts").table();
        let mut roots: Vec<_> = table
            .rows
            .iter()
            .filter(|row| row.is_root)
            .map(|row| (row.name.as_str(), row.count))
            .collect();
        roots.sort_unstable();
        assert_eq!(
            roots,
            [
                ("GET", 1),
                ("GET /refuse/{status}", 2),
                ("GET /tells/{status}", 1)
            ]
        );
    }
}

#[test]
fn a_method_of_the_callers_own_is_told_apart() {
    for original in ["BREW", "get"] {
        let method = Method::from_bytes(original.as_bytes()).expect("a method");
        let telemetry = in_memory(&[]);
        let mut request = get_score();
        *request.method_mut() = method;
        drop(ask(
            &telemetry,
            answers(Response::new(Body::empty())),
            request,
        ));
        let span = root(&telemetry).expect("the request's span");
        assert_eq!(span.name, "HTTP /score/{address_id}");
        let recorded = attribute(&span, "http.request.method");
        assert_eq!(recorded.as_deref(), Some("_OTHER"));
        let recorded = attribute(&span, "http.request.method_original");
        assert_eq!(recorded.as_deref(), Some(original));
    }
    let telemetry = in_memory(&[]);
    drop(ask(
        &telemetry,
        answers(Response::new(Body::empty())),
        get_score(),
    ));
    let span = root(&telemetry).expect("the request's span");
    assert_eq!(attribute(&span, "http.request.method_original"), None);
}
