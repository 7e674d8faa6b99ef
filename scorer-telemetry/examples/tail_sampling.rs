//! Compares what `OTEL_SAMPLING_KEEP` and the collector's tail sampling keep of the same requests, and what each costs,
//! as the table in docs/beside-collector.md: `cargo run --release -p scorer-telemetry --example tail_sampling`.
//! `tests/parts/build` builds the collector.

use std::collections::BTreeMap;
use std::env;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use scorer_instrument_tests::parts::{Collector, eventually, used};
use scorer_instrument_tests::receiver::attribute;
use serde_json::{Value, json};
use tracing::{error, info_span};

/// One request in a hundred fails, and one in two hundred is slow.
const REQUESTS: u64 = 20_000;

const SLOW: Duration = Duration::from_millis(60);

/// An upper limit; nothing waits for this time to pass.
const PATIENCE: Duration = Duration::from_secs(60);

const RECEIVES: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}' }
exporters:
  file: { path: '${env:FILE}', flush_interval: 100ms }
";

const TAKES_ALL: &str = "
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [file] }
";

/// The same rules as in the service: errors, requests that take longer than 50 ms, and one per cent of all.
const SAMPLES: &str = "
processors:
  tail_sampling:
    decision_wait: 2s
    num_traces: 100000
    policies:
      - { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }
      - { name: slow, type: latency, latency: { threshold_ms: 50 } }
      - { name: share, type: probabilistic, probabilistic: { sampling_percentage: 1 } }
service:
  pipelines:
    traces: { receivers: [otlp], processors: [tail_sampling], exporters: [file] }
";

fn main() -> ExitCode {
    if env::args().nth(1).is_some_and(|it| it == "service") {
        serve();
        return ExitCode::SUCCESS;
    }
    println!(
        "| of {REQUESTS} requests of 4 spans | spans sent | kept: failed, slow, others | lost | processor time, service + collector | \
         memory, service + collector |\n|---|---|---|---|---|---|"
    );
    let keep = [
        ("OTEL_SAMPLING_RATIO", "0.01"),
        ("OTEL_SAMPLING_KEEP", "errors,slow>50ms"),
    ];
    let all = [("OTEL_SAMPLING_RATIO", "1.0")];
    for (name, rules, variables) in [
        ("`OTEL_SAMPLING_KEEP`", TAKES_ALL, &keep[..]),
        ("tail sampling", SAMPLES, &all[..]),
        ("everything", TAKES_ALL, &all[..]),
    ] {
        let Some(row) = row(&format!("{RECEIVES}{rules}"), variables) else {
            return ExitCode::FAILURE;
        };
        println!("| {name} {row}");
    }
    ExitCode::SUCCESS
}

/// Runs the service in a process of its own. Returns `None` if there is no collector.
fn row(configuration: &str, variables: &[(&str, &str)]) -> Option<String> {
    let mut collector = Collector::start(configuration)?;
    let service = Command::new(env::current_exe().expect("this program"))
        .arg("service")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.http())
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("RUST_LOG", "off")
        .envs(variables.iter().copied())
        .output()
        .expect("this program runs");
    let said: Value = serde_json::from_slice(&service.stdout)
        .unwrap_or_else(|error| panic!("{error}: {service:?}"));
    // The collector makes its last decisions after its waiting time.
    let mut before = usize::MAX;
    eventually("end of what it writes", || {
        let spans = collector.spans().len();
        let is_done = spans == std::mem::replace(&mut before, spans);
        thread::sleep(Duration::from_secs(3));
        is_done.then_some(())
    });
    let (time, memory) = collector.used();
    collector.end();
    let mut kept = BTreeMap::<String, u64>::new();
    for span in collector.spans() {
        if let Some(Value::String(what)) = attribute(&span["attributes"], "what") {
            *kept.entry(what.clone()).or_default() += 1;
        }
    }
    let of = |what: &str| kept.get(what).copied().unwrap_or(0);
    let number = |key: &str| said[key].as_u64().expect("a number");
    Some(format!(
        "| {} | {}, {}, {} | {} | {:.2} + {:.2} s | {} + {} MiB |",
        number("exported"),
        of("failed"),
        of("slow"),
        of("other"),
        number("lost"),
        seconds(number("milliseconds")),
        time.as_secs_f64(),
        number("kibibytes") / 1024,
        memory / 1024,
    ))
}

#[expect(clippy::cast_precision_loss, reason = "some seconds")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

/// The service. It prints what it exported and what that cost.
fn serve() {
    let telemetry = scorer_instrument::telemetry!()
        .init()
        .expect("accepted settings");
    for number in 0..REQUESTS {
        let (fails, slow) = (number % 100 == 7, number % 200 == 11);
        let what = match (fails, slow) {
            (true, _) => "failed",
            (_, true) => "slow",
            _ => "other",
        };
        info_span!("request", what, community_id = 7).in_scope(|| {
            info_span!("validate", team = "sample-team").in_scope(|| {
                info_span!("hash", iterations = 20_000).in_scope(|| ());
            });
            info_span!("score", stamp_count = 4).in_scope(|| {
                if fails {
                    error!("no score");
                }
            });
            if slow {
                thread::sleep(SLOW);
            }
        });
        if number % 400 == 0 {
            telemetry.flush(PATIENCE).expect("a collector");
        }
    }
    telemetry.flush(PATIENCE).expect("a collector");
    let (time, memory) = used("self");
    println!(
        "{}",
        json!({
            "exported": telemetry.exported(),
            "lost": telemetry.lost().total(),
            "milliseconds": u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
            "kibibytes": memory,
        })
    );
    telemetry.shutdown(PATIENCE).expect("a good end");
}
