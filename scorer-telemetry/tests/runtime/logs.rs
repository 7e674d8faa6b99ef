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

#[test]
fn of_fields_of_one_name_the_last_one_holds_and_a_spans_name_is_its_own() {
    let telemetry = pipeline(&[]);
    telemetry.run(|| {
        let span = info_span!("score", name = "first", a = 1, a = 2, name = "second");
        span.in_scope(|| tracing::info!(b = 1, b = "two", name = "of the event", "said"));
        span.record("name", "third");
        span.in_scope(|| tracing::info!("again"));
    });
    let logs = telemetry.logs();
    let lines = lines(&telemetry);
    assert_eq!(
        lines[0]["fields"],
        json!({"b": "two", "name": "of the event"})
    );
    assert_eq!(
        lines[0]["span"],
        json!({"name": "score", "field.name": "second", "a": 2})
    );
    assert_eq!(lines[1]["span"]["field.name"], "third");
    // serde_json reads a key that stands twice, too.
    for line in logs.lines() {
        for key in ["\"a\":", "\"b\":", "\"field.name\":"] {
            assert!(line.matches(key).count() <= 1, "{line}");
        }
        let span = line.split_once("\"span\":").expect("a span").1;
        assert_eq!(span.matches("\"name\":").count(), 1, "{line}");
    }
}

#[test]
fn what_hides_text_is_shown_by_its_number() {
    let telemetry = pipeline(&[]);
    let hidden = "a\u{7f}b\u{85}c\u{202e}d\u{2066}e\u{200f}f\u{e9}";
    telemetry.run(|| tracing::info!(hidden, "{hidden}"));
    let logs = telemetry.logs();
    assert!(
        logs.contains("a\\u007fb\\u0085c\\u202ed\\u2066e\\u200ff\u{e9}"),
        "{logs}"
    );
    assert_eq!(lines(&telemetry)[0]["message"], hidden);
}

#[test]
fn the_filter_changes_while_the_service_runs() {
    let telemetry = pipeline(&[("RUST_LOG", "warn")]);
    let says = |level: &str| {
        telemetry.run(|| {
            tracing::info!("at info by {level}");
            tracing::debug!("at debug by {level}");
        });
        let logs = telemetry.logs();
        let has = |text: String| logs.contains(&text);
        (
            has(format!("at info by {level}")),
            has(format!("at debug by {level}")),
        )
    };
    assert_eq!(says("warn"), (false, false));
    for (filter, expected) in [
        ("info", (true, false)),
        ("debug", (true, true)),
        ("off,[score]=debug", (false, false)),
        ("trace", (true, true)),
        ("off", (false, false)),
    ] {
        telemetry.telemetry().set_log_filter(filter).expect(filter);
        assert_eq!(says(filter), expected, "{filter}");
    }
    for filter in ["", "score=loud"] {
        let error = telemetry
            .telemetry()
            .set_log_filter(filter)
            .expect_err(filter);
        assert!(error.to_string().contains("log filter"), "{error}");
    }
    assert_eq!(says("still off"), (false, false));
}

#[test]
fn what_opentelemetry_says_of_itself_is_logged_from_a_warning_on_or_on_demand() {
    let logged = |filter| {
        let telemetry = pipeline(&[("RUST_LOG", filter)]);
        telemetry.run(|| {
            tracing::info!(target: "opentelemetry_sdk", "noise");
            tracing::warn!(target: "opentelemetry_sdk", "a warning");
        });
        lines(&telemetry).len()
    };
    assert_eq!(logged("info"), 1);
    assert_eq!(logged("trace,[score]=debug"), 1);
    assert_eq!(logged("info,opentelemetry=info"), 2);
    assert_eq!(logged("info,opentelemetry_sdk=off"), 0);
}
