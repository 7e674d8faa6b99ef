//! Jaeger's query API, as far as its pages ask for it.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use serde::Serialize;

use crate::answer::{self, Answer, Operation};
use crate::model::TraceId;
use crate::pages;
use crate::receive::LARGEST;
use crate::search::Search;
use crate::shared::Shared;
use crate::store::Store;

type Parameters = Query<Vec<(String, String)>>;

/// What answers on the port of the pages.
pub(crate) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/api/services", get(services))
        .route("/api/services/{service}/operations", get(operation_names))
        .route("/api/operations", get(operations))
        .route("/api/traces", get(traces))
        .route("/api/traces/{id}", get(trace))
        .route("/api/dependencies", get(dependencies))
        .route(
            "/api/transform",
            post(transform).layer(DefaultBodyLimit::max(LARGEST)),
        )
        .route("/api/{*rest}", get(unknown).post(unknown))
        .fallback(pages::page)
        .with_state(shared)
}

async fn services(State(shared): State<Shared>) -> Response {
    shared.read(|store| Json(Answer::of(answer::services(store))).into_response())
}

async fn operation_names(State(shared): State<Shared>, Path(service): Path<String>) -> Response {
    let found = shared.read(|store| answer::operations(store, &service, None));
    let mut names: Vec<String> = found.into_iter().map(Operation::into_name).collect();
    // One name may have several kinds.
    names.dedup();
    Json(Answer::of(names)).into_response()
}

async fn operations(State(shared): State<Shared>, Query(parameters): Parameters) -> Response {
    let Some(service) = parameter(&parameters, "service") else {
        return problem(StatusCode::BAD_REQUEST, "parameter `service` is missing");
    };
    let kind = parameter(&parameters, "spanKind");
    Json(Answer::of(
        shared.read(|store| answer::operations(store, service, kind)),
    ))
    .into_response()
}

async fn traces(State(shared): State<Shared>, Query(parameters): Parameters) -> Response {
    let search = match Search::read(&parameters) {
        Ok(search) => search,
        Err(message) => return problem(StatusCode::BAD_REQUEST, message),
    };
    // Handles on spans alone are made while the store is locked; the text is made after.
    let found: Vec<_> = shared.read(|store| {
        if search.ids.is_empty() {
            let matching = store.traces().filter(|it| search.matches(it));
            matching
                .filter_map(answer::trace)
                .take(search.limit())
                .collect()
        } else {
            let named = search.ids.iter().filter_map(|id| store.trace(*id));
            named.filter_map(answer::trace).collect()
        }
    });
    shown(&parameters, &Answer::of(found))
}

async fn trace(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Parameters,
) -> Response {
    let Some(id) = TraceId::from_hex(&id) else {
        return problem(
            StatusCode::BAD_REQUEST,
            "the id of a trace is 32 hexadecimal digits",
        );
    };
    match shared.read(|store| store.trace(id).and_then(answer::trace)) {
        Some(found) => shown(&parameters, &Answer::of([found])),
        None => problem(StatusCode::NOT_FOUND, "trace not found"),
    }
}

async fn dependencies(State(shared): State<Shared>) -> Response {
    let found: Vec<_> = shared.read(|store| answer::dependencies(store).collect());
    Json(Answer::of(found)).into_response()
}

/// A file of OTLP, which the page shows without keeping it here.
async fn transform(body: Bytes) -> Response {
    match serde_json::from_slice::<ExportTraceServiceRequest>(&body) {
        Ok(request) => {
            let mut store = Store::new(usize::MAX);
            store.receive(request);
            Json(Answer::of(store.traces().filter_map(answer::trace))).into_response()
        }
        Err(error) => problem(
            StatusCode::BAD_REQUEST,
            format!("the file is not OTLP as JSON: {error}"),
        ),
    }
}

async fn unknown() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "the viewer knows nothing at this path",
    )
}

fn parameter<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = parameters.iter().filter(|it| it.0 == name);
    found
        .next()
        .map(|it| it.1.as_str())
        .filter(|it| !it.is_empty())
}

/// An answer, in lines where the page's link to the JSON asks for it.
fn shown<T: Serialize>(parameters: &[(String, String)], answer: &Answer<T>) -> Response {
    if parameter(parameters, "prettyPrint") != Some("true") {
        return Json(answer).into_response();
    }
    match serde_json::to_string_pretty(answer) {
        Ok(text) => ([(CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => problem(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

fn problem(status: StatusCode, message: impl Into<String>) -> Response {
    (status, Json(Answer::problem(status.as_u16(), message))).into_response()
}
