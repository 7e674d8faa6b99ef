//! Jaeger itself: what a link is there.

use scorer_instrument_tests::parts::{Jaeger, children};
use tracing::info_span;

use crate::support::{PATIENCE, pipeline};

#[test]
fn a_span_that_follows_from_another_request_points_at_it() {
    let Some(jaeger) = Jaeger::start() else {
        return;
    };
    let telemetry = pipeline(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &jaeger.http()),
        ("OTEL_SERVICE_NAME", "linked"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]);
    telemetry.run(|| {
        let request = info_span!("request");
        let task = info_span!(parent: None, "task");
        task.follows_from(&request);
        request.in_scope(|| ());
        task.in_scope(|| drop(info_span!("part")));
    });
    telemetry.telemetry().shutdown(PATIENCE).expect("Jaeger");
    let traces = jaeger.traces("linked", 3);
    let rooted = |name: &str| {
        let mut found = traces.iter().filter_map(|trace| {
            let root = children(trace, None).into_iter().next()?;
            (root["operationName"] == name).then_some(root)
        });
        found.next().unwrap_or_else(|| panic!("{traces:?}")).clone()
    };
    let (request, task) = (rooted("request"), rooted("task"));
    assert_ne!(request["traceID"], task["traceID"]);
    let references = task["references"].as_array().expect("references");
    let [link] = references.as_slice() else {
        panic!("{references:?}");
    };
    assert_eq!(link["refType"], "FOLLOWS_FROM");
    assert_eq!(link["traceID"], request["traceID"]);
    assert_eq!(link["spanID"], request["spanID"]);
}
