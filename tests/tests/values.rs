//! What arrives at a subscriber for each type: numbers as numbers, strings as strings without
//! quotes, an `Option` as its value or nothing, the rest by its own `Display`.

#![expect(
    clippy::box_collection,
    clippy::option_option,
    reason = "each nesting is tried"
)]

use std::borrow::Cow;
use std::num::{NonZeroI64, NonZeroU8, NonZeroU128};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use scorer_instrument::{Recordable, info, record, scorer_span};
use scorer_instrument_tests::FieldValue::{self, Bool, F64, I64, I128, U64, U128};
use scorer_instrument_tests::{Recording, watch};
use uuid::Uuid;

fn text(text: &str) -> FieldValue {
    FieldValue::str(text)
}

fn printed(text: &str) -> FieldValue {
    FieldValue::debug(text)
}

/// A value in every place where one is recorded: as it is, with each sigil, filled later, in an
/// event.
#[scorer_span(skip(shown), fields(own = shown, display = %shown, debug = ?shown, late))]
fn everywhere<T: Recordable>(shown: &T) {
    record!(late = shown);
    info!(own = shown, display = %shown, debug = ?shown, "{shown} and {shown:?}");
}

/// What is expected of a value: as it is, by `%`, by `?`.
fn check(
    recording: &Recording,
    written: &Recording,
    own: Option<&FieldValue>,
    display: &str,
    debug: &str,
) {
    let span = recording.only();
    let event = recording.only_event();
    assert_eq!(recording.field("own").as_ref(), own);
    assert_eq!(recording.field("late").as_ref(), own);
    assert_eq!(event.fields.get("own"), own);
    for fields in [&span.fields, &event.fields] {
        assert_eq!(fields.get("display"), Some(&printed(display)));
        assert_eq!(fields.get("debug"), Some(&printed(debug)));
    }
    assert_eq!(
        event.fields.get("message"),
        Some(&printed(&format!("{display} and {debug}")))
    );
    // As an argument, and as one whose type is behind an alias.
    assert_eq!(written.spans[0].fields.get("x"), own);
    assert_eq!(written.spans[1].fields.get("x"), own);
}

