//! Collectors that fail: what is lost is counted to the span, it is reported once, and no request waits.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use scorer_instrument::telemetry::{Error, Local};
use scorer_instrument_tests::server::{answer, collector, read_request};

use crate::support::{PATIENCE, pipeline, reports, request, try_pipeline};

fn exporting_to(address: SocketAddr, more: &[(&str, &str)]) -> Local {
    let endpoint = format!("http://{address}");
    let mut variables = vec![
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_METRICS_EXPORTER", "none"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000"),
    ];
    variables.extend_from_slice(more);
    pipeline(&variables)
}

/// Two requests of two spans, each flushed: all four are lost, and the log says so once.
fn loses_everything(telemetry: &Local) {
    let guard = telemetry.telemetry();
    for _ in 0..2 {
        request(telemetry);
        guard.flush(PATIENCE).expect_err("a collector that fails");
    }
    guard.shutdown(PATIENCE).expect("nothing waits");
    assert_eq!((guard.lost().failed, guard.lost().dropped), (4, 0));
    assert_eq!(guard.exported(), 0);
    assert_eq!(reports(telemetry, "cannot be exported"), 1);
}

/// The same with a collector that may take spans later: they wait until the end, when none would wait for them.
fn loses_nothing_before_the_end(telemetry: &Local) {
    let guard = telemetry.telemetry();
    for _ in 0..2 {
        request(telemetry);
        guard.flush(PATIENCE).expect_err("a collector that fails");
        assert_eq!(guard.lost().total(), 0);
    }
    guard
        .shutdown(PATIENCE)
        .expect_err("it fails at the end, too");
    assert_eq!((guard.lost().failed, guard.lost().dropped), (4, 0));
    assert_eq!(guard.exported(), 0);
    assert_eq!(reports(telemetry, "cannot be exported"), 1);
}

/// A collector that takes what comes after so many requests, and answers those before with this.
fn comes_back(after: usize, answers: &'static str) -> SocketAddr {
    let count = std::cell::Cell::new(0);
    collector(move |mut stream| {
        read_request(&mut stream);
        count.set(count.get() + 1);
        if count.get() <= after {
            let _ = stream.write_all(answers.as_bytes());
        } else {
            answer(&mut stream, "200 OK", "");
        }
    })
}

#[test]
fn what_a_collector_does_not_take_for_a_while_arrives_when_it_does() {
    for answers in [
        "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhalf",
        "",
    ] {
        // The exporter itself tries four times.
        let telemetry = exporting_to(comes_back(4, answers), &[]);
        let guard = telemetry.telemetry();
        request(&telemetry);
        guard.flush(PATIENCE).expect_err("away");
        request(&telemetry);
        guard.flush(PATIENCE).expect("back again");
        assert_eq!(
            (guard.exported(), guard.lost().total()),
            (4, 0),
            "{answers}"
        );
        assert_eq!(reports(&telemetry, "exported again"), 1);
    }
}

#[test]
fn what_a_collector_says_of_a_refusal_is_logged_redacted_and_cut() {
    let status = b"\x08\x03\x12\x18tenant is not known: abc";
    let long = "x".repeat(10_000);
    for (answers, said) in [
        (
            [
                b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-protobuf\r\ncontent-length: 28\r\n\r\n",
                &status[..],
            ]
            .concat(),
            "tenant is not known: abc",
        ),
        (
            b"HTTP/1.1 401 Unauthorized\r\ncontent-type: text/plain\r\ncontent-length: 14\r\n\r\nno token\n sent".to_vec(),
            "401: no token sent",
        ),
        (
            format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n{long}", long.len()).into_bytes(),
            "xxxxx",
        ),
        (
            b"HTTP/1.1 400 Bad Request\r\ncontent-length: 40\r\n\r\nsent: postgres://svc:hunter2hunter2@db/s".to_vec(),
            "[redacted:",
        ),
    ] {
        let address = collector(move |mut stream| {
            read_request(&mut stream);
            let _ = stream.write_all(&answers);
        });
        let telemetry = exporting_to(address, &[]);
        request(&telemetry);
        let error = telemetry.telemetry().flush(PATIENCE).expect_err("refused");
        assert_eq!(error.lost.failed, 2);
        let logs = telemetry.logs();
        assert!(logs.contains(said), "{said}: {logs}");
        assert!(logs.len() < 4_000 && !logs.contains("hunter2"), "{logs}");
    }
}

