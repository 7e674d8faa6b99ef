//! How long an invocation waits after its response while its collector works, refuses connections, or accepts them and
//! does not answer: `cargo bench -p scorer-telemetry --features lambda --bench lambda`.
//!
//! The function itself does nothing, so the time of an invocation is the layer's.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use lambda_runtime::{Config, Context, Error, LambdaInvocation};
use tower::{Layer as _, Service as _, service_fn};
use tracing::instrument::WithSubscriber as _;

/// The number of failures that open the breaker.
const UNTIL_OPEN: usize = 3;

/// Invocations after that, or with a collector that works.
const INVOCATIONS: usize = 1_000;

const PROCESSES: usize = 5;

fn main() {
    println!(
        "| collector | the first {UNTIL_OPEN} invocations, ms (median, most) | the next {INVOCATIONS}, ms (median, 99 %, most) |\n|---|---|---|"
    );
    for (name, address) in [
        ("works", works()),
        ("refuses", refuses()),
        ("says nothing", says_nothing()),
    ] {
        let (mut first, mut next) = (Vec::new(), Vec::new());
        for _ in 0..PROCESSES {
            let mut times = measure(address);
            next.extend(times.split_off(UNTIL_OPEN));
            first.extend(times);
        }
        first.sort();
        next.sort();
        println!(
            "| {name} | {:.2}, {:.2} | {:.3}, {:.3}, {:.3} |",
            at(&first, 50),
            at(&first, 100),
            at(&next, 50),
            at(&next, 99),
            at(&next, 100),
        );
    }
}

/// The time in milliseconds that this percentage of invocations does not exceed.
fn at(times: &[Duration], percent: usize) -> f64 {
    let place = (times.len() * percent / 100).min(times.len() - 1);
    times[place].as_secs_f64() * 1e3
}

fn measure(address: SocketAddr) -> Vec<Duration> {
    let telemetry = scorer_instrument::telemetry!()
        .environment(move |name| match name {
            "AWS_LAMBDA_FUNCTION_NAME" => Some("score".to_owned()),
            "RUST_LOG" => Some("off".to_owned()),
            "OTEL_EXPORTER_OTLP_ENDPOINT" => Some(format!("http://{address}")),
            "OTEL_METRICS_EXPORTER" => Some("none".to_owned()),
            _ => None,
        })
        .local()
        .expect("accepted settings");
    let function = service_fn(async |_: LambdaInvocation| Ok::<(), Error>(()));
    let mut function = scorer_instrument::lambda::layer(telemetry.telemetry()).layer(function);
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(
            async {
                let mut times = Vec::new();
                for _ in 0..UNTIL_OPEN + INVOCATIONS {
                    let invocation = invocation();
                    let start = Instant::now();
                    function.call(invocation).await.expect("it succeeds");
                    times.push(start.elapsed());
                }
                times
            }
            .with_subscriber(telemetry.dispatch()),
        )
}

fn invocation() -> LambdaInvocation {
    let (parts, ()) = http::Response::new(()).into_parts();
    let mut context = Context::default();
    context.request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd".into();
    context.env_config = Arc::new(Config::default());
    LambdaInvocation {
        parts,
        body: "{}".into(),
        context,
    }
}

/// A port that nobody listens on.
fn refuses() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address")
}

fn says_nothing() -> SocketAddr {
    collector(|mut stream| {
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    })
}

fn works() -> SocketAddr {
    collector(|stream| {
        let Ok(mut answers) = stream.try_clone() else {
            return;
        };
        let mut requests = BufReader::new(stream);
        while take(&mut requests).is_some() {
            let _ = answers.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
    })
}

fn collector(serve: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// Reads one request. Returns `None` if there are no more.
fn take(requests: &mut BufReader<TcpStream>) -> Option<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if requests.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    requests.read_exact(&mut body).ok()
}
