//! Which requests are exported.

use std::time::Duration;

use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use scorer_instrument::telemetry::Local;
use tracing::info_span;

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
    assert_eq!(telemetry.spans().len(), 1_024);
    assert_eq!(telemetry.telemetry().lost().dropped, 2_001 - 1_024);
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
