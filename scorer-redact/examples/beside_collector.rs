//! What the collector's redaction processor and this redactor make of the labelled corpora, as the table of docs/beside-collector.md:
//! `cargo run -p scorer-redact --features wallets --example beside_collector`. `tests/parts/build` builds the collector.

#[expect(dead_code, reason = "other examples print its table")]
#[path = "../tests/corpus/score.rs"]
mod score;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::process::ExitCode;

use score::{Case, Score};
use scorer_instrument_tests::parts::{Collector, eventually};
use scorer_instrument_tests::receiver::attribute;
use serde_json::{Value, json};

/// The processor as its own page shows it, with patterns for what is well known by its form.
const CONFIGURATION: &str = include_str!("beside_collector/collector.yaml");

const CORPORA: [&str; 2] = [
    include_str!("../tests/corpus/open.tsv"),
    include_str!("../tests/corpus/blind.tsv"),
];

fn main() -> ExitCode {
    let cases: Vec<Case> = CORPORA.into_iter().flat_map(score::read).collect();
    let Some(collector) = Collector::start(CONFIGURATION) else {
        return ExitCode::FAILURE;
    };
    // Each line is an attribute of a span, as a message or an error is.
    for (part, cases) in cases.chunks(200).enumerate() {
        let spans: Vec<Value> = cases
            .iter()
            .enumerate()
            .map(|(at, case)| span(part * 200 + at, &case.text))
            .collect();
        collector.take(&json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": spans }] }] }));
    }
    let arrived = eventually("file of all lines", || {
        let spans = collector.spans();
        (spans.len() == cases.len()).then_some(spans)
    });
    let masked: HashMap<String, String> = arrived
        .iter()
        .map(|span| {
            let text = attribute(&span["attributes"], "line").and_then(Value::as_str);
            let name = span["name"].as_str().unwrap_or_default();
            (name.to_owned(), text.unwrap_or_default().to_owned())
        })
        .collect();
    let place = std::cell::Cell::new(0);
    let (theirs, _) = score::score(&cases, |_| {
        let name = place.replace(place.get() + 1).to_string();
        masked[&name].clone()
    });
    let redactor = score::redactor();
    let (ours, _) = score::score(&cases, |text| redactor.text(text).into_owned());
    print!("{}", table(&ours, &theirs));
    ExitCode::SUCCESS
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

fn table(ours: &BTreeMap<String, Score>, theirs: &BTreeMap<String, Score>) -> String {
    let mut out = String::from("| lines | | the processor | this redactor |\n|---|---|---|---|\n");
    let mut sums = BTreeMap::<&str, [usize; 3]>::new();
    for (kind, score) in ours {
        let theirs = theirs[kind].right;
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {kind} | {} | {theirs} | {} |",
            score.all, score.right
        );
        let what = if kind.starts_with("harmless") {
            "**harmless, whole**"
        } else {
            "**secrets, gone**"
        };
        let sum = sums.entry(what).or_default();
        for (sum, more) in sum.iter_mut().zip([score.all, theirs, score.right]) {
            *sum += more;
        }
    }
    for (what, [all, theirs, ours]) in sums {
        let _ = writeln!(out, "| {what} | {all} | {theirs} | {ours} |");
    }
    out
}
