//! Errors of the standard library that carry the value that was refused.

use std::env::VarError;
use std::error::Error;
use std::ffi::{CString, NulError};
use std::string::FromUtf8Error;
use std::sync::Arc;
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
fn a_reference_to_such_an_error_prints_no_value_either() {
    let variable = VarError::NotUnicode(VALUE.into());
    let (once, twice) = (&variable, &&variable);
    let held: Result<(), VarError> = Err(variable.clone());
    let text = printed(|| {
        info!(err = %once, again = ?once, "{once} {once:?}");
        info!(err = %twice, again = ?twice, "{twice} {twice:?}");
        if let Err(error) = &held {
            info!(err = %error, again = ?error, "{error} {error:?}");
        }
    });
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!text.contains(VALUE), "{text}");
}

#[test]
fn a_box_around_such_an_error_prints_no_value_either() {
    let variable = || VarError::NotUnicode(VALUE.into());
    let plain: Box<dyn Error> = Box::new(variable());
    let sent: Box<dyn Error + Send + Sync> = Box::new(variable());
    let shared: Arc<dyn Error + Send + Sync> = Arc::new(variable());
    let report = anyhow::Error::new(variable());
    let text = printed(|| {
        info!(err = %plain, again = ?plain, "{plain} {plain:?}");
        info!(err = %sent, again = ?sent, "{sent} {sent:?}");
        info!(err = %shared, again = ?shared, "{shared} {shared:?}");
        info!(err = %report, again = ?report, "{report} {report:?}");
    });
    assert!(!text.contains(VALUE), "{text}");
    let said = text.matches("environment variable was not valid unicode");
    assert_eq!(said.count(), 16, "{text}");
}

#[test]
fn another_error_in_a_box_prints_its_text() {
    let boxed: Box<dyn Error> = "x".parse::<u16>().expect_err("no number").into();
    let text = printed(|| info!(err = %boxed, "{boxed:?}"));
    assert!(text.contains("invalid digit found in string"), "{text}");
    assert!(text.contains("ParseIntError"), "{text}");
}

#[test]
fn what_a_channel_of_tokio_did_not_send_is_not_printed() {
    let (sender, _) = tokio::sync::broadcast::channel::<&str>(1);
    let closed = sender.send(VALUE).expect_err("nobody listens");
    let cell = tokio::sync::OnceCell::new_with(Some(VALUE));
    let set = cell.set(VALUE).expect_err("it is set");
    let text = printed(|| {
        info!(err = %closed, again = ?closed, "{closed} {closed:?}");
        info!(err = %set, again = ?set, "{set} {set:?}");
    });
    assert!(!text.contains(VALUE), "{text}");
    assert_eq!(text.matches("channel closed").count(), 4, "{text}");
    assert_eq!(text.matches("already initialized").count(), 4, "{text}");
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
