//! Which requests are exported.

use std::time::Duration;

use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::Local;
use tracing::{error, info_span};

use crate::support::{lines, names, pipeline};

fn request(telemetry: &Local) {
    telemetry.run(|| {
        info_span!("root").in_scope(|| info_span!("child").in_scope(|| tracing::info!("here")));
    });
}

fn caller(sampled: bool) -> opentelemetry::Context {
    opentelemetry::Context::new().with_remote_span_context(SpanContext::new(
        TraceId::from(0x1234_u128 << 100 | 7),
        SpanId::from(0x99),
        TraceFlags::default().with_sampled(sampled),
        true,
        TraceState::NONE,
    ))
}

#[test]
fn the_ratio_holds_and_changes_while_running() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
    ]);
    let exported = || telemetry.spans().len();
    request(&telemetry);
    assert_eq!(exported(), 0);
    telemetry
        .telemetry()
        .set_sampling_ratio(1.0)
        .expect("a ratio");
    request(&telemetry);
    assert_eq!(exported(), 2);
    telemetry
        .telemetry()
        .set_sampling_ratio(0.25)
        .expect("a ratio");
    for _ in 0..4_000 {
        request(&telemetry);
    }
    // 1,000 expected with a deviation of 27: seven of them either way.
    let sampled = (exported() - 2) / 2;
    assert!((810..=1_190).contains(&sampled), "{sampled}");
    assert!(telemetry.telemetry().set_sampling_ratio(f64::NAN).is_err());
    assert!(telemetry.telemetry().set_sampling_ratio(1.5).is_err());
}

#[test]
fn the_callers_decision_is_followed() {
    for (ratio, sampled) in [("0", true), ("1", false)] {
        let telemetry = pipeline(&[("OTEL_SAMPLING_RATIO", ratio)]);
        let caller = caller(sampled).attach();
        request(&telemetry);
        drop(caller);
        let spans = telemetry.spans();
        assert_eq!(spans.len(), if sampled { 2 } else { 0 });
        for span in &spans {
            assert_eq!(
                span.span_context.trace_id(),
                TraceId::from(0x1234_u128 << 100 | 7)
            );
        }
        if let Some(root) = spans.iter().find(|it| it.name == "root") {
            assert_eq!(root.parent_span_id, SpanId::from(0x99));
            assert!(root.parent_span_is_remote);
        }
    }
}

#[test]
fn a_sampler_that_is_not_parent_based_decides_alone() {
    let telemetry = pipeline(&[("OTEL_TRACES_SAMPLER", "always_on")]);
    let caller = caller(false).attach();
    request(&telemetry);
    drop(caller);
    assert_eq!(telemetry.spans().len(), 2);
}

#[test]
fn errors_are_kept_whole_although_the_ratio_dropped_them() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "errors"),
    ]);
    request(&telemetry);
    telemetry.run(|| {
        info_span!("failed").in_scope(|| {
            info_span!("first").in_scope(|| {});
            info_span!("second").in_scope(|| tracing::error!("broken"));
        });
    });
    let spans = telemetry.spans();
    assert_eq!(names(&spans), ["failed", "first", "second"]);
    assert!(spans.iter().all(|span| span.span_context.is_sampled()));
}

#[test]
fn slow_requests_are_kept() {
    for (bound, kept) in [("slow>0ms", 2), ("slow>3600s", 0)] {
        let telemetry = pipeline(&[("OTEL_SAMPLING_RATIO", "0"), ("OTEL_SAMPLING_KEEP", bound)]);
        request(&telemetry);
        assert_eq!(telemetry.spans().len(), kept);
    }
}

#[test]
fn a_span_that_ends_after_its_request_shares_its_fate() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "errors"),
    ]);
    telemetry.run(|| {
        for fails in [true, false] {
            let late = info_span!("root").in_scope(|| {
                if fails {
                    tracing::error!("broken");
                }
                // The registry keeps a parent open; the request's end is where its last child ends.
                info_span!("late")
            });
            drop(late);
        }
    });
    assert_eq!(names(&telemetry.spans()), ["late", "root"]);
}

#[test]
fn what_waits_for_a_requests_end_is_bounded() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "errors"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "10000"),
    ]);
    telemetry.run(|| {
        info_span!("root").in_scope(|| {
            for _ in 0..2_000 {
                drop(info_span!("child"));
            }
            tracing::error!("broken");
        });
    });
    // The request's first span has a place of its own.
    assert_eq!(telemetry.spans().len(), 1_025);
    assert_eq!(telemetry.telemetry().lost().dropped, 2_001 - 1_025);
}

