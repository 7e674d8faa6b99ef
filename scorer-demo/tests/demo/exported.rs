//! `OTEL_TRACES_EXPORTER=otlp cargo demo` sends to a receiver what it else prints.

use std::collections::BTreeSet;

use scorer_instrument_tests::receiver::{Receiver, spans};

use crate::common::{demo, demo_with};

#[test]
fn a_receiver_gets_the_spans_and_percentiles_and_nothing_is_printed_of_them() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = receiver.http();
    let output = demo_with(
        &[
            ("OTEL_TRACES_EXPORTER", "otlp"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
        ],
        &["good"],
    );
    let printed = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    assert!(output.status.success(), "{output:?}");
    assert!(
        printed.contains("200 OK") && !printed.contains("──"),
        "{printed}"
    );

    let (mut names, mut percentiles) = (BTreeSet::new(), false);
    while names.len() < 16 || !percentiles {
        let export = receiver.next_export();
        percentiles |= export["path"] == "/v1/metrics";
        names.extend(
            spans(&export)
                .iter()
                .filter_map(|span| span["name"].as_str().map(str::to_owned)),
        );
    }
    let tree = String::from_utf8(demo(&["good"]).stdout).expect("UTF-8");
    for name in names {
        assert!(tree.contains(&name), "{name} is not in {tree}");
    }
}

#[test]
fn the_log_is_shown_on_demand() {
    let output = demo_with(&[("RUST_LOG", "info")], &["good"]);
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(printed.contains("\"duration_ms\":"), "{printed}");
}
