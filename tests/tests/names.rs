//! `name`: the function's, or what is written.

use scorer_instrument::scorer_span;
use scorer_instrument_tests::watch;

const SPAN_NAME: &str = "from a constant";

#[test]
fn the_name_is_the_functions() {
    #[scorer_span]
    fn score_address() {}
    let ((), recording) = watch(score_address);
    assert_eq!(recording.only().name, "score_address");
}

#[test]
fn a_literal_a_constant_and_a_bare_literal_name_the_span() {
    #[scorer_span(name = "literal")]
    fn first() {}
    #[scorer_span(name = SPAN_NAME)]
    fn second() {}
    #[scorer_span("bare literal", level = "debug")]
    fn third() {}
    let ((), recording) = watch(|| {
        first();
        second();
        third();
    });
    let names: Vec<_> = recording
        .spans
        .iter()
        .map(|span| span.name.as_str())
        .collect();
    assert_eq!(names, ["literal", "from a constant", "bare literal"]);
}

#[test]
fn a_method_is_named_without_its_type() {
    struct Service;
    impl Service {
        #[scorer_span]
        fn validate(&self) {
            let _ = self;
        }
    }
    let ((), recording) = watch(|| Service.validate());
    assert_eq!(recording.only().name, "validate");
}
