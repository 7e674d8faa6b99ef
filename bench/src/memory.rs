//! Memory under load with the collector gone: a service of a rate of requests for some seconds.

use std::time::{Duration, Instant};

use crate::request;

/// Runs, and prints the resident memory before, in the middle and at the end.
pub fn run(rate: u32, seconds: u64) {
    let telemetry = scorer_instrument::telemetry!()
        .environment(|name| {
            let value = match name {
                "RUST_LOG" => "off",
                // Nobody listens there.
                "OTEL_EXPORTER_OTLP_ENDPOINT" => "http://127.0.0.1:9",
                "OTEL_SAMPLING_RATIO" => "1.0",
                _ => return None,
            };
            Some(value.to_owned())
        })
        .local()
        .expect("accepted settings");
    let start = Instant::now();
    let total = u64::from(rate) * seconds;
    println!("at the start: {} KiB", resident());
    telemetry.run(|| {
        for number in 0..total {
            request::handle_with_event(7);
            let due = Duration::from_secs_f64(number as f64 / f64::from(rate));
            if number % 100 == 0 {
                std::thread::sleep(due.saturating_sub(start.elapsed()));
            }
            if number == total / 6 {
                println!("after a sixth: {} KiB", resident());
            }
        }
    });
    println!(
        "after {total} requests in {:.1} s, {} spans lost: {} KiB",
        start.elapsed().as_secs_f64(),
        telemetry.telemetry().lost().total(),
        resident()
    );
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmRSS:")?
                .trim()
                .strip_suffix(" kB")?
                .parse()
                .ok()
        })
        .unwrap_or(0)
}
