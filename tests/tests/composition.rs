//! Together with other attributes, in either order: `#[tokio::main]`, `#[tokio::test]`, axum's
//! `#[debug_handler]` with its extractors, and attributes and docs of the function itself.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode};
use axum::routing::post;
use axum::{Router, debug_handler};
use scorer_instrument::{Recordable, record, scorer_span};
use scorer_instrument_tests::FieldValue::{self, I64, U64};
use scorer_instrument_tests::watch;
use serde::{Deserialize, Serialize};
use tower::ServiceExt;

#[tokio::main(flavor = "current_thread")]
#[scorer_span]
async fn main_first(depth: u8) -> u8 {
    tokio::task::yield_now().await;
    depth
}

#[scorer_span]
#[tokio::main(flavor = "current_thread")]
async fn span_first(depth: u8) -> u8 {
    tokio::task::yield_now().await;
    depth
}

#[test]
fn tokio_main_stands_on_either_side() {
    let (_, recording) = watch(|| main_first(1));
    assert_eq!(recording.field("depth"), Some(U64(1)));
    assert_eq!(recording.only().name, "main_first");
    let (_, recording) = watch(|| span_first(2));
    assert_eq!(recording.field("depth"), Some(U64(2)));
    assert!(recording.only().closed);
}

#[tokio::test]
#[scorer_span]
async fn tokio_test_stands_before_the_span() {
    tokio::task::yield_now().await;
}

#[scorer_span(err)]
#[tokio::test]
async fn tokio_test_stands_behind_the_span() -> Result<(), std::fmt::Error> {
    tokio::task::yield_now().await;
    Ok(())
}

#[derive(Clone)]
struct Service {
    base: Arc<i64>,
}

#[derive(Deserialize, Recordable)]
struct Asked {
    community: i64,
    #[recordable(skip)]
    stamps: Vec<i64>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Scored {
    score: i64,
}

#[debug_handler]
#[scorer_span(skip(service), fields(stamp_count = asked.stamps.len()), err(Debug))]
async fn inner_span(
    State(service): State<Service>,
    Path((version, address)): Path<(String, u64)>,
    Json(asked): Json<Asked>,
) -> Result<Json<Scored>, StatusCode> {
    if asked.stamps.is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let score = *service.base + asked.stamps.iter().sum::<i64>();
    tokio::task::yield_now().await;
    let _ = (version, address);
    Ok(Json(Scored { score }))
}

// In this order because of `record!`: `#[debug_handler]` copies the body that it sees into a check
// of its own, and there the span must have been expanded.
#[scorer_span(skip(service, asked), fields(score))]
#[debug_handler(state = Service)]
async fn outer_span(State(service): State<Service>, Json(asked): Json<Asked>) -> String {
    let score = *service.base + asked.community;
    record!(score = score);
    score.to_string()
}

fn ask(path: &str, body: &str) -> (StatusCode, String) {
    let app = Router::new()
        .route("/{version}/score/{address}", post(inner_span))
        .route("/plain", post(outer_span))
        .with_state(Service { base: Arc::new(10) });
    let request = Request::post(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let response = app.oneshot(request).await.expect("a response");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1_024).await.expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    })
}

#[test]
fn a_handler_records_what_its_extractors_hold() {
    let ((status, body), recording) =
        watch(|| ask("/v1/score/42", r#"{"community":335,"stamps":[1,2]}"#));
    assert_eq!((status, body.as_str()), (StatusCode::OK, r#"{"score":13}"#));
    let span = recording.span("inner_span");
    assert_eq!(
        span.declared,
        ["version", "address", "asked", "stamp_count"]
    );
    assert_eq!(span.fields.get("version"), Some(&FieldValue::str("v1")));
    assert_eq!(span.fields.get("address"), Some(&U64(42)));
    assert_eq!(
        span.fields.get("asked"),
        Some(&FieldValue::debug("Asked { community: 335, .. }"))
    );
    assert_eq!(span.fields.get("stamp_count"), Some(&U64(2)));
}

#[test]
fn a_handlers_error_is_its_event() {
    let ((status, _), recording) =
        watch(|| ask("/v1/score/42", r#"{"community":335,"stamps":[]}"#));
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let error = recording
        .events
        .iter()
        .find(|event| event.target == "composition")
        .expect("the event");
    assert_eq!(error.fields.get("error"), Some(&FieldValue::debug("400")));
}

#[test]
fn a_span_stands_before_debug_handler() {
    let ((status, body), recording) = watch(|| ask("/plain", r#"{"community":1,"stamps":[]}"#));
    assert_eq!((status, body.as_str()), (StatusCode::OK, "11"));
    let span = recording.span("outer_span");
    assert_eq!(span.declared, ["score"]);
    assert_eq!(span.fields.get("score"), Some(&I64(11)));
}

#[test]
fn attributes_docs_and_visibility_stay_in_place() {
    mod inner {
        use scorer_instrument::scorer_span;

        /// Documented.
        #[must_use]
        #[scorer_span]
        #[inline]
        #[deprecated = "there to be seen by the caller"]
        #[cfg(not(any()))]
        pub(crate) fn load(
            #[expect(non_snake_case, reason = "an attribute of an argument")] Unit: u8,
            depth: u8,
        ) -> u8 {
            #![expect(clippy::let_and_return, reason = "an attribute within the body")]
            let total = depth;
            total
        }
    }
    #[expect(deprecated, reason = "the attribute has to be there")]
    let (_, recording) = watch(|| inner::load(1, 2));
    assert_eq!(recording.field("depth"), Some(U64(2)));
}
