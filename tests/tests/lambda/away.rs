//! Collectors that fail a function: nothing is lost that has room, each invocation tries a bounded number of times, and
//! after three failures none tries at all.

use std::io::BufReader;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use lambda_runtime::{Error, LambdaInvocation};
use scorer_instrument::telemetry::Local;
use scorer_instrument_tests::server::{answer, collector, read_request};
use tower::Service;

use crate::support::{builder, function, invocation, invoke};

/// So long that a slow machine is no failure. Nothing waits for it to pass, but where a test sets another.
const BOUND: &str = "60000";

const PATIENCE: Duration = Duration::from_mins(1);

/// The spans of an invocation; the first one has `init` beside.
const SPANS: u64 = 2;

/// A collector that can be told to fail, and how often it was asked.
#[derive(Clone, Default)]
struct Counted {
    fails: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Counted {
    /// Serves each connection for one request.
    fn start(&self, failure: &'static str) -> SocketAddr {
        let this = self.clone();
        collector(move |mut stream| {
            if read_request(&mut stream).is_some() {
                this.asked.fetch_add(1, Ordering::SeqCst);
                let status = if this.fails.load(Ordering::SeqCst) {
                    failure
                } else {
                    "200 OK"
                };
                answer(&mut stream, status, "");
            }
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn fails(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }
}

fn exporting_to(address: SocketAddr, more: &[(&str, &str)]) -> Local {
    let endpoint = format!("http://{address}");
    let mut variables = vec![
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", BOUND),
        ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", BOUND),
    ];
    variables.extend_from_slice(more);
    builder(&variables).local().expect("accepted settings")
}

async fn invocations<S>(count: usize, function: &mut S, telemetry: &Local)
where
    S: Service<LambdaInvocation, Response = (), Error = Error>,
{
    for _ in 0..count {
        invoke(function, telemetry, invocation("{}", None)).await;
    }
}

fn free_port() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address")
}

#[tokio::test]
async fn each_invocation_is_exported_before_its_future_ends() {
    let counted = Counted::default();
    let telemetry = exporting_to(counted.start(""), &[]);
    let mut function = function(telemetry.telemetry());
    for count in 1..=3 {
        invocations(1, &mut function, &telemetry).await;
        assert_eq!(counted.asked(), count);
        let spans = u64::try_from(count).expect("small") * SPANS + 1;
        assert_eq!(telemetry.telemetry().exported(), spans);
    }
}

#[tokio::test]
async fn a_busy_collector_is_tried_twice_by_each_of_three_invocations_and_then_by_none() {
    let counted = Counted::default();
    counted.fails(true);
    let telemetry = exporting_to(counted.start("503 Service Unavailable"), &[]);
    let mut function = function(telemetry.telemetry());
    let mut asked = Vec::new();
    for _ in 0..5 {
        invocations(1, &mut function, &telemetry).await;
        asked.push(counted.asked());
    }
    // The pause is of a second and a flush at least; within it neither alone ends it.
    assert_eq!(asked[..4], [2, 4, 6, 6]);
    assert_eq!(telemetry.telemetry().lost().total(), 0);
    let logs = telemetry.logs();
    assert_eq!(logs.matches("cannot be exported").count(), 1, "{logs}");
}

#[tokio::test]
async fn what_waited_is_exported_when_the_collector_is_back() {
    let counted = Counted::default();
    counted.fails(true);
    let telemetry = exporting_to(counted.start("503 Service Unavailable"), &[]);
    let mut function = function(telemetry.telemetry());
    invocations(2, &mut function, &telemetry).await;
    assert_eq!(telemetry.telemetry().exported(), 0);
    counted.fails(false);
    invocations(1, &mut function, &telemetry).await;
    assert_eq!(telemetry.telemetry().exported(), 3 * SPANS + 1);
    assert_eq!(telemetry.telemetry().lost().total(), 0);
    let logs = telemetry.logs();
    assert_eq!(logs.matches("exported again").count(), 1, "{logs}");
}

#[tokio::test]
async fn what_a_collector_refuses_for_good_is_lost_and_counted_and_keeps_nothing_back() {
    let counted = Counted::default();
    counted.fails(true);
    let telemetry = exporting_to(counted.start("400 Bad Request"), &[]);
    let mut function = function(telemetry.telemetry());
    invocations(1, &mut function, &telemetry).await;
    assert_eq!(counted.asked(), 1);
    assert_eq!(telemetry.telemetry().lost().failed, SPANS + 1);
    counted.fails(false);
    invocations(1, &mut function, &telemetry).await;
    assert_eq!(telemetry.telemetry().exported(), SPANS);
}

#[tokio::test]
async fn a_collector_that_refuses_connections_loses_nothing_that_has_room() {
    for protocol in ["http/protobuf", "grpc"] {
        let telemetry = exporting_to(
            free_port(),
            &[
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_BSP_MAX_QUEUE_SIZE", "16"),
            ],
        );
        let mut function = function(telemetry.telemetry());
        invocations(3, &mut function, &telemetry).await;
        assert_eq!(telemetry.telemetry().lost().total(), 0, "{protocol}");
        invocations(10, &mut function, &telemetry).await;
        let guard = telemetry.telemetry();
        assert!(guard.lost().total() > 0, "{protocol}");
        let _ = guard.shutdown(PATIENCE);
        let all = 13 * SPANS + 1;
        assert_eq!((guard.exported(), guard.lost().total()), (0, all));
    }
}

#[tokio::test]
async fn a_black_hole_is_given_up_and_then_left_alone() {
    let counted = Counted::default();
    let asked = Arc::clone(&counted.asked);
    let address = collector(move |stream| {
        asked.fetch_add(1, Ordering::SeqCst);
        std::mem::forget(stream);
    });
    let telemetry = exporting_to(address, &[("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "50")]);
    let mut function = function(telemetry.telemetry());
    invocations(4, &mut function, &telemetry).await;
    // After three failures the fourth does not try.
    let tried = counted.asked();
    assert!((1..=3).contains(&tried), "{tried}");
    assert_eq!(telemetry.telemetry().exported(), 0);
}

#[tokio::test]
async fn a_connection_that_ended_in_the_meantime_is_replaced_and_nothing_is_sent_twice() {
    // It answers one request of a connection as if more could follow, and hangs up.
    let counted = Counted::default();
    let asked = Arc::clone(&counted.asked);
    let address = collector(move |stream| {
        let Ok(mut answers) = stream.try_clone() else {
            return;
        };
        if read_request(&mut BufReader::new(stream)).is_some() {
            asked.fetch_add(1, Ordering::SeqCst);
            let _ = std::io::Write::write_all(
                &mut answers,
                b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            );
        }
    });
    let telemetry = exporting_to(address, &[]);
    let mut function = function(telemetry.telemetry());
    invocations(5, &mut function, &telemetry).await;
    assert_eq!(counted.asked(), 5);
    assert_eq!(telemetry.telemetry().exported(), 5 * SPANS + 1);
}

#[tokio::test]
async fn a_shutdown_tries_once_more_whatever_failed_before() {
    let counted = Counted::default();
    counted.fails(true);
    let telemetry = exporting_to(counted.start("503 Service Unavailable"), &[]);
    let mut function = function(telemetry.telemetry());
    invocations(4, &mut function, &telemetry).await;
    counted.fails(false);
    let guard = telemetry.telemetry();
    assert_eq!(guard.shutdown(PATIENCE), Ok(()));
    assert_eq!((guard.exported(), guard.lost().total()), (4 * SPANS + 1, 0));
}
