//! Spans of the runtime, over both protocols.

use std::time::Duration;

use scorer_instrument_tests::parts::{Viewer, children, tag, tree};
use serde_json::{Value, json};
use tracing::{field, info, info_span};

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn kind_status_events_links_and_statements_are_shown_over_both_protocols() {
    let Some(viewer) = Viewer::start() else {
        return;
    };
    for (protocol, endpoint, service) in [
        ("http/protobuf", viewer.http(), "over-http"),
        ("grpc", viewer.grpc(), "over-grpc"),
    ] {
        for compression in ["none", "gzip"] {
            let service = format!("{service}-{compression}");
            send(protocol, &endpoint, compression, &service);
            shows(&viewer, &service);
        }
    }
    // Spans alone were sent, so there is nothing to say.
    assert_eq!(viewer.said(), "");
}

/// A request that fails within its second step, and a task that follows from it.
fn send(protocol: &str, endpoint: &str, compression: &str, service: &str) {
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", compression),
        ("OTEL_SERVICE_NAME", service),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let telemetry = scorer_instrument::telemetry!()
        .environment(move |name| {
            let found = variables.iter().find(|it| it.0 == name);
            found.map(|it| it.1.clone())
        })
        .local()
        .expect("accepted settings");
    telemetry.run(|| {
        let request = info_span!("GET /scores/{id}", otel.kind = "server", stamp_count = 3);
        request.in_scope(|| {
            let statement = info_span!(
                "SELECT community",
                otel.kind = "client",
                db.query.text = "SELECT weight FROM community WHERE id = ?",
            );
            statement.in_scope(|| info!(row_count = 2, "read"));
            let step = info_span!("calculate_score", otel.status_code = field::Empty);
            step.record("otel.status_code", "ERROR");
        });
        let task = info_span!(parent: None, "refresh");
        task.follows_from(&request);
    });
    let ended = telemetry.telemetry().shutdown(PATIENCE);
    ended.expect("a viewer that takes them");
}

fn shows(viewer: &Viewer, service: &str) {
    let traces = viewer.query().traces(service, 4);
    let with = |name: &str| {
        let mut found = traces.iter().filter(|it| tree(it).starts_with(name));
        found.next().unwrap_or_else(|| panic!("{name}: {traces:?}"))
    };
    let (request, task) = (with("GET"), with("refresh"));
    assert_eq!(
        tree(request),
        "GET /scores/{id}\n  SELECT community\n  calculate_score\n"
    );
    let roots = children(request, None);
    let parts = children(request, Some(roots[0]));
    let [statement, step] = parts.as_slice() else {
        panic!("{parts:?}");
    };
    for (span, kind, error) in [
        (roots[0], "server", None),
        (*statement, "client", None),
        (*step, "internal", Some(&json!(true))),
    ] {
        assert_eq!(tag(span, "span.kind"), Some(&json!(kind)), "{span}");
        assert_eq!(tag(span, "error"), error, "{span}");
    }
    assert_eq!(tag(step, "otel.status_code"), Some(&json!("ERROR")));
    assert_eq!(tag(roots[0], "stamp_count"), Some(&json!(3)));
    assert_eq!(
        tag(statement, "db.query.text"),
        Some(&json!("SELECT weight FROM community WHERE id = ?"))
    );
    let event = &statement["logs"][0];
    assert_eq!(tag(event, "event"), Some(&json!("read")), "{event}");
    assert_eq!(tag(event, "row_count"), Some(&json!(2)));
    let process = &request["processes"][roots[0]["processID"].as_str().expect("a process")];
    assert_eq!(process["serviceName"], *service);
    // The link, and nothing else.
    let links = &children(task, None)[0]["references"];
    assert_eq!(
        *links,
        json!([{
            "refType": "FOLLOWS_FROM",
            "traceID": request["traceID"],
            "spanID": roots[0]["spanID"],
        }])
    );
    // `error=true` is found by a search.
    let failed = viewer.query().answer(&format!(
        "/api/traces?service={service}&tags=%7B%22error%22%3A%22true%22%7D"
    ));
    let failed = failed["data"].as_array().into_iter().flatten();
    let failed: Vec<&Value> = failed.map(|it| &it["traceID"]).collect();
    assert_eq!(failed, [&request["traceID"]]);
}
