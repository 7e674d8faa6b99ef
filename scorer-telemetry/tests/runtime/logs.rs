//! The lines on stdout: what stands in them and what does not.

use serde_json::{Value, json};
use tracing::info_span;

use crate::support::{lines, named, pipeline};

#[test]
fn a_line_says_what_happened_where() {
    let telemetry = pipeline(&[("TELEMETRY_LOG_DURATIONS", "off")]);
    telemetry.run(|| {
        info_span!("request", community_id = 7).in_scope(|| {
            info_span!("score", stamp_count = 3, score = tracing::field::Empty).in_scope(|| {
                tracing::Span::current().record("score", 20.5);
                tracing::Span::current().record("score", 21.5);
                tracing::warn!(attempt = 2, "slow \"quoted\"\nline");
            });
        });
    });
    let lines = lines(&telemetry);
    let [line] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    let spans = telemetry.spans();
    let ids = &named(&spans, "score").span_context;
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["message"], "slow \"quoted\"\nline");
    assert_eq!(line["trace_id"], ids.trace_id().to_string());
    assert_eq!(line["span_id"], ids.span_id().to_string());
    assert_eq!(line["fields"], json!({"attempt": 2}));
    assert_eq!(
        line["span"],
        json!({"name": "score", "stamp_count": 3, "score": 21.5})
    );
    assert_eq!(line.get("target"), None);
    assert!(
        line["timestamp"]
            .as_str()
            .is_some_and(|it| it.ends_with('Z'))
    );
}

#[test]
fn the_target_is_shown_on_demand() {
    let telemetry = pipeline(&[("TELEMETRY_LOG_TARGET", "true")]);
    telemetry.run(|| tracing::info!(target: "scorer::dedup", "done"));
    assert_eq!(lines(&telemetry)[0]["target"], "scorer::dedup");
}

#[test]
fn durations_are_numbers_of_the_spans_that_are_asked_for() {
    let closed = |durations| {
        let telemetry = pipeline(&[("TELEMETRY_LOG_DURATIONS", durations)]);
        telemetry.run(|| info_span!("root").in_scope(|| drop(info_span!("child"))));
        lines(&telemetry)
            .iter()
            .map(|line| {
                assert!(line["duration_ms"].is_f64(), "{line}");
                line["span"]["name"].as_str().expect("a name").to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(closed("off"), [""; 0]);
    assert_eq!(closed("root"), ["root"]);
    assert_eq!(closed("all"), ["child", "root"]);
}

#[test]
fn lines_of_requests_that_are_not_sampled_have_ids_too() {
    let telemetry = pipeline(&[("OTEL_SAMPLING_RATIO", "0")]);
    telemetry.run(|| info_span!("root").in_scope(|| tracing::info!("here")));
    assert_eq!(telemetry.spans(), []);
    let lines = lines(&telemetry);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["trace_id"], lines[1]["trace_id"]);
    assert_eq!(lines[0]["trace_id"].as_str().map(str::len), Some(32));
}

#[test]
fn filters_choose_by_level_target_span_and_field() {
    for (filter, expected) in [
        ("info", vec!["plain", "inside"]),
        ("warn", vec![]),
        ("off,other=debug", vec!["other"]),
        ("info,other=debug", vec!["plain", "inside", "other"]),
        ("off,[chosen]=info", vec!["inside"]),
        ("off,[chosen{kind=a}]=info", vec!["inside"]),
        ("off,[chosen{kind=b}]=info", vec![]),
    ] {
        let telemetry = pipeline(&[("RUST_LOG", filter), ("TELEMETRY_LOG_DURATIONS", "off")]);
        telemetry.run(|| {
            tracing::info!("plain");
            info_span!("chosen", kind = "a").in_scope(|| tracing::info!("inside"));
            tracing::debug!(target: "other", "other");
            tracing::debug!("never");
        });
        let messages: Vec<String> = lines(&telemetry)
            .iter()
            .map(|line| line["message"].as_str().expect("a message").to_owned())
            .collect();
        assert_eq!(messages, expected, "{filter}");
    }
}

#[test]
fn contradictions_are_in_the_log() {
    let telemetry = pipeline(&[("ENVIRONMENT", "production")]);
    let lines = lines(&telemetry);
    assert_eq!(lines[0]["level"], "WARN");
    let message = lines[0]["message"].as_str().expect("a message");
    assert!(message.contains("OTEL_SAMPLING_RATIO"), "{message}");
}

#[test]
fn values_keep_their_kinds() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        tracing::info!(whole = u64::MAX, part = -1.5, none = f64::NAN, yes = true, debug = ?Some(1), "kinds");
    });
    let fields = lines(&telemetry)[0]["fields"].clone();
    assert_eq!(
        fields,
        json!({"whole": u64::MAX, "part": -1.5, "none": Value::Null, "yes": true, "debug": "Some(1)"})
    );
}
