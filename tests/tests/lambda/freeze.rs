//! A real process under a Runtime API that freezes it: no span is lost, whenever that happens.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use scorer_instrument_tests::receiver::{Receiver, attribute, spans};
use scorer_instrument_tests::runtime_api::{Invocation, RuntimeApi, Said};
use serde_json::Value;

use crate::function::Function;
use crate::link::Link;

/// The first of the numbers that decide when a process is frozen, and for how long.
const SEED: u64 = 0x5eed_1a3b_da00_0001;

/// Numbers that come the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn trace(number: u64) -> String {
    format!("5759e988bd862e3fe1be46a9{number:08x}")
}

fn parent(number: u64) -> String {
    format!("53995c3f{number:08x}")
}

/// An invocation with a caller of its own.
fn invocation(number: u64, event: &str) -> Invocation {
    let trace = trace(number);
    let (seconds, rest) = trace.split_at(8);
    Invocation {
        id: number.to_string(),
        event: event.to_owned(),
        trace: Some(format!(
            "Root=1-{seconds}-{rest};Parent={};Sampled=1",
            parent(number)
        )),
        deadline: None,
    }
}

/// What came to the receiver: each span once, by its id, and how many came more than once.
struct Received {
    spans: BTreeMap<String, Value>,
    twice: usize,
}

fn received(exports: &[Value]) -> Received {
    let mut received = Received {
        spans: BTreeMap::new(),
        twice: 0,
    };
    for span in exports.iter().flat_map(spans) {
        let id = span["spanId"].as_str().expect("an id").to_owned();
        if received.spans.insert(id, span.clone()).is_some() {
            received.twice += 1;
        }
    }
    received
}

impl Received {
    fn named(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.spans.values().filter(move |it| it["name"] == name)
    }

    /// Everything of so many invocations is there, each in its caller's trace, and one of them was cold.
    fn holds(&self, invocations: u64) {
        let mut cold = 0;
        let mut seen = BTreeSet::new();
        for root in self.named("score") {
            let said = |key: &str| attribute(&root["attributes"], key).expect(key);
            let id = said("faas.invocation_id").as_str().expect("text");
            let number: u64 = id.parse().expect("a number");
            assert_eq!(root["traceId"], *trace(number));
            assert_eq!(root["parentSpanId"], *parent(number));
            assert_eq!(root["kind"], "SPAN_KIND_SERVER");
            let is_cold = *said("faas.coldstart") == true;
            cold += usize::from(is_cold);
            if is_cold {
                assert_eq!(number, 0, "the first one");
            }
            seen.insert(number);
        }
        assert_eq!(seen, (0..invocations).collect());
        assert_eq!(cold, 1);
        assert_eq!(self.named("init").count(), 1);
        let count = |name| u64::try_from(self.named(name).count()).expect("few");
        assert_eq!((count("work"), count("part")), (invocations, invocations));
    }
}

#[test]
fn nothing_is_lost_when_it_is_frozen_at_any_moment_after_its_reply() {
    const INVOCATIONS: u64 = 200;
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let api = RuntimeApi::start();
    let function = Function::start(
        &api,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.http()),
            ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "100"),
        ],
    );
    let mut numbers = Numbers(SEED);
    api.invoke(invocation(0, "{}"));
    for number in 0..INVOCATIONS {
        let id = number.to_string();
        assert_eq!(api.answer(&id), Said::Response(id.clone(), "{}".into()));
        // Before its export, in it, or after it.
        thread::sleep(Duration::from_micros(numbers.below(4_000)));
        function.freeze();
        // Sometimes for longer than an export may take.
        let frozen = if number % 20 == 19 {
            150
        } else {
            numbers.below(10)
        };
        thread::sleep(Duration::from_millis(frozen));
        if number + 1 < INVOCATIONS {
            api.invoke(invocation(number + 1, "{}"));
        }
        function.thaw();
    }
    assert!(function.terminate().success());
    let all = received(&receiver.end());
    all.holds(INVOCATIONS);
    // Where a freeze tore the answer of a collector that had taken the spans, they come again.
    println!("{} spans came twice", all.twice);
}

