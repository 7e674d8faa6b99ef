//! docs/sampling-cost.md holds what the example `sampling_cost` prints.

use std::process::Command;

use crate::measure;
use crate::tables::{Month, text};

#[test]
fn the_documentation_holds_the_tables() {
    let demo = Command::new(env!("CARGO_BIN_EXE_scorer-demo"));
    let Some(request) = measure::request(demo) else {
        return;
    };
    let page = include_str!("../../../docs/sampling-cost.md");
    let text = text(&request);
    assert!(
        page.contains(&text),
        "docs/sampling-cost.md does not hold what `cargo run -p scorer-demo --example sampling_cost` prints:\n{text}"
    );
}

#[test]
fn a_month_is_what_the_formula_says() {
    let request = measure::Exported {
        spans: 10,
        sent: 2_000,
        as_json: 10_000,
    };
    // 10 requests in 2,592,000 seconds, of which one in a hundred is recorded; the first 100,000 are free.
    let month = Month::new(&request, 10.0, 0.01, 0.0);
    assert_eq!(format!("{:.0}", month.traces), "259200");
    assert_eq!(format!("{:.0}", month.spans), "2592000");
    assert_eq!(format!("{:.3}", month.gigabytes), "2.592");
    assert_eq!(format!("{:.2}", month.by_trace), "0.80");
    assert_eq!(format!("{:.2}", month.by_volume), "0.91");
    // Half of what is dropped fails: 1 % and half of 99 %.
    let month = Month::new(&request, 10.0, 0.01, 0.5);
    assert_eq!(format!("{:.0}", month.traces), "13089600");
    // Below what is free.
    assert_eq!(
        format!("{:.2}", Month::new(&request, 1.0, 0.01, 0.0).by_trace),
        "0.00"
    );
}
