//! Errors of the standard library that carry the value that was refused.

use std::env::VarError;
use std::ffi::{CString, NulError};
use std::string::FromUtf8Error;
use std::sync::mpsc::{self, SendError, TrySendError};

use scorer_instrument::{info, scorer_span};
use scorer_instrument_tests::printed;

/// What none of them may print: a text that no redactor knows, and its bytes.
const VALUE: &str = "plain words of somebody";
const BYTES: &str = "112, 108, 97, 105, 110";

#[test]
fn what_failed_is_printed_and_the_value_is_not() {
    let variable = VarError::NotUnicode(VALUE.into());
    let utf8: FromUtf8Error =
        String::from_utf8([VALUE.as_bytes(), &[0xff]].concat()).expect_err("no UTF-8");
    let nul: NulError = CString::new([VALUE.as_bytes(), &[0]].concat()).expect_err("a nul byte");
    let sent = SendError(VALUE);
    let (sender, _receiver) = mpsc::sync_channel(0);
    let full: TrySendError<&str> = sender.try_send(VALUE).expect_err("nobody waits");
    let text = printed(|| {
        info!(err = %variable, again = ?variable, "{variable} {variable:?}");
        info!(err = %utf8, again = ?utf8, "{utf8} {utf8:?}");
        info!(err = %nul, again = ?nul, "{nul} {nul:?}");
        info!(err = %sent, again = ?sent, "{sent} {sent:?}");
        info!(err = %full, again = ?full, "{full} {full:?}");
    });
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(!text.contains(VALUE) && !text.contains(BYTES), "{text}");
    for part in [
        "environment variable was not valid unicode",
        "invalid utf-8 sequence",
        "nul byte found in data at position 23",
        "sending on a closed channel",
        "sending on a full channel",
    ] {
        assert_eq!(text.matches(part).count(), 4, "{part}: {text}");
    }
}

#[test]
fn so_it_is_with_err() {
    #[scorer_span(err(Debug))]
    fn read() -> Result<(), VarError> {
        Err(VarError::NotUnicode(VALUE.into()))
    }
    let text = printed(|| {
        let _ = read();
    });
    assert!(
        text.contains("environment variable was not valid unicode"),
        "{text}"
    );
    assert!(!text.contains(VALUE), "{text}");
}
