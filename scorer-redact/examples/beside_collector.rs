//! Compares what the collector's redaction processor and this redactor do with the labelled corpora, as the table in
//! docs/beside-collector.md: `cargo run -p scorer-redact --features wallets --example beside_collector`. With
//! `-- kinds`, it also lists the kinds of lines. `tests/parts/build` builds the collector.

#[expect(dead_code, reason = "other examples print its table")]
#[path = "../tests/corpus/score.rs"]
mod score;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::process::ExitCode;

use score::{Case, Score};
use scorer_instrument_tests::parts::{Collector, eventually};
use scorer_instrument_tests::receiver::attribute;
use serde_json::{Value, json};

/// The configuration from the processor's own page, with patterns for values that are well known by their form.
const CONFIGURATION: &str = include_str!("beside_collector/collector.yaml");

const CORPORA: [(&str, &str); 2] = [
    ("open", include_str!("../tests/corpus/open.tsv")),
    ("blind", include_str!("../tests/corpus/blind.tsv")),
];

/// By the kind of the lines.
type Scores = BTreeMap<String, Score>;

fn main() -> ExitCode {
    let by_kind = env::args().any(|it| it == "kinds");
    println!("| lines | | the processor | this redactor |\n|---|---:|---:|---:|");
    for (name, corpus) in CORPORA {
        let cases = score::read(corpus);
        let Some(theirs) = collectors(&cases) else {
            return ExitCode::FAILURE;
        };
        let redactor = score::redactor();
        let (ours, _) = score::score(&cases, |text| redactor.text(text).into_owned());
        for (what, harmless) in [("secrets, gone", false), ("harmless, whole", true)] {
            let kinds = ours
                .keys()
                .filter(|kind| kind.starts_with("harmless") == harmless);
            let mut sum = [0; 3];
            for kind in kinds {
                let row = [ours[kind].all, theirs[kind].right, ours[kind].right];
                if by_kind {
                    println!("| {kind} | {} | {} | {} |", row[0], row[1], row[2]);
                }
                sum.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
            }
            println!("| {name}: {what} | {} | {} | {} |", sum[0], sum[1], sum[2]);
        }
    }
    ExitCode::SUCCESS
}

/// Returns what the processor makes of the lines. Each is the attribute of a span, like a message or an error. Returns
/// `None` if there is no collector.
fn collectors(cases: &[Case]) -> Option<Scores> {
    let collector = Collector::start(CONFIGURATION)?;
    for (part, cases) in cases.chunks(200).enumerate() {
        let numbered = cases.iter().enumerate();
        let spans: Vec<Value> = numbered
            .map(|(at, case)| span(part * 200 + at, &case.text))
            .collect();
        collector.take(&json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": spans }] }] }));
    }
    let arrived = eventually("file of all lines", || {
        let spans = collector.spans();
        (spans.len() == cases.len()).then_some(spans)
    });
    let masked: HashMap<&str, &str> = arrived
        .iter()
        .map(|span| {
            let line = attribute(&span["attributes"], "line").and_then(Value::as_str);
            let name = span["name"].as_str().unwrap_or_default();
            (name, line.unwrap_or_default())
        })
        .collect();
    // This is asked for each line once, in order.
    let number = Cell::new(0);
    let (scores, _) = score::score(cases, |_| {
        let name = number.replace(number.get() + 1).to_string();
        masked[name.as_str()].to_owned()
    });
    Some(scores)
}

fn span(number: usize, line: &str) -> Value {
    json!({
        "traceId": format!("{:032x}", number + 1),
        "spanId": format!("{:016x}", number + 1),
        "name": number.to_string(),
        "startTimeUnixNano": "1795305600000000000",
        "endTimeUnixNano": "1795305600000000001",
        "attributes": [{ "key": "line", "value": { "stringValue": line } }],
    })
}