macro_rules! values {
    ($($test:ident: $type:ty = $value:expr => $own:expr, $display:expr, $debug:expr;)*) => {$(
        #[test]
        fn $test() {
            type Alias<'a> = $type;
            #[scorer_span]
            fn written(x: $type) {}
            #[scorer_span]
            fn aliased(x: Alias<'_>) {}
            let value: $type = $value;
            let ((), recording) = watch(|| everywhere(&value));
            let ((), arguments) = watch(|| {
                written($value);
                aliased($value);
            });
            let own: Option<FieldValue> = $own;
            check(&recording, &arguments, own.as_ref(), $display, $debug);
        }
    )*};
}

values! {
    an_i8: i8 = -8 => Some(I64(-8)), "-8", "-8";
    an_i16: i16 = -16 => Some(I64(-16)), "-16", "-16";
    an_i32: i32 = -32 => Some(I64(-32)), "-32", "-32";
    an_i64: i64 = i64::MIN => Some(I64(i64::MIN)), "-9223372036854775808", "-9223372036854775808";
    an_isize: isize = -1 => Some(I64(-1)), "-1", "-1";
    an_i128: i128 = -1 => Some(I128(-1)), "-1", "-1";
    a_u8: u8 = 8 => Some(U64(8)), "8", "8";
    a_u16: u16 = 16 => Some(U64(16)), "16", "16";
    a_u32: u32 = 32 => Some(U64(32)), "32", "32";
    a_u64: u64 = u64::MAX => Some(U64(u64::MAX)), "18446744073709551615", "18446744073709551615";
    a_usize: usize = 7 => Some(U64(7)), "7", "7";
    a_u128: u128 = 1 => Some(U128(1)), "1", "1";
    an_f32: f32 = 0.5 => Some(F64(0.5)), "0.5", "0.5";
    an_f64: f64 = 2.0 => Some(F64(2.0)), "2", "2.0";
    a_bool: bool = true => Some(Bool(true)), "true", "true";
    a_char: char = 'é' => Some(printed("é")), "é", "'é'";
    a_str: &'static str = "a \"b\"" => Some(text("a \"b\"")), "a \"b\"", "\"a \\\"b\\\"\"";
    a_string: String = String::from("abc") => Some(text("abc")), "abc", "\"abc\"";
    a_duration: Duration = Duration::from_millis(1_500) => Some(printed("1.5s")), "1.5s", "1.5s";
    a_non_zero_u8: NonZeroU8 = NonZeroU8::MAX => Some(U64(255)), "255", "255";
    a_non_zero_i64: NonZeroI64 = NonZeroI64::MIN => Some(I64(i64::MIN)), "-9223372036854775808", "-9223372036854775808";
    a_non_zero_u128: NonZeroU128 = NonZeroU128::MIN => Some(U128(1)), "1", "1";
    some_number: Option<i64> = Some(4) => Some(I64(4)), "4", "Some(4)";
    no_number: Option<i64> = None => None, "", "None";
    some_string: Option<String> = Some(String::from("abc")) => Some(text("abc")), "abc", "Some(\"abc\")";
    some_str: Option<&'static str> = Some("abc") => Some(text("abc")), "abc", "Some(\"abc\")";
    an_option_in_an_option: Option<Option<bool>> = Some(Some(true)) => Some(Bool(true)), "true", "Some(Some(true))";
    nothing_in_an_option: Option<Option<bool>> = Some(None) => None, "", "Some(None)";
    a_boxed_number: Box<u32> = Box::new(3) => Some(U64(3)), "3", "3";
    a_boxed_str: Box<str> = Box::from("abc") => Some(text("abc")), "abc", "\"abc\"";
    an_rc: Rc<i32> = Rc::new(-3) => Some(I64(-3)), "-3", "-3";
    an_arc_str: Arc<str> = Arc::from("abc") => Some(text("abc")), "abc", "\"abc\"";
    pointers_within_each_other: Arc<Option<Box<String>>> = Arc::new(Some(Box::new(String::from("abc")))) => Some(text("abc")), "abc", "Some(\"abc\")";
    a_borrowed_cow: Cow<'static, str> = Cow::Borrowed("abc") => Some(text("abc")), "abc", "\"abc\"";
    an_owned_cow: Cow<'static, str> = Cow::Owned(String::from("abc")) => Some(text("abc")), "abc", "\"abc\"";
    a_reference_to_a_reference: &'static &'static str = &"abc" => Some(text("abc")), "abc", "\"abc\"";
    a_level: tracing::Level = tracing::Level::WARN => Some(printed("WARN")), "WARN", "Level(Warn)";
    a_uuid: Uuid = Uuid::from_u128(1) => Some(printed("00000000-0000-0000-0000-000000000001")), "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001";
    a_decimal: Decimal = Decimal::new(1_250, 2) => Some(printed("12.50")), "12.50", "12.50";
    a_utc_time: DateTime<Utc> = DateTime::UNIX_EPOCH => Some(printed("1970-01-01 00:00:00 UTC")), "1970-01-01 00:00:00 UTC", "1970-01-01T00:00:00Z";
    a_chrono_date: NaiveDate = NaiveDate::MIN => Some(printed("-262143-01-01")), "-262143-01-01", "-262143-01-01";
    a_chrono_time: NaiveTime = NaiveTime::MIN => Some(printed("00:00:00")), "00:00:00", "00:00:00";
    a_chrono_date_and_time: NaiveDateTime = DateTime::UNIX_EPOCH.naive_utc() => Some(printed("1970-01-01 00:00:00")), "1970-01-01 00:00:00", "1970-01-01T00:00:00";
    a_time_delta: TimeDelta = TimeDelta::seconds(90) => Some(printed("PT90S")), "PT90S", "TimeDelta { secs: 90, nanos: 0 }";
    a_time_date_and_time: time::OffsetDateTime = time::OffsetDateTime::UNIX_EPOCH => Some(printed("1970-01-01 0:00:00.0 +00:00:00")), "1970-01-01 0:00:00.0 +00:00:00", "1970-01-01 0:00:00.0 +00:00:00";
    a_time_date: time::Date = time::OffsetDateTime::UNIX_EPOCH.date() => Some(printed("1970-01-01")), "1970-01-01", "1970-01-01";
    a_time_of_day: time::Time = time::Time::MIDNIGHT => Some(printed("0:00:00.0")), "0:00:00.0", "0:00:00.0";
    a_method: http::Method = http::Method::PATCH => Some(printed("PATCH")), "PATCH", "PATCH";
    a_status: http::StatusCode = http::StatusCode::NOT_FOUND => Some(printed("404 Not Found")), "404 Not Found", "404";
    an_http_version: http::Version = http::Version::HTTP_2 => Some(printed("HTTP/2.0")), "HTTP/2.0", "HTTP/2.0";
}

#[test]
fn a_mutable_reference_is_recorded_as_it_was_at_the_start() {
    #[scorer_span]
    fn add(total: &mut i64) {
        *total += 1;
    }
    let mut total = 41;
    let ((), recording) = watch(|| add(&mut total));
    assert_eq!(recording.field("total"), Some(I64(41)));
    assert_eq!(total, 42);
}

#[test]
fn an_unsized_value_is_recorded_behind_a_generic_reference() {
    #[scorer_span]
    fn label<T: Recordable + ?Sized>(label: &T) {
        let _ = label;
    }
    let ((), recording) = watch(|| label("abc"));
    assert_eq!(recording.field("label"), Some(text("abc")));
}

#[test]
fn a_number_keeps_its_forms_in_a_message() {
    let total: u32 = 255;
    let ratio = 0.125;
    let ((), recording) = watch(|| {
        info!("{total:#x} {:>5} {ratio:.2} {:08b} {ratio:e}", total, total);
    });
    assert_eq!(
        recording.only_event().fields.get("message"),
        Some(&printed("0xff   255 0.12 11111111 1.25e-1"))
    );
}
