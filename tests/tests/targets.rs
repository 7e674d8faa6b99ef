//! `target`: the module's path unless one is written; of the span and of its events.

use scorer_instrument::{info, scorer_span};
use scorer_instrument_tests::watch;

const AREA: &str = "area::constant";

mod inner {
    use super::{info, scorer_span};

    #[scorer_span(ret)]
    pub(super) fn plain() -> u8 {
        info!("inside");
        1
    }
}

#[test]
fn the_target_is_the_module() {
    let (_, recording) = watch(inner::plain);
    assert_eq!(recording.only().target, "targets::inner");
    assert_eq!(recording.only().module.as_deref(), Some("targets::inner"));
    assert!(
        recording
            .events
            .iter()
            .all(|event| event.target == "targets::inner")
    );
    assert_eq!(recording.events.len(), 2);
}

#[test]
fn a_written_target_is_that_of_ret_and_err_too() {
    #[scorer_span(target = "area::score", err, ret)]
    fn halve(n: u8) -> Result<u8, std::fmt::Error> {
        if n.is_multiple_of(2) {
            Ok(n / 2)
        } else {
            Err(std::fmt::Error)
        }
    }
    let (_, recording) = watch(|| (halve(1), halve(2)));
    assert!(
        recording
            .spans
            .iter()
            .all(|span| span.target == "area::score")
    );
    assert!(
        recording
            .events
            .iter()
            .all(|event| event.target == "area::score")
    );
    assert_eq!(recording.events.len(), 2);
    // The module stays known.
    assert_eq!(recording.spans[0].module.as_deref(), Some("targets"));
}

#[test]
fn a_target_is_taken_from_a_constant() {
    #[scorer_span(target = AREA)]
    fn load() {}
    let ((), recording) = watch(load);
    assert_eq!(recording.only().target, AREA);
}

#[test]
fn an_event_takes_a_target_of_its_own() {
    #[scorer_span]
    fn load(depth: u8) {
        info!(target: "area::event", depth, "inside");
    }
    let ((), recording) = watch(|| load(1));
    assert_eq!(recording.only_event().target, "area::event");
}
