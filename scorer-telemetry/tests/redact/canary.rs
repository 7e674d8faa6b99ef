//! Canaries through the whole pipeline: random spans and events carry secrets under refused names and by their shape,
//! and no byte of either output holds one.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use scorer_instrument::telemetry::{Builder, Local};
use scorer_instrument_policy::{Policy, Refuse, Team};
use tracing::{Span, debug, error, field, info, info_span, trace_span, warn};

use crate::plant::{self, Planted};
use crate::properties;

/// What a request does.
#[derive(Clone, Debug)]
enum Act {
    /// A span of one of the callsites, and what happens in it.
    Span(usize, Secrets, Vec<Act>),
    /// An event of one of the callsites.
    Event(usize, Secrets),
}

/// What is recorded at a callsite.
#[derive(Clone, Debug)]
struct Secrets {
    /// For fields with a refused name.
    bare: String,
    /// For such fields of integers.
    number: u64,
    /// For any field: a secret by its shape, or with its name before it.
    planted: Planted,
}

impl Secrets {
    fn canaries(&self) -> [String; 3] {
        [
            self.bare.clone(),
            self.number.to_string(),
            self.planted.canary.clone(),
        ]
    }
}

#[derive(Debug)]
#[expect(dead_code, reason = "read by `Debug` alone")]
struct Login<'a> {
    id: i64,
    api_key: Option<Wrapped<'a>>,
    note: &'a str,
    session: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Debug)]
#[expect(dead_code, reason = "read by `Debug` alone")]
struct Wrapped<'a>(&'a str);

impl<'a> Login<'a> {
    fn new(secrets: &'a Secrets) -> Self {
        Self {
            id: 5,
            api_key: Some(Wrapped(&secrets.bare)),
            note: &secrets.planted.text,
            session: BTreeMap::from([("refresh_token", vec!["x", secrets.bare.as_str()])]),
        }
    }
}

#[derive(Debug)]
struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "login failed: {}", self.0)
    }
}

impl Error for Failed {}

const SPANS: usize = 12;