#[test]
fn the_gate_makes_no_children_and_the_root_takes_their_lines() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("TELEMETRY_SAMPLING_GATE", "true"),
    ]);
    telemetry.run(|| {
        info_span!("root").in_scope(|| {
            let child = info_span!("child");
            assert!(child.is_disabled());
            child.in_scope(|| tracing::info!("here"));
        });
        let next = info_span!("next");
        assert!(!next.is_disabled());
    });
    let lines = lines(&telemetry);
    assert_eq!(lines[0]["span"]["name"], "root");
    telemetry
        .telemetry()
        .set_sampling_ratio(1.0)
        .expect("a ratio");
    request(&telemetry);
    assert_eq!(names(&telemetry.spans()), ["child", "root"]);
}

#[test]
fn a_full_queue_drops_and_counts() {
    let telemetry = pipeline(&[
        ("OTEL_BSP_MAX_QUEUE_SIZE", "10"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "10"),
    ]);
    telemetry
        .telemetry()
        .shutdown(Duration::from_secs(30))
        .expect("an empty queue");
    request(&telemetry);
    assert_eq!(telemetry.telemetry().lost().dropped, 2);
    telemetry
        .telemetry()
        .shutdown(Duration::ZERO)
        .expect("a second shutdown does nothing");
}

/// Telemetry that keeps what fails, with room for all of it on the way out.
fn keeping() -> Local {
    pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "errors"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
        ("RUST_LOG", "warn"),
    ])
}

/// A request that fails in the last of three spans of its own.
fn fails() {
    info_span!("failing").in_scope(|| {
        drop(info_span!("first"));
        drop(info_span!("second"));
        info_span!("third").in_scope(|| error!("failed"));
    });
}

fn count(spans: &[SpanData], name: &str) -> usize {
    spans.iter().filter(|it| it.name == name).count()
}

#[test]
fn beside_long_requests_one_that_fails_is_kept_whole() {
    let telemetry = keeping();
    telemetry.run(|| {
        let long: Vec<_> = (0..16).map(|_| info_span!("long")).collect();
        for span in &long {
            span.in_scope(|| (0..2_000).for_each(|_| drop(info_span!("step"))));
        }
        for _ in 0..100 {
            fails();
        }
        // A long one that fails has what was its share, and says what had no room.
        long[0].in_scope(|| error!("failed"));
    });
    let spans = telemetry.spans();
    for name in ["failing", "first", "second", "third"] {
        assert_eq!(count(&spans, name), 100, "{name}");
    }
    assert_eq!(count(&spans, "long"), 1);
    let steps = count(&spans, "step");
    let lost = usize::try_from(telemetry.telemetry().lost().dropped).expect("small");
    assert!(steps >= 512 && steps + lost == 2_000, "{steps} {lost}");
    assert_eq!(
        telemetry
            .logs()
            .matches("some of its spans had no room")
            .count(),
        1
    );
}

#[test]
fn beside_very_many_requests_one_that_fails_is_kept() {
    let telemetry = keeping();
    telemetry.run(|| {
        let many: Vec<_> = (0..20_000).map(|_| info_span!("one of many")).collect();
        for span in &many {
            span.in_scope(|| drop(info_span!("step")));
        }
        for _ in 0..100 {
            fails();
        }
        drop(many);
        // And all the room is there again.
        fails();
    });
    let spans = telemetry.spans();
    assert_eq!(count(&spans, "failing"), 101);
    let kept = spans.len() - 101;
    let lost = usize::try_from(telemetry.telemetry().lost().dropped).expect("small");
    assert_eq!(kept + lost, 303);
    assert!(count(&spans, "second") >= 1);
    assert_eq!(
        telemetry
            .logs()
            .matches("some of its spans had no room")
            .count(),
        1
    );
}

#[test]
fn a_root_within_a_request_is_sampled_once_under_the_gate() {
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0.5"),
        ("TELEMETRY_SAMPLING_GATE", "true"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
        ("RUST_LOG", "off"),
    ]);
    telemetry.run(|| {
        for _ in 0..4_000 {
            info_span!("request").in_scope(|| drop(info_span!(parent: None, "job")));
        }
    });
    let spans = telemetry.spans();
    // 2,000 expected with a deviation of 32: seven of them either way.
    let jobs = count(&spans, "job");
    assert!((1_780..=2_220).contains(&jobs), "{jobs}");
    assert_eq!(jobs, count(&spans, "request"));
}
