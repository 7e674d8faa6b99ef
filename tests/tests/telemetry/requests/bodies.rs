//! A request that is answered ends with the body of its answer, or is cancelled before.

use std::io;
use std::pin::{Pin, pin};
use std::task::Poll;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::routing::get;
use opentelemetry::trace::Status;
use scorer_instrument_tests::{block_on, poll_once};
use tower::ServiceExt as _;

use super::{
    KEEPS_ERRORS, answers, ask, attribute, closed, ended, fed, get_score, in_memory, read, root,
};

#[test]
fn a_streamed_request_ends_with_its_body() {
    let telemetry = in_memory(&[]);
    let (feed, body) = fed();
    let response = ask(&telemetry, answers(Response::new(body)), get_score());
    assert!(root(&telemetry).is_none(), "its body is to come");
    let mut reads = pin!(read(response.into_body()));
    let mut poll = || telemetry.run(|| poll_once(reads.as_mut()));
    assert!(poll().is_pending());
    let began = std::time::Instant::now();
    feed.send(Ok("20.5".into())).expect("a reader");
    assert!(poll().is_pending());
    assert!(root(&telemetry).is_none());
    let streamed = began.elapsed();
    drop(feed);
    assert!(matches!(poll(), Poll::Ready(Ok(4))));
    assert_eq!(ended(&telemetry), (false, false));
    let span = root(&telemetry).expect("the request's span");
    assert_eq!(span.status, Status::Unset);
    let total = span.end_time.duration_since(span.start_time);
    let total = total.expect("a duration").as_secs_f64() * 1_000.0;
    let head = attribute(&span, "telemetry.head_ms").expect("the head's time");
    let head: f64 = head.parse().expect("a number");
    let streamed = streamed.as_secs_f64() * 1_000.0;
    assert!(
        head > 0.0 && head + streamed <= total,
        "{head} {streamed} {total}"
    );
    let line = closed(&telemetry);
    let logged = line["head_ms"].as_f64().expect("the head's time");
    assert!((logged - head).abs() <= 0.001, "{line}");
}

#[test]
fn a_body_that_fails_is_an_error_of_its_request() {
    for (kept, variables) in [(false, &[][..]), (true, KEEPS_ERRORS)] {
        let telemetry = in_memory(variables);
        let (feed, body) = fed();
        let response = ask(&telemetry, answers(Response::new(body)), get_score());
        feed.send(Ok("20".into())).expect("a reader");
        feed.send(Err(io::Error::other("the row is gone")))
            .expect("a reader");
        let read = telemetry.run(|| block_on(read(response.into_body())));
        assert!(read.is_err());
        assert_eq!(ended(&telemetry), (true, false), "{kept}");
        let span = root(&telemetry).expect("the request's span");
        assert_eq!(attribute(&span, "error.type").as_deref(), Some("body"));
        let status = attribute(&span, "http.response.status_code");
        assert_eq!(status.as_deref(), Some("200"));
    }
}

#[test]
fn a_body_that_nobody_reads_to_its_end_was_cancelled() {
    for parts in 0..3 {
        let telemetry = in_memory(&[]);
        let (feed, body) = fed();
        let mut body = ask(&telemetry, answers(Response::new(body)), get_score()).into_body();
        for _ in 0..parts {
            feed.send(Ok("20".into())).expect("a reader");
            let part = telemetry.run(|| {
                poll_once(pin!(std::future::poll_fn(|it| {
                    Pin::new(&mut body).poll_frame(it)
                })))
            });
            assert!(part.is_ready());
        }
        drop(body);
        assert_eq!(ended(&telemetry), (false, true), "{parts}");
    }
}

#[test]
fn a_request_that_is_dropped_was_cancelled() {
    let telemetry = in_memory(&[]);
    let app = Router::new()
        .route("/score/{address_id}", get(std::future::pending::<()>))
        .layer(scorer_instrument::axum::layer());
    telemetry.run(|| {
        let mut request = Box::pin(app.oneshot(get_score()));
        assert!(poll_once(request.as_mut()).is_pending());
    });
    assert_eq!(ended(&telemetry), (false, true));
    assert!(closed(&telemetry)["head_ms"].is_null());
}

#[tokio::test]
async fn a_request_that_a_timeout_or_a_select_drops_was_cancelled() {
    let app = || {
        Router::new()
            .route("/score/{address_id}", get(std::future::pending::<()>))
            .layer(scorer_instrument::axum::layer())
    };
    let telemetry = in_memory(&[]);
    {
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let request = app().oneshot(get_score());
        let at_once = std::time::Duration::ZERO;
        assert!(tokio::time::timeout(at_once, request).await.is_err());
    }
    assert_eq!(ended(&telemetry), (false, true));
    let telemetry = in_memory(&[]);
    {
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        tokio::select! {
            biased;
            _ = app().oneshot(get_score()) => panic!("it waits for ever"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(ended(&telemetry), (false, true));
}

#[test]
fn an_answer_without_a_body_ends_with_its_head() {
    let of_status = |status: StatusCode| {
        // What a handler puts there all the same is dropped unread.
        let (_, body) = fed();
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response
    };
    let request = |method: Method| {
        let mut request = get_score();
        *request.method_mut() = method;
        request
    };
    for (method, response) in [
        (Method::GET, Response::new(Body::empty())),
        (Method::GET, Response::new(Body::from(""))),
        (Method::HEAD, of_status(StatusCode::OK)),
        (Method::HEAD, Response::new(Body::from("20.5"))),
        (Method::GET, of_status(StatusCode::SWITCHING_PROTOCOLS)),
        (Method::GET, of_status(StatusCode::NO_CONTENT)),
        (Method::GET, of_status(StatusCode::NOT_MODIFIED)),
        (Method::CONNECT, of_status(StatusCode::OK)),
    ] {
        let what = format!("{method} {}", response.status());
        let telemetry = in_memory(&[]);
        drop(ask(&telemetry, answers(response), request(method)));
        assert_eq!(ended(&telemetry), (false, false), "{what}");
        assert!(closed(&telemetry)["head_ms"].is_null(), "{what}");
    }
}

#[test]
fn a_body_of_an_announced_length_ends_with_its_last_byte() {
    let telemetry = in_memory(&[]);
    let (feed, body) = fed();
    let mut response = Response::new(body);
    let length = HeaderValue::from_static("4");
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length);
    let mut body = ask(&telemetry, answers(response), get_score()).into_body();
    for part in ["20", ".5"] {
        assert!(root(&telemetry).is_none());
        feed.send(Ok(part.into())).expect("a reader");
        let read = telemetry.run(|| {
            poll_once(pin!(std::future::poll_fn(|it| {
                Pin::new(&mut body).poll_frame(it)
            })))
        });
        assert!(read.is_ready());
    }
    // A server asks no further, although the body does not know its own end.
    assert!(!body.is_end_stream());
    drop(body);
    assert_eq!(ended(&telemetry), (false, false));
}

#[test]
fn what_a_body_says_of_itself_passes_through() {
    let telemetry = in_memory(&[]);
    let known = ask(
        &telemetry,
        answers(Response::new(Body::from("20.5"))),
        get_score(),
    );
    assert_eq!(known.body().size_hint().exact(), Some(4));
    assert!(!known.body().is_end_stream());
    let (_feed, body) = fed();
    let unknown = ask(&telemetry, answers(Response::new(body)), get_score());
    assert_eq!(unknown.body().size_hint().exact(), None);
    let empty = ask(
        &telemetry,
        answers(Response::new(Body::empty())),
        get_score(),
    );
    assert!(empty.body().is_end_stream());
}
