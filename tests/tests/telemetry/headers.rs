//! Requests over a connection whose headers of a trace are none: they are answered, and each has a trace.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use axum::Router;
use axum::routing::get;
use scorer_instrument::propagation;

use super::requests::{end_of_request, in_memory, root, serve};

/// Sends these header lines, and reads the answer to its end.
fn send(address: SocketAddr, headers: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("a server");
    let head = b"GET /score/7 HTTP/1.1\r\nhost: scorer\r\nconnection: close\r\n";
    stream
        .write_all(&[head, headers, b"\r\n"].concat())
        .expect("a server");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_request_with_a_header_that_is_none_has_a_trace() {
    let parent = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    let long = format!("{parent}tracestate: congo={}\r\n", "x".repeat(20_000));
    for (headers, continues) in [
        (&b"traceparent: \xff\xfe\r\n"[..], false),
        (b"traceparent: somebody@example.org\r\n", false),
        (
            b"traceparent:\r\ntracestate: somebody@example.org\r\n",
            false,
        ),
        (b"baggage: =,;%zz,\xf0\x9f\xa6\x80\r\n", false),
        (b"x-amzn-trace-id: Root=;Parent=;Sampled=\r\n", false),
        (
            format!("{parent}tracestate: \u{1f980}=somebody@example.org\r\n").as_bytes(),
            true,
        ),
        (format!("{parent}{parent}").as_bytes(), true),
        (long.as_bytes(), true),
    ] {
        let telemetry = in_memory(&[("OTEL_PROPAGATORS", "xray,baggage,tracecontext")]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let sent = || async {
            let own = propagation::headers();
            own["traceparent"].to_str().unwrap_or_default().to_owned()
        };
        let app = Router::new()
            .route("/score/{address_id}", get(sent))
            .layer(scorer_instrument::axum::layer());
        let address = serve(app).await;
        let headers = headers.to_vec();
        let shown = String::from_utf8_lossy(&headers).into_owned();
        let answer = tokio::task::spawn_blocking(move || send(address, &headers));
        let answer = answer.await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{shown}{answer}");
        let span = if continues {
            while telemetry.spans().is_empty() {
                tokio::task::yield_now().await;
            }
            telemetry.spans().remove(0)
        } else {
            end_of_request(&telemetry).await;
            root(&telemetry).expect("the request's span")
        };
        let context = &span.span_context;
        let sent = format!("00-{}-{}-01", context.trace_id(), context.span_id());
        assert!(answer.contains(&sent), "{shown}{answer}");
        let parent = span.parent_span_id.to_string();
        assert_eq!(parent == "00f067aa0ba902b7", continues, "{shown}");
        let recorded = format!("{:?}{}", telemetry.spans(), telemetry.logs());
        assert!(!recorded.contains("somebody"), "{recorded}");
    }
}
