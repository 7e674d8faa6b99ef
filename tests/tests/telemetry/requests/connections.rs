//! A real server: answers that are read to their end, and clients that go away.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use tokio::sync::mpsc::unbounded_channel;

use super::{end_of_request, ended, fed, in_memory, serve};

fn send(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a server");
    let head = format!("{request} HTTP/1.1\r\nhost: scorer\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("a server");
    stream
}

#[tokio::test]
async fn a_server_reads_each_answer_to_its_end() {
    for request in [
        "GET /text",
        "HEAD /text",
        "GET /none",
        "GET /announced",
        "GET /parts",
    ] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let app = Router::new()
            .route("/text", get(|| async { "20.5" }))
            .route("/none", get(|| async { StatusCode::NO_CONTENT }))
            .route(
                "/announced",
                get(|| async {
                    let (feed, body) = fed();
                    feed.send(Ok("20.5".into())).expect("a reader");
                    // It never ends by itself.
                    std::mem::forget(feed);
                    ([(header::CONTENT_LENGTH, "4")], body)
                }),
            )
            .route(
                "/parts",
                get(|| async {
                    let (feed, body) = fed();
                    feed.send(Ok("20".into())).expect("a reader");
                    feed.send(Ok(".5".into())).expect("a reader");
                    body
                }),
            )
            .layer(scorer_instrument::axum::layer());
        let address = serve(app).await;
        let read = tokio::task::spawn_blocking(move || {
            let mut answer = String::new();
            let read = send(address, request).read_to_string(&mut answer);
            read.map(|_| answer)
        });
        let answer = read.await.expect("it ends").expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, false), "{request}");
    }
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_its_request() {
    for path in ["GET /handler", "GET /body"] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let (reached, mut requests) = unbounded_channel();
        let in_body = reached.clone();
        let app = Router::new()
            .route(
                "/handler",
                get(move || async move {
                    reached.send(()).expect("the test waits");
                    std::future::pending::<()>().await;
                }),
            )
            .route(
                "/body",
                get(move || async move {
                    let (feed, body) = fed();
                    std::mem::forget(feed);
                    in_body.send(()).expect("the test waits");
                    body
                }),
            )
            .layer(scorer_instrument::axum::layer());
        let address = serve(app).await;
        let stream = tokio::task::spawn_blocking(move || send(address, path));
        let stream = stream.await.expect("a connection");
        requests.recv().await.expect("a request");
        drop(stream);
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, true), "{path}");
    }
}