fn span(callsite: usize, secrets: &Secrets) -> Span {
    let (bare, text) = (secrets.bare.as_str(), secrets.planted.text.as_str());
    match callsite {
        0 => info_span!("load", password = bare, id = 5),
        1 => info_span!("load", user.email = %bare),
        2 => info_span!("load", "http.request.header.authorization" = ?Some(bare)),
        3 => info_span!("load", note = text, ok = true),
        4 => info_span!("load", login = ?Login::new(secrets)),
        5 => info_span!("load", otel.name = text, otel.kind = "client"),
        6 => info_span!("load", ssn = secrets.number, user_id = 7),
        7 => {
            let span = info_span!("load", nullifier = field::Empty, note = field::Empty);
            span.record("nullifier", bare);
            span.record("note", field::display(text));
            span
        }
        8 => {
            info_span!(target: "some_library", "request", headers = ?BTreeMap::from([("cookie", bare)]), uri = text)
        }
        9 => info_span!(
            "load",
            cvv = i64::try_from(secrets.number).unwrap_or(i64::MAX),
            latitude = 51.5
        ),
        10 => info_span!(
            "load",
            cause = &Failed(text.to_owned()) as &(dyn Error + 'static)
        ),
        _ => trace_span!("quiet", seed_phrase = bare, raw = text.as_bytes()),
    }
}

const EVENTS: usize = 8;

fn event(callsite: usize, secrets: &Secrets) {
    let (bare, text) = (secrets.bare.as_str(), secrets.planted.text.as_str());
    match callsite {
        0 => info!("signed in with {text}"),
        1 => warn!(api_key = bare, "signed in"),
        2 => error!(error = %Failed(text.to_owned())),
        3 => error!(
            error = &Failed(text.to_owned()) as &(dyn Error + 'static),
            "failed"
        ),
        4 => debug!(login = ?Login::new(secrets), "seen {:?}", Login::new(secrets)),
        5 => {
            let statement = format!("SELECT 1 WHERE note = '{text}'");
            info!(target: "sqlx::query", summary = "SELECT", db.statement = statement);
        }
        6 => info!("password: {bare}"),
        _ => info!(
            note = serde_json::json!({ "outer": [{ "password": bare }], "text": text }).to_string()
        ),
    }
}

fn play(acts: &[Act]) {
    for act in acts {
        match act {
            Act::Span(callsite, secrets, inner) => {
                span(*callsite, secrets).in_scope(|| play(inner));
            }
            Act::Event(callsite, secrets) => event(*callsite, secrets),
        }
    }
}

fn canaries(acts: &[Act], all: &mut Vec<String>) {
    for act in acts {
        match act {
            Act::Span(_, secrets, inner) => {
                all.extend(secrets.canaries());
                canaries(inner, all);
            }
            Act::Event(_, secrets) => all.extend(secrets.canaries()),
        }
    }
}

fn secrets() -> impl Strategy<Value = Secrets> {
    // Fifteen digits that no time, no id and no counter begins with.
    let number = 970_000_000_000_000..979_999_999_999_999_u64;
    let planted = prop_oneof![plant::shape(), plant::named()];
    (plant::canary(), number, planted).prop_map(|(bare, number, planted)| Secrets {
        bare,
        number,
        planted,
    })
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let event =
        (0..EVENTS, secrets()).prop_map(|(callsite, secrets)| Act::Event(callsite, secrets));
    let act = event.prop_recursive(4, 16, 4, |inner| {
        let inner = prop::collection::vec(inner, 0..4);
        (0..SPANS, secrets(), inner)
            .prop_map(|(callsite, secrets, inner)| Act::Span(callsite, secrets, inner))
    });
    prop::collection::vec(act, 1..6)
}

fn pipeline() -> Local {
    let team = Team {
        refuse: vec![Refuse {
            name: "nullifier".to_owned(),
            instead: None,
            reason: None,
        }],
        ..Team::default()
    };
    Builder::new("canary", "1.0.0", Policy::new(team))
        .environment(|variable| {
            let value = match variable {
                "RUST_LOG" | "TELEMETRY_TRACES_FILTER" => "trace",
                "TELEMETRY_LOG_DURATIONS" => "all",
                "TELEMETRY_LOG_TARGET" => "true",
                _ => return None,
            };
            Some(value.to_owned())
        })
        .in_memory()
        .expect("accepted settings")
}

/// Plays a request, and says which canary came through; how many there were, when none did.
fn survivor(acts: &[Act]) -> Result<usize, TestCaseError> {
    let telemetry = pipeline();
    telemetry.run(|| play(acts));
    let logs = telemetry.logs();
    let spans = format!("{:?}", telemetry.spans());
    let mut planted = Vec::new();
    canaries(acts, &mut planted);
    for canary in &planted {
        prop_assert!(!logs.contains(canary), "`{canary}` is in the log:\n{logs}");
        prop_assert!(!spans.contains(canary), "`{canary}` is in a span:\n{spans}");
    }
    let is_json = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    prop_assert!(logs.lines().all(is_json), "{logs}");
    let redactor = telemetry.telemetry().redactor();
    prop_assert!(!redactor.counts().is_empty(), "{logs}");
    Ok(planted.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: properties::cases().cases / 10, ..properties::cases() })]

    #[test]
    fn no_canary_is_in_any_byte_of_either_output(acts in acts()) {
        survivor(&acts)?;
    }
}

/// How many values the long run plants.
const MILLION: usize = 1_000_000;

#[test]
#[ignore = "takes minutes: cargo test --release -p scorer-telemetry --test redact -- --ignored"]
fn not_one_of_a_million() {
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let acts = acts();
    let mut planted = 0;
    while planted < MILLION {
        let request = acts.new_tree(&mut runner).expect("a request").current();
        planted += survivor(&request).unwrap_or_else(|failed| panic!("{failed}"));
    }
}
