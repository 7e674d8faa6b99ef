//! The tables: requests a second and ratios against traces, spans and dollars a month.

use std::fmt::Write as _;

use crate::measure::Exported;

/// When the prices were written down: list prices of us-east-1, which could not be asked for at a source of AWS.
const DATE: &str = "2026-11";
/// X-Ray, for each million traces that are recorded.
const DOLLARS_FOR_A_MILLION_TRACES: f64 = 5.0;
/// X-Ray, traces of each month that cost nothing.
const FREE_TRACES: f64 = 100_000.0;
/// Transaction Search, for each GB of spans, at its first and dearest tier.
const DOLLARS_FOR_A_GIGABYTE: f64 = 0.35;

const SECONDS_OF_A_MONTH: f64 = 30.0 * 86_400.0;
const REQUESTS_A_SECOND: [f64; 4] = [1.0, 10.0, 100.0, 1_000.0];
const RATIOS: [f64; 4] = [1.0, 0.1, 0.01, 0.001];
const KEPT: [f64; 4] = [0.0, 0.001, 0.01, 0.05];

/// One month.
#[derive(Debug, PartialEq)]
pub(crate) struct Month {
    pub(crate) traces: f64,
    pub(crate) spans: f64,
    pub(crate) gigabytes: f64,
    pub(crate) by_trace: f64,
    pub(crate) by_volume: f64,
}

impl Month {
    /// A month of so many requests a second at a ratio, when this share of what the ratio drops is kept.
    pub(crate) fn new(request: &Exported, rate: f64, ratio: f64, kept: f64) -> Self {
        let traces = rate * SECONDS_OF_A_MONTH * (ratio + (1.0 - ratio) * kept);
        let gigabytes = traces * whole(request.as_json) / 1e9;
        Self {
            traces,
            spans: traces * whole(request.spans),
            gigabytes,
            by_trace: (traces - FREE_TRACES).max(0.0) / 1e6 * DOLLARS_FOR_A_MILLION_TRACES,
            by_volume: gigabytes * DOLLARS_FOR_A_GIGABYTE,
        }
    }

    fn row(&self, text: &mut String, first: &str) {
        let Self {
            traces,
            spans,
            gigabytes,
            by_trace,
            by_volume,
        } = self;
        let [traces, spans] = [traces, spans].map(|it| grouped(&format!("{it:.0}")));
        let [gigabytes, by_trace, by_volume] =
            [gigabytes, by_trace, by_volume].map(|it| grouped(&format!("{it:.2}")));
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {first} | {traces} | {spans} | {gigabytes} | {by_trace} | {by_volume} |"
        );
    }
}

/// What the documentation holds.
pub(crate) fn text(request: &Exported) -> String {
    let Exported {
        spans,
        sent,
        as_json,
    } = request;
    let [sent, as_json] = [sent.to_string(), as_json.to_string()].map(|it| grouped(&it));
    let mut text = format!(
        "Measured: the demo's good request is {spans} spans, {sent} bytes of OTLP as sent and not compressed,\n\
         {as_json} bytes as JSON with the service's attributes at each span. Prices: {DATE}.\n\n\
         | requests/s | ratio | traces a month | spans a month | GB a month | by trace, $ | by volume, $ |\n\
         |---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for rate in REQUESTS_A_SECOND {
        for ratio in RATIOS {
            let first = format!("{} | {ratio:?}", grouped(&rate.to_string()));
            Month::new(request, rate, ratio, 0.0).row(&mut text, &first);
        }
    }
    text.push_str(
        "\nThe same at 10 requests a second and ratio 0.01, when `OTEL_SAMPLING_KEEP` keeps a share of the requests:\n\n\
         | failed or slow | traces a month | spans a month | GB a month | by trace, $ | by volume, $ |\n\
         |---:|---:|---:|---:|---:|---:|\n",
    );
    for kept in KEPT {
        let first = format!("{:.1} %", kept * 100.0);
        Month::new(request, 10.0, 0.01, kept).row(&mut text, &first);
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "bytes and spans of one request")]
fn whole(count: usize) -> f64 {
    count as f64
}

/// A number with a comma between each three digits before its point.
fn grouped(number: &str) -> String {
    let whole = number.find('.').unwrap_or(number.len());
    let mut grouped = String::new();
    for (index, digit) in number.char_indices() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
