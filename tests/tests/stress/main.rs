//! A service with every fault at once, for a while: a collector that comes and goes, a stdout that is read slowly, requests
//! that fail, panic, are abandoned and log from their values. Nothing hangs or ends the process, each span is exported or
//! counted, and each has the right parent.
//!
//! It runs for `STRESS_SECONDS`, 30 without the variable: `STRESS_SECONDS=600 cargo test -p scorer-instrument-tests --test stress`.

mod collector;

use std::io::{BufRead as _, BufReader, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tracing::{Instrument as _, error, info, info_span};

use collector::Moody;

/// Says that a process is the service, and for how many seconds.
const SERVICE: &str = "SCORER_INSTRUMENT_STRESS";

const THREADS: u64 = 4;

/// How much longer than asked for the service may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn main() -> ExitCode {
    if let Some(seconds) = number(SERVICE) {
        return service(Duration::from_secs(seconds));
    }
    if std::env::args().any(|it| it == "--list") {
        println!("a_service_with_every_fault: test");
        return ExitCode::SUCCESS;
    }
    watch(number("STRESS_SECONDS").unwrap_or(30));
    println!("test a_service_with_every_fault ... ok");
    ExitCode::SUCCESS
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs the service, and reads its stdout slowly.
fn watch(seconds: u64) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .env(SERVICE, seconds.to_string())
        .env("TELEMETRY_LOG_BUFFER", "262144")
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "4096")
        .env("OTEL_BSP_SCHEDULE_DELAY", "20")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the service starts");
    let stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut stderr = child.stderr.take().expect("piped");
    let lines = thread::spawn(move || {
        let mut count = 0_u64;
        for line in stdout.lines() {
            let line = line.expect("text");
            let json: Result<serde_json::Value, _> = serde_json::from_str(&line);
            json.unwrap_or_else(|_| panic!("no JSON: {line}"));
            count += 1;
            if count.is_multiple_of(5_000) {
                // Slower than the service writes, for a moment.
                thread::sleep(Duration::from_millis(100));
            }
        }
        count
    });
    let report = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let deadline = Instant::now() + Duration::from_secs(seconds) + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("the service hangs");
        }
        thread::sleep(Duration::from_millis(20));
    };
    let lines = lines.join().expect("whole lines");
    let report = report.join().expect("a report").expect("text");
    println!("{lines} lines; {report}");
    assert!(status.success(), "{status}");
    assert!(!report.contains("hunter2"));
}

fn service(time: Duration) -> ExitCode {
    let collector = Moody::default();
    let telemetry = scorer_instrument::telemetry!()
        .default_value("OTEL_METRICS_EXPORTER", "none")
        .default_value("TELEMETRY_LOG_DURATIONS", "all")
        .with_http_client(collector.clone())
        .init()
        .expect("accepted settings");
    let made = AtomicU64::new(0);
    let deadline = Instant::now() + time;
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let made = &made;
            scope.spawn(move || {
                let mut number = thread << 40;
                while Instant::now() < deadline {
                    let spans = request(number);
                    made.fetch_add(spans, Ordering::Relaxed);
                    number += 1;
                    if number.is_multiple_of(64) {
                        // The service has a rhythm; without one the queue is always full.
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            });
        }
        for filter in ["info", "warn", "debug,sqlx=off"].into_iter().cycle() {
            if Instant::now() >= deadline {
                break;
            }
            telemetry.set_log_filter(filter).expect("a filter");
            // What it says is in the counts.
            let _ = telemetry.flush(Duration::from_millis(50));
            thread::sleep(Duration::from_millis(200));
        }
    });
    collector.recovers();
    let flushed = (0..10).any(|_| telemetry.flush(Duration::from_secs(10)).is_ok());
    telemetry
        .shutdown(Duration::from_secs(10))
        .expect("a collector that takes everything");
    let (exported, lost) = (telemetry.exported(), telemetry.lost());
    let made = made.load(Ordering::Relaxed);
    eprintln!(
        "made {made}, exported {exported}, {lost}, lines lost {}",
        telemetry.lost_lines()
    );
    assert!(flushed, "a flush succeeds in the end");
    assert!(made > 1_000 && exported > 1_000);
    assert_eq!(made, exported + lost.total());
    collector.check(exported);
    ExitCode::SUCCESS
}

/// One request, and how many spans it made.
fn request(number: u64) -> u64 {
    let span = info_span!("request", number);
    let within = span.in_scope(|| match number % 5 {
        0 => {
            info!(url = "postgres://svc:hunter2hunter2@db/scores", "plain");
            step(number, 3)
        }
        1 => {
            error!(number, "failed");
            step(number, 1)
        }
        2 => {
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let _step = info_span!("step", number).entered();
                // Not each: a panic waits for its line.
                assert!(number % 100 != 2, "a panic of request {number}");
            }));
            drop(caught);
            1
        }
        3 => {
            // Polled once, and dropped.
            let future = std::future::pending::<()>().instrument(info_span!("step", number));
            let waker = std::task::Waker::noop();
            let mut future = Box::pin(future);
            let polled = future
                .as_mut()
                .poll(&mut std::task::Context::from_waker(waker));
            assert!(polled.is_pending());
            1
        }
        _ => {
            let value = Prints(|f: &mut std::fmt::Formatter<'_>| {
                drop(info_span!("step", number));
                f.write_str("printed")
            });
            info!(%value, "a value that opens a span");
            1
        }
    });
    drop(span);
    within + 1
}

/// Spans within each other.
fn step(number: u64, deep: u64) -> u64 {
    if deep == 0 {
        return 0;
    }
    info_span!("step", number).in_scope(|| 1 + step(number, deep - 1))
}

/// What a closure prints.
struct Prints<F>(F);

impl<F: Fn(&mut std::fmt::Formatter<'_>) -> std::fmt::Result> std::fmt::Display for Prints<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (self.0)(f)
    }
}
