//! What a request pays while its collector fails: every request is sampled, and exported to collectors that each
//! fail in a way of their own.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use crate::{on_cpu, request};

const REQUESTS: u32 = 50_000;
const ROUNDS: usize = 5;

/// What is done with each connection.
type Serve = fn(TcpStream);

/// Prints the time on the CPU of the thread that serves requests, and the ratio to a collector that works.
pub fn run() {
    let collectors: [(&str, SocketAddr); 5] = [
        ("works", collector(|stream| answer(stream, "200 OK"))),
        ("refused", refused()),
        ("black hole", collector(|mut stream| wait(&mut stream))),
        (
            "unavailable",
            collector(|stream| answer(stream, "503 Service Unavailable")),
        ),
        ("stalls in its answer", collector(stall)),
    ];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); collectors.len()];
    for _ in 0..ROUNDS {
        for ((_, address), times) in collectors.iter().zip(&mut times) {
            times.push(measure(*address));
        }
    }
    println!("| collector | ns a request | of one that works |\n|---|---|---|");
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    for ((name, _), time) in collectors.iter().zip(&medians) {
        println!("| {name} | {time:.0} | {:.2} |", time / medians[0]);
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn measure(address: SocketAddr) -> f64 {
    let telemetry = scorer_instrument::telemetry!()
        .environment(move |name| {
            let value = match name {
                "RUST_LOG" => "off".to_owned(),
                "OTEL_EXPORTER_OTLP_ENDPOINT" => format!("http://{address}"),
                "OTEL_EXPORTER_OTLP_TIMEOUT" => "1000".to_owned(),
                "OTEL_METRICS_EXPORTER" => "none".to_owned(),
                "OTEL_SAMPLING_RATIO" => "1.0".to_owned(),
                _ => return None,
            };
            Some(value)
        })
        .local()
        .expect("accepted settings");
    telemetry.run(|| {
        let start = on_cpu();
        for _ in 0..REQUESTS {
            request::handle_with_event(7);
        }
        (on_cpu() - start) / f64::from(REQUESTS)
    })
}

/// A port that nobody listens on.
fn refused() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address")
}

fn collector(serve: Serve) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || serve(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream, status: &str) {
    read_request(&mut stream);
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
}

/// Begins to answer, and waits until the other side has had enough.
fn stall(mut stream: TcpStream) {
    read_request(&mut stream);
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-");
    wait(&mut stream);
}

/// Until the other side hangs up.
fn wait(stream: &mut TcpStream) {
    let _ = std::io::copy(stream, &mut std::io::sink());
}

fn read_request(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = stream.read_exact(&mut body);
}
