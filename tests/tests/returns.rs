//! `ret`: what a function returns, in both formats and at every level, where its type is proven.

use std::future::Future;
use std::pin::Pin;

use scorer_instrument::{Recordable, scorer_span};
use scorer_instrument_tests::{FieldValue, Recording, block_on, turns, watch};
use tracing::Level;

fn returned(recording: &Recording) -> (Level, &FieldValue) {
    let event = recording.only_event();
    assert_eq!(event.fields.names(), ["return"]);
    assert_eq!(
        event.span,
        Some(0),
        "the event stands in the function's span"
    );
    (
        event.level,
        event.fields.get("return").expect("its only field"),
    )
}

macro_rules! returns {
    ($($test:ident: [$($args:tt)*] $type:ty = $value:expr => $level:ident, $text:literal;)*) => {$(
        #[test]
        fn $test() {
            #[scorer_span($($args)*)]
            fn label() -> $type {
                $value
            }
            #[scorer_span($($args)*)]
            async fn label_later() -> $type {
                turns(1).await;
                $value
            }
            let expected = FieldValue::debug($text);
            let (_, recording) = watch(label);
            assert_eq!(returned(&recording), (Level::$level, &expected));
            let (_, recording) = watch(|| block_on(label_later()));
            assert_eq!(returned(&recording), (Level::$level, &expected));
        }
    )*};
}

returns! {
    by_debug_unless_written: [ret] &'static str = "abc" => INFO, "\"abc\"";
    by_debug: [ret(Debug)] &'static str = "abc" => INFO, "\"abc\"";
    by_display: [ret(Display)] &'static str = "abc" => INFO, "abc";
    at_a_level: [ret(level = "warn")] u8 = 1 => WARN, "1";
    by_display_at_a_level: [ret(Display, level = Level::TRACE)] u8 = 1 => TRACE, "1";
    at_the_spans_level: [ret, level = "debug"] u8 = 1 => DEBUG, "1";
    an_option: [ret] Option<u8> = Some(1) => INFO, "Some(1)";
    a_derived_type: [ret] Weight = Weight(0.5) => INFO, "Weight(0.5)";
    a_proven_result: [ret] Result<Weight, u8> = Err(7) => INFO, "Err(7)";
    an_ok_beside_err: [err, ret] Result<Weight, std::fmt::Error> = Ok(Weight(2.0)) => INFO, "Weight(2.0)";
}

#[derive(Debug, Recordable)]
struct Weight(f64);

#[test]
fn an_err_beside_err_is_its_event_alone() {
    #[scorer_span(err, ret)]
    fn load() -> Result<Weight, std::fmt::Error> {
        Err(std::fmt::Error)
    }
    let (_, recording) = watch(load);
    assert_eq!(recording.only_event().fields.names(), ["error"]);
}

#[test]
fn an_early_return_is_recorded() {
    #[scorer_span(ret)]
    fn load(early: bool) -> u8 {
        if early {
            return 1;
        }
        2
    }
    let (_, recording) = watch(|| load(true));
    assert_eq!(returned(&recording).1, &FieldValue::debug("1"));
}

#[test]
fn the_future_of_an_async_block_is_what_returns() {
    #[scorer_span(ret)]
    fn boxed(n: i64) -> Pin<Box<dyn Future<Output = i64> + Send>> {
        Box::pin(async move {
            turns(1).await;
            n + 1
        })
    }
    #[scorer_span(ret)]
    fn opaque(n: i64) -> impl Future<Output = i64> {
        async move {
            turns(1).await;
            n + 1
        }
    }
    let (_, recording) = watch(|| block_on(boxed(1)));
    assert_eq!(returned(&recording).1, &FieldValue::debug("2"));
    let (_, recording) = watch(|| block_on(opaque(2)));
    assert_eq!(returned(&recording).1, &FieldValue::debug("3"));
}

#[test]
fn a_generic_return_is_proven_by_its_bounds() {
    #[scorer_span(ret, skip(item))]
    fn same<T: std::fmt::Debug + scorer_instrument::Returnable>(item: T) -> T {
        item
    }
    let (_, recording) = watch(|| same(5_u8));
    assert_eq!(returned(&recording).1, &FieldValue::debug("5"));
}

#[test]
fn a_borrowed_return_and_a_diverging_function_compile() {
    #[scorer_span(ret)]
    fn first_label<'a>(left: &'a str, right: &str) -> &'a str {
        let _ = right;
        left
    }
    let (_, recording) = watch(|| first_label("left", "right"));
    assert_eq!(returned(&recording).1, &FieldValue::debug("\"left\""));
}