#[test]
fn an_answer_that_is_no_otlp_is_said_once() {
    let page = "<html>It works!</html>";
    let address = collector(move |mut stream| {
        read_request(&mut stream);
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{page}",
            page.len()
        );
    });
    let telemetry = exporting_to(address, &[]);
    for _ in 0..2 {
        request(&telemetry);
        telemetry.telemetry().flush(PATIENCE).expect("a success");
    }
    assert_eq!(reports(&telemetry, "the answer is not OTLP"), 1);
}

#[test]
fn refused() {
    let address = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|it| it.local_addr())
        .expect("a port that is free again");
    loses_nothing_before_the_end(&exporting_to(address, &[]));
}

#[test]
fn refused_over_grpc() {
    let address = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|it| it.local_addr())
        .expect("a port that is free again");
    loses_nothing_before_the_end(&exporting_to(
        address,
        &[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
    ));
}

#[test]
fn black_hole() {
    let address = collector(std::mem::forget);
    let telemetry = exporting_to(address, &[("OTEL_EXPORTER_OTLP_TIMEOUT", "100")]);
    loses_nothing_before_the_end(&telemetry);
}

#[test]
fn unavailable() {
    let address = collector(|mut stream| {
        read_request(&mut stream);
        answer(&mut stream, "503 Service Unavailable", "");
    });
    loses_nothing_before_the_end(&exporting_to(
        address,
        &[("OTEL_EXPORTER_OTLP_TIMEOUT", "200")],
    ));
}

#[test]
fn reset_in_the_middle_of_an_answer() {
    let address = collector(|mut stream| {
        read_request(&mut stream);
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
    });
    loses_nothing_before_the_end(&exporting_to(
        address,
        &[("OTEL_EXPORTER_OTLP_TIMEOUT", "200")],
    ));
}

