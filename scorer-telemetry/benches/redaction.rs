//! The cost of redaction: the same pipeline with and without it, alternating in one process, and each kind of text
//! alone.
//!
//! `cargo bench -p scorer-telemetry --features __unredacted --bench redaction`

use std::fmt;
use std::hint::black_box;
use std::time::Instant;

use scorer_instrument::redact::Redactor;
use scorer_instrument::telemetry::{Builder, Local};
use scorer_instrument_policy::Policy;
use tracing::{Span, field, info, info_span};

#[path = "../../scorer-instrument/benches/support/cpu.rs"]
#[expect(dead_code, reason = "the median is all that is needed of it")]
mod cpu;

/// Requests in one turn. They are few, so that other load on the machine affects both sides equally.
const REQUESTS: usize = 100;

/// Turns of each side.
const TURNS: usize = 1_001;

fn main() {
    for (name, ratio) in [
        ("every request sampled", "1.0"),
        ("1 in 100 sampled", "0.01"),
    ] {
        let mut with = Vec::new();
        let mut without = Vec::new();
        let mut ratios = Vec::new();
        for _ in 0..TURNS {
            let bare = turn(&pipeline(ratio, false));
            let redacted = turn(&pipeline(ratio, true));
            without.push(bare);
            with.push(redacted);
            ratios.push(redacted / bare);
        }
        println!(
            "{name}: {:.0} ns a request without redaction, {:.0} ns with it, {:.3} of it (median of {TURNS})",
            cpu::median(without),
            cpu::median(with),
            cpu::median(ratios),
        );
    }
    let redactor = Redactor::new(Policy::default());
    for (name, text) in TEXTS {
        let times =
            (0..TURNS).map(|_| nanoseconds(|| drop(black_box(redactor.text(black_box(text))))));
        println!(
            "{name}, {} bytes: {:.0} ns",
            text.len(),
            cpu::median(times.collect())
        );
    }
}

const TEXTS: [(&str, &str); 8] = [
    ("a short name", "sample-team"),
    ("a UUID", "550e8400-e29b-41d4-a716-446655440000"),
    (
        "a wallet's address",
        "0x52908400098527886E0F7030069857D2E4169EE7",
    ),
    ("a message", "scored 4 stamps of community 7 in 12.5 ms"),
    (
        "a URL",
        "https://api.example.com:8443/v1/score/7?page=2&order=desc",
    ),
    (
        "the debug form of a struct",
        "Stamp { id: 5, provider: \"github\", kind: Signed, issued_at: 2026-11-22T20:33:07Z }",
    ),
    (
        "a statement",
        "SELECT id, provider, weight FROM stamp WHERE community_id = $1 AND expires_at > $2 ORDER BY id",
    ),
    (
        "a JSON text with a secret",
        "{\"user\": 5, \"password\": \"hunter2\", \"mail\": \"bob@example.com\"}",
    ),
];

fn pipeline(ratio: &'static str, redacts: bool) -> Local {
    let builder = Builder::new("bench", "1.0.0", Policy::default())
        .environment(move |variable| (variable == "OTEL_SAMPLING_RATIO").then(|| ratio.to_owned()));
    let builder = if redacts {
        builder
    } else {
        builder.unredacted()
    };
    builder.in_memory().expect("accepted settings")
}

/// Nanoseconds per request, without the first few.
fn turn(telemetry: &Local) -> f64 {
    telemetry.run(|| {
        (0..REQUESTS / 10).for_each(request);
        let start = Instant::now();
        (0..REQUESTS).for_each(request);
        per(start, REQUESTS)
    })
}

fn nanoseconds(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..REQUESTS).for_each(|_| work());
    per(start, REQUESTS)
}

fn per(start: Instant, times: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a thousand times")]
    let times = times as f64;
    start.elapsed().as_secs_f64() * 1e9 / times
}

/// Four spans and one event, with the fields that a scoring service records.
fn request(number: usize) {
    let root = info_span!(
        "score_address_handler",
        address = "0x52908400098527886E0F7030069857D2E4169EE7",
        community_id = 7,
        request_id = %Id(number),
        outcome = field::Empty,
        score = field::Empty,
    );
    root.in_scope(|| {
        info_span!("validate_api_key", team = "sample-team", has_key = true)
            .in_scope(|| black_box(number));
        info_span!("load_stamps", community_id = 7, stamp_count = number % 9)
            .in_scope(|| black_box(number));
        info_span!("calculate_score", stamp_count = number % 9, kind = ?Kind::Weighted).in_scope(
            || {
                info!(community_id = 7, "scored {} stamps", number % 9);
            },
        );
        let span = Span::current();
        span.record("outcome", "Scored");
        span.record("score", 20.5);
    });
}

#[derive(Debug)]
enum Kind {
    Weighted,
}

/// An id as long as a UUID.
struct Id(usize);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "550e8400-e29b-41d4-a716-{:012x}", self.0)
    }
}
