//! Panics: an error of the request in which they happen.

use std::io;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use axum::routing::get;
use http_body::Frame;
use opentelemetry::trace::Status;
use scorer_instrument::scorer_span;
use scorer_instrument_tests::block_on;

use super::{KEEPS_ERRORS, answers, ask, attribute, ended, get_score, in_memory, read, root};

/// Catches panics of what it is around, as the layers for that do.
async fn catches(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let mut work = Box::pin(next.run(request));
    std::future::poll_fn(|context| {
        let poll = AssertUnwindSafe(|| work.as_mut().poll(context));
        std::panic::catch_unwind(poll)
            .unwrap_or_else(|_| Poll::Ready(StatusCode::INTERNAL_SERVER_ERROR.into_response()))
    })
    .await
}

const PANICS: &str = "cannot reach postgres://svc:hunter2hunter2@db/scores";

#[scorer_span]
async fn panics() {
    tokio::task::yield_now().await;
    panic!("{PANICS}")
}

#[test]
fn a_panic_is_an_error_of_its_request() {
    let caught = axum::middleware::from_fn(catches);
    let routes = || Router::new().route("/score/{address_id}", get(panics));
    let layer = scorer_instrument::axum::layer;
    let inside = routes().layer(caught.clone()).layer(layer());
    let outside = routes().layer(layer()).layer(caught);
    let without = routes().layer(layer());
    for (place, app) in [
        ("inside", inside),
        ("outside", outside),
        ("without", without),
    ] {
        for variables in [&[][..], KEEPS_ERRORS] {
            let telemetry = in_memory(variables);
            let app = app.clone();
            let asked = std::panic::catch_unwind(AssertUnwindSafe(|| {
                drop(ask(&telemetry, app, get_score()));
            }));
            assert_eq!(asked.is_err(), place == "without");
            assert_eq!(ended(&telemetry), (true, false), "{place}");
            let spans = telemetry.spans();
            let handler = spans.iter().find(|it| it.name == "panics").expect("a span");
            let request = root(&telemetry).expect("the request's span");
            let mut left = vec![handler];
            if place == "inside" {
                let status = attribute(&request, "http.response.status_code");
                assert_eq!(status.as_deref(), Some("500"));
            } else {
                left.push(&request);
                let Status::Error { description } = &request.status else {
                    panic!("{request:?}");
                };
                assert!(description.starts_with("cannot reach "), "{description}");
            }
            for span in left {
                let exception = &span.events.events[0];
                assert_eq!(exception.name, "exception", "{place}");
                assert_eq!(exception.attributes[0].value.as_str(), "panic");
            }
            assert!(!format!("{spans:?}").contains("hunter2hunter2"));
        }
    }
}

#[test]
fn a_body_that_panics_is_an_error_of_its_request() {
    struct Panics;
    impl http_body::Body for Panics {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            panic!("{PANICS}")
        }
    }
    let telemetry = in_memory(&[]);
    let response = ask(
        &telemetry,
        answers(Response::new(Body::new(Panics))),
        get_score(),
    );
    let asked = std::panic::catch_unwind(AssertUnwindSafe(|| {
        telemetry.run(|| block_on(read(response.into_body())))
    }));
    assert!(asked.is_err());
    assert_eq!(ended(&telemetry), (true, false));
}
