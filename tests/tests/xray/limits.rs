//! Batches are split and spans cut to what X-Ray takes, and every span is counted.

use tracing::info_span;

use crate::support::{Answer, PATIENCE, Xray, export, pipeline};

/// The most bytes of a request.
const MOST: usize = 5_000_000;

const PLAIN: [(&str, &str); 2] = [
    ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
    ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "100000"),
];

fn large(telemetry: &scorer_instrument::telemetry::Local, spans: usize) {
    let text = "x".repeat(90_000);
    telemetry.run(|| {
        info_span!("root").in_scope(|| {
            for _ in 1..spans {
                drop(info_span!("child", text = text.as_str()));
            }
        });
    });
}

#[test]
fn a_batch_of_nine_megabytes_is_two_requests() {
    let xray = Xray::default();
    let telemetry = pipeline(&xray, &PLAIN);
    large(&telemetry, 100);
    telemetry.telemetry().flush(PATIENCE).expect("taken");
    let sizes: Vec<usize> = xray.requests().iter().map(|it| it.body().len()).collect();
    assert_eq!(sizes.len(), 2, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size <= MOST), "{sizes:?}");
    assert!(sizes.iter().sum::<usize>() > 99 * 90_000);
    assert_eq!(telemetry.telemetry().exported(), 100);
}

#[test]
fn of_two_requests_the_one_that_is_refused_is_counted() {
    let taken = Answer {
        status: 200,
        ..Answer::default()
    };
    let refused = Answer {
        status: 403,
        ..Answer::default()
    };
    let xray = Xray::answering([taken, refused]);
    let telemetry = pipeline(&xray, &PLAIN);
    large(&telemetry, 100);
    let error = telemetry.telemetry().flush(PATIENCE).expect_err("refused");
    let (exported, failed) = (telemetry.telemetry().exported(), error.lost.failed);
    assert_eq!(exported + failed, 100);
    assert!(exported > 50 && failed > 40, "{exported} {failed}");
}

#[test]
fn a_span_that_is_too_large_is_cut_and_that_is_said() {
    let xray = Xray::default();
    let telemetry = pipeline(&xray, &PLAIN);
    let text = "x".repeat(90_000);
    let text = text.as_str();
    telemetry.run(|| drop(info_span!("root", small = 1, a = text, b = text, c = text)));
    telemetry.telemetry().flush(PATIENCE).expect("taken");
    export(&telemetry).expect("taken");
    let size = xray.requests()[0].body().len();
    assert!((90_000..200_000).contains(&size), "{size}");
    assert_eq!(telemetry.logs().matches("were removed").count(), 1);
    assert_eq!(telemetry.telemetry().lost().total(), 0);
}