/// Frozen while it waits for its next invocation, as Lambda does it, and without its connections afterwards.
fn frozen_while_it_waits(protocol: &str) {
    const INVOCATIONS: u64 = 25;
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = match protocol {
        "grpc" => receiver.grpc(),
        _ => receiver.http(),
    };
    let link = Link::to(endpoint.trim_start_matches("http://").to_owned());
    let api = RuntimeApi::start();
    let function = Function::start(
        &api,
        &[
            (
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                &format!("http://{}", link.address),
            ),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_METRICS_EXPORTER", "none"),
            ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "20000"),
        ],
    );
    for number in 0..INVOCATIONS {
        api.until_it_waits();
        function.freeze();
        link.cut();
        api.invoke(invocation(number, "{}"));
        function.thaw();
        api.answer(&number.to_string());
    }
    assert!(function.terminate().success());
    let all = received(&receiver.end());
    all.holds(INVOCATIONS);
    assert_eq!(all.twice, 0, "{protocol}");
}

#[test]
fn connections_that_ended_in_a_freeze_cost_nothing() {
    frozen_while_it_waits("http/protobuf");
}

#[test]
fn connections_that_ended_in_a_freeze_cost_nothing_over_grpc() {
    frozen_while_it_waits("grpc");
}

#[test]
fn a_function_that_fails_or_panics_is_an_error_and_goes_on() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let api = RuntimeApi::start();
    let function = Function::start(
        &api,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.http()),
            ("OTEL_METRICS_EXPORTER", "none"),
        ],
    );
    for (number, event) in [r#"{"do": "fail"}"#, r#"{"do": "panic"}"#, "no JSON", "{}"]
        .into_iter()
        .enumerate()
    {
        let id = number.to_string();
        api.invoke(invocation(number.try_into().expect("small"), event));
        let failed = matches!(api.answer(&id), Said::Error(..));
        assert_eq!(failed, event != "{}", "{event}");
    }
    assert!(function.terminate().success());
    let exports = receiver.end();
    let resource = &exports[0]["body"]["resourceSpans"][0]["resource"]["attributes"];
    for (key, value) in [
        ("cloud.provider", "aws"),
        ("cloud.platform", "aws_lambda"),
        ("cloud.region", "us-east-1"),
        ("faas.name", "score"),
        ("faas.version", "7"),
        ("faas.instance", "2026/11/22/[7]0f"),
        ("faas.max_memory", "268435456"),
    ] {
        assert_eq!(attribute(resource, key).expect(key), value, "{key}");
    }
    let all = received(&exports);
    let text = format!("{:?}", all.spans);
    assert!(!text.contains("4111 1111"), "{text}");
    for root in all.named("score") {
        let id = attribute(&root["attributes"], "faas.invocation_id").expect("an id");
        let failed = root["status"]["code"] == "STATUS_CODE_ERROR";
        assert_eq!(failed, *id != "3", "{root}");
    }
    assert_eq!(all.named("score").count(), 4);
}

#[test]
fn an_invocation_that_ends_with_its_process_was_cancelled() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let (reached, waiting) = std::sync::mpsc::channel();
    let address = scorer_instrument_tests::server::collector(move |_| {
        let _ = reached.send(());
    });
    let api = RuntimeApi::start();
    let function = Function::start(
        &api,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.http()),
            ("OTEL_METRICS_EXPORTER", "none"),
        ],
    );
    let event = format!(r#"{{"do": "wait", "tell": "{address}"}}"#);
    api.invoke(invocation(0, &event));
    let patience = Duration::from_mins(1);
    waiting.recv_timeout(patience).expect("an invocation");
    assert!(function.terminate().success());
    let all = received(&receiver.end());
    for name in ["score", "work", "wait"] {
        let span = all
            .named(name)
            .next()
            .unwrap_or_else(|| panic!("no `{name}`"));
        let cancelled = attribute(&span["attributes"], "telemetry.cancelled");
        assert_eq!(cancelled, Some(&Value::Bool(true)), "{span}");
        assert_ne!(span["status"]["code"], "STATUS_CODE_ERROR", "{span}");
    }
}

/// `cargo lambda watch` gives milliseconds of another clock.
#[test]
fn each_invocation_is_exported_although_its_deadline_lies_in_the_past() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let api = RuntimeApi::start();
    let function = Function::start(
        &api,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.http()),
            ("OTEL_METRICS_EXPORTER", "none"),
            ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "60000"),
        ],
    );
    for (number, deadline) in [0, 1, 600_000].into_iter().enumerate() {
        api.until_it_waits();
        api.invoke(Invocation {
            deadline: Some(deadline),
            ..invocation(number.try_into().expect("small"), "{}")
        });
        api.answer(&number.to_string());
        // It comes before the function asks for another.
        let spans = receiver.next_spans();
        let ids = spans["body"].to_string();
        assert!(
            ids.contains(&trace(number.try_into().expect("small"))),
            "{ids}"
        );
    }
    assert!(function.terminate().success());
}