#[test]
fn stalls_in_the_middle_of_an_answer() {
    let address = collector(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-");
        // Until the exporter has waited long enough, and hangs up.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    loses_nothing_before_the_end(&exporting_to(address, &[]));
}

#[test]
fn refused_for_good() {
    let address = collector(|mut stream| {
        read_request(&mut stream);
        answer(&mut stream, "400 Bad Request", "");
    });
    loses_everything(&exporting_to(address, &[]));
}

#[test]
fn throttled_once_is_tried_again_and_nothing_is_lost() {
    let (tell, told) = mpsc::channel();
    let address = collector({
        let count = std::cell::Cell::new(0);
        move |mut stream| {
            read_request(&mut stream);
            count.set(count.get() + 1);
            let _ = tell.send(count.get());
            if count.get() == 1 {
                answer(&mut stream, "429 Too Many Requests", "retry-after: 1\r\n");
            } else {
                answer(&mut stream, "200 OK", "");
            }
        }
    });
    let telemetry = exporting_to(address, &[("OTEL_EXPORTER_OTLP_TIMEOUT", "10000")]);
    request(&telemetry);
    telemetry
        .telemetry()
        .flush(PATIENCE)
        .expect("the second try");
    assert_eq!(told.try_iter().collect::<Vec<i32>>(), [1, 2]);
    assert_eq!(telemetry.telemetry().exported(), 2);
    assert_eq!(telemetry.telemetry().lost().total(), 0);
}

/// A collector that holds every request until it is told to go on.
fn held() -> (SocketAddr, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (came, comes) = mpsc::channel();
    let (go, goes) = mpsc::channel();
    let address = collector(move |mut stream| {
        read_request(&mut stream);
        let _ = came.send(());
        let _ = goes.recv();
        answer(&mut stream, "200 OK", "");
    });
    (address, comes, go)
}

#[test]
fn requests_go_on_while_the_collector_holds_an_export_and_the_queue_is_full() {
    let (address, comes, go) = held();
    let telemetry = exporting_to(
        address,
        &[
            ("OTEL_BSP_MAX_QUEUE_SIZE", "4"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
        ],
    );
    request(&telemetry);
    comes.recv().expect("an export");
    // Two in flight. Four more wait; the rest has no room. None of the requests can wait for the collector, which
    // answers only after them.
    for _ in 0..10 {
        request(&telemetry);
    }
    assert_eq!(telemetry.telemetry().lost().dropped, 20 - 4);
    for _ in 0..3 {
        go.send(()).expect("the collector");
    }
    telemetry
        .telemetry()
        .flush(PATIENCE)
        .expect("answers at last");
    assert_eq!(telemetry.telemetry().exported(), 6);
    assert_eq!(telemetry.telemetry().lost().failed, 0);
}

#[test]
fn a_shutdown_that_runs_out_of_time_counts_what_it_leaves() {
    let (address, comes, go) = held();
    let telemetry = exporting_to(
        address,
        &[
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
        ],
    );
    request(&telemetry);
    comes.recv().expect("an export");
    request(&telemetry);
    let guard = telemetry.telemetry();
    let error = guard.shutdown(Duration::ZERO).expect_err("no time");
    assert_eq!((error.lost.dropped, error.lost.failed), (4, 0));
    assert_eq!(
        guard.shutdown(PATIENCE),
        Ok(()),
        "a second one does nothing"
    );
    go.send(()).expect("the collector");
    guard.flush(PATIENCE).expect("the export comes back");
    // What was in flight arrived.
    assert_eq!((guard.exported(), guard.lost().dropped), (2, 2));
    assert_eq!(guard.lost().failed, 0);
}

#[test]
fn a_collector_on_this_machine_is_reached_past_a_proxy() {
    const PROXIED: &str = "TELEMETRY_TEST_PROXIED";
    if std::env::var_os(PROXIED).is_none() {
        // A process of its own, whose environment names a proxy where nobody listens.
        let nobody = "http://127.0.0.1:1";
        let this = std::env::current_exe().expect("this program");
        let name = "faults::a_collector_on_this_machine_is_reached_past_a_proxy";
        let output = Command::new(this)
            .args(["--exact", name])
            .env(PROXIED, "1")
            .envs(["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"].map(|it| (it, nobody)))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
            .expect("a process");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("1 passed"), "{said}");
        return;
    }
    let address = collector(|mut stream| {
        read_request(&mut stream);
        answer(&mut stream, "200 OK", "");
    });
    let telemetry = exporting_to(address, &[]);
    request(&telemetry);
    telemetry.telemetry().flush(PATIENCE).expect("no proxy");
    assert_eq!(telemetry.telemetry().exported(), 2);
}

#[test]
fn without_a_tokio_runtime_both_protocols_start() {
    for protocol in ["http/protobuf", "grpc"] {
        let telemetry = pipeline(&[
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_METRICS_EXPORTER", "none"),
        ]);
        telemetry
            .telemetry()
            .shutdown(PATIENCE)
            .expect("nothing to export");
    }
}

#[test]
fn a_certificate_that_is_no_file_is_an_error_at_the_start() {
    for protocol in ["http/protobuf", "grpc"] {
        let error = try_pipeline(&[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            (
                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                "/nonexistent/authority.pem",
            ),
        ])
        .expect_err("no such file");
        assert!(
            matches!(
                error,
                Error::File {
                    variable: "OTEL_EXPORTER_OTLP_CERTIFICATE",
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn a_file_without_a_certificate_or_with_another_key_is_an_error_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("empty.pem");
    std::fs::write(&path, "no certificate\n").expect("a file");
    let path = path.to_str().expect("text");
    for protocol in ["http/protobuf", "grpc"] {
        for (variable, more) in [
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", None),
            ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", None),
            (
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                Some(("OTEL_EXPORTER_OTLP_CLIENT_KEY", path)),
            ),
        ] {
            let mut variables = vec![
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                (variable, path),
            ];
            variables.extend(more);
            let error = try_pipeline(&variables).expect_err("no certificate");
            let text = error.to_string();
            assert!(text.contains(variable), "{text}");
            assert!(text.contains("it holds no certificate"), "{text}");
        }
    }
}

#[test]
fn a_second_start_in_a_process_is_an_error() {
    let start = || {
        scorer_instrument::telemetry!()
            .environment(|name| (name == "OTEL_TRACES_EXPORTER").then(|| "none".to_owned()))
            .init()
    };
    let first = start().expect("the first");
    assert!(matches!(start(), Err(Error::AlreadyStarted)));
    drop(first);
}
