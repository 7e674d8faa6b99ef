//! `parent` and `follows_from`, in every position among the other arguments.

use scorer_instrument::scorer_span;
use scorer_instrument_tests::{block_on, turns, watch};
use tracing::{Span, info_span};

#[test]
fn the_parent_is_the_span_around_the_call() {
    #[scorer_span]
    fn outer() {
        inner();
    }
    #[scorer_span]
    fn inner() {}
    let ((), recording) = watch(outer);
    assert_eq!(
        recording.span("inner").parent,
        Some(recording.place("outer"))
    );
    assert_eq!(recording.span("outer").parent, None);
}

#[test]
fn a_parent_is_written_before_and_behind_the_target() {
    // tracing's own attribute takes `parent` only before `target`.
    #[scorer_span(parent = above, target = "area", skip(above))]
    fn before(above: &Span) {
        let _ = above;
    }
    #[scorer_span(target = "area", name = "behind", skip(above), parent = above)]
    fn other(above: &Span) {
        let _ = above;
    }
    let ((), recording) = watch(|| {
        let above = info_span!("above");
        let _around = info_span!("around").entered();
        before(&above);
        other(&above);
    });
    let above = Some(recording.place("above"));
    assert_eq!(recording.span("before").parent, above);
    assert_eq!(recording.span("behind").parent, above);
}

#[test]
fn no_parent_makes_a_root() {
    #[scorer_span(parent = None)]
    fn root() {}
    let ((), recording) = watch(|| info_span!("around").in_scope(root));
    assert_eq!(recording.span("root").parent, None);
}

#[test]
fn a_parent_is_read_from_self() {
    struct Service {
        span: Span,
    }
    impl Service {
        #[scorer_span(parent = &self.span)]
        async fn handle(&self, depth: u8) {
            let _ = (self, depth);
            turns(1).await;
        }
    }
    let ((), recording) = watch(|| {
        let service = Service {
            span: info_span!("service"),
        };
        block_on(service.handle(1));
    });
    assert_eq!(
        recording.span("handle").parent,
        Some(recording.place("service"))
    );
}

#[test]
fn causes_are_followed_without_being_parents() {
    #[scorer_span(target = "area", follows_from = causes, skip(causes))]
    fn join(causes: &[Span]) {
        let _ = causes;
    }
    let ((), recording) = watch(|| join(&[info_span!("first"), info_span!("second")]));
    let join = recording.span("join");
    assert_eq!(join.parent, None);
    assert_eq!(
        join.follows_from,
        [recording.place("first"), recording.place("second")]
    );
}
