//! Every form of every kind.

use std::error::Error;

use scorer_instrument::{debug, error, event, info, record, scorer_span, trace, warn};
use scorer_instrument_tests::{block_on, printed};

use super::kinds::{self, Failed, SECRET};

/// Records one error in every form that an event and a span have.
macro_rules! every_form {
    ($err:expr) => {{
        let err = $err;
        error!(%err, "it failed");
        error!(?err);
        error!(error = %err, cause = ?err, "it failed");
        error!(error = %&err, "it failed {err}");
        warn!("failed: {err}");
        warn!("failed: {err:?}");
        warn!("failed: {err:#}");
        warn!("failed: {err:#?}");
        warn!("failed: {}, {:?} and {0:#}", err, err);
        info!("failed: {cause}", cause = err);
        info!(reason = err.to_string(), "failed: {}", err.to_string());
        info!(text = format!("{err}: {err:?}"), "failed: {}", format_args!("{err}"));
        debug!(error = tracing::field::display(&err), cause = tracing::field::debug(&err), "failed");
        trace!({ depth = 1, %err }, "it failed {}", &err);
        event!(target: "errors", tracing::Level::WARN, value = %err, "{err}");
    }};
}

/// The same on a span: in `fields`, and in `record!`.
macro_rules! every_field {
    ($name:ident: $kind:ty) => {
        #[scorer_span(skip_all, fields(
            by_display = %err,
            by_debug = ?err,
            text = err.to_string(),
            formatted = %format_args!("{err:#}"),
            shown,
            debugged,
            said
        ))]
        fn $name(err: $kind) {
            record!(shown = %err, debugged = ?err);
            record!(said = err.to_string());
            error!(%err, "inside");
        }
    };
}

/// `err` in both formats, at once and later.
macro_rules! every_result {
    ($name:ident: $kind:ty) => {{
        fn given() -> $kind {
            kinds::$name()
        }
        #[scorer_span(err)]
        fn by_display() -> Result<(), $kind> {
            Err(given())
        }
        #[scorer_span(err(Debug, level = "warn"), ret)]
        fn by_debug() -> Result<(), $kind> {
            Err(given())
        }
        #[scorer_span(err)]
        async fn by_display_later() -> Result<(), $kind> {
            Err(given())
        }
        #[scorer_span(err(Debug), ret)]
        async fn by_debug_later() -> Result<(), $kind> {
            Err(given())
        }
        let _ = (by_display().is_err(), by_debug().is_err());
        let _ = block_on(by_display_later()).is_err();
        let _ = block_on(by_debug_later()).is_err();
    }};
}

macro_rules! every_kind {
    ($($name:ident: $kind:ty;)*) => {$(
        #[test]
        fn $name() {
            every_field!(field: $kind);
            let text = printed(|| {
                every_form!(kinds::$name());
                every_form!(&kinds::$name());
                every_form!(&mut kinds::$name());
                every_form!(Box::new(kinds::$name()));
                field(kinds::$name());
                every_result!($name: $kind);
                let closure = |err: $kind| every_form!(err);
                closure(kinds::$name());
                block_on(async {
                    let err = kinds::$name();
                    std::future::ready(()).await;
                    every_form!(err);
                });
                let failure: Result<(), $kind> = Err(kinds::$name());
                let _ = failure.map_err(|e| error!("mapped: {e}"));
                if let Err(e) = Err::<(), _>(kinds::$name()) {
                    error!(error = ?e, "matched {e:#}");
                }
            });
            // Six values in fifteen events, and those of the fields and of `err`.
            assert!(text.lines().count() > 90, "{text}");
            assert!(text.matches("[redacted:credential]").count() > 90, "{text}");
            assert!(!text.contains(SECRET), "{text}");
        }
    )*};
}

every_kind! {
    failed: Failed;
    plain: Box<dyn Error>;
    sendable: Box<dyn Error + Send + Sync>;
    shared: std::sync::Arc<dyn Error + Send + Sync>;
    counted: std::rc::Rc<Failed>;
    report: anyhow::Error;
    adhoc: anyhow::Error;
    eyre_report: eyre::Report;
    of_input: std::io::Error;
}

#[test]
fn generic_errors() {
    fn of_a_parameter<E: Error>(err: E) {
        every_form!(err);
    }
    fn of_any_type(err: impl Error + Send + 'static) {
        every_form!(err);
    }
    fn of_no_size<E: Error + ?Sized>(err: &E) {
        every_form!(err);
    }
    fn converted<E: Into<Box<dyn Error>>>(err: E) {
        let err = err.into();
        every_form!(err);
    }
    #[scorer_span(skip(err), err(Debug))]
    fn result<E: Error>(err: E) -> Result<(), E> {
        Err(err)
    }
    #[scorer_span(skip(err), fields(error = %err), err)]
    async fn later<E: Error>(err: &E) -> Result<(), &E> {
        error!(%err, "generic");
        Err(err)
    }
    let text = printed(|| {
        of_a_parameter(kinds::failed());
        of_any_type(kinds::of_input());
        of_no_size(&*kinds::plain());
        converted(kinds::failed());
        let _ = result(kinds::failed()).is_err();
        let _ = block_on(later(&kinds::failed())).is_err();
    });
    assert!(text.matches("[redacted:credential]").count() > 40, "{text}");
    assert!(!text.contains(SECRET), "{text}");
}

#[test]
fn an_error_that_may_be_absent() {
    let err = kinds::failed();
    let text = printed(|| {
        error!(source = ?err.source(), "failed");
        error!("caused by {:?} and {:?}", err.source(), Some(&err));
        error!(last = ?Some(kinds::report()), none = ?None::<std::io::Error>, "failed");
    });
    assert_eq!(text.matches("None").count(), 1, "{text}");
    assert!(text.matches("[redacted:credential]").count() >= 4, "{text}");
    assert!(!text.contains(SECRET), "{text}");
}

#[test]
fn an_error_as_a_trait_object_in_a_bare_field() {
    let err = kinds::failed();
    let text = printed(|| {
        error!(error = &err as &dyn Error, "failed");
        error!(error = &err as &(dyn Error + 'static), "failed");
    });
    assert_eq!(text.matches("[redacted:credential]").count(), 2, "{text}");
}

#[test]
fn text_and_tuples_as_errors() {
    #[scorer_span(err)]
    fn text() -> Result<(), String> {
        Err(format!("password={SECRET}"))
    }
    #[scorer_span(err(Debug))]
    fn borrowed() -> Result<(), &'static str> {
        Err("password=hunter2sentinel")
    }
    #[scorer_span(err)]
    async fn pair() -> Result<(), (http::StatusCode, String)> {
        Err((http::StatusCode::UNAUTHORIZED, format!("password={SECRET}")))
    }
    #[scorer_span(err)]
    fn status() -> Result<(), http::StatusCode> {
        Err(http::StatusCode::NOT_FOUND)
    }
    let text = printed(|| {
        let _ = (text().is_err(), borrowed().is_err(), status().is_err());
        let _ = block_on(pair()).is_err();
    });
    assert_eq!(text.matches("[redacted:credential]").count(), 3, "{text}");
    assert!(text.contains("error=404 Not Found"), "{text}");
    assert!(text.contains("error=(401"), "{text}");
    assert!(!text.contains(SECRET), "{text}");
}

#[test]
fn a_long_text_is_cut_at_a_kibibyte() {
    #[scorer_span(err)]
    fn load() -> Result<(), std::io::Error> {
        Err(std::io::Error::other("y".repeat(5000)))
    }
    let err = std::io::Error::other("x".repeat(5000) + SECRET);
    let text = printed(|| {
        error!(%err);
        let _ = load().is_err();
    });
    for letter in ["x", "y"] {
        let many = text.matches(letter).count();
        assert!((1000..=1024).contains(&many), "{many} of {letter}");
    }
    assert_eq!(text.matches('…').count(), 2, "{text}");
}

#[test]
fn what_has_no_secret_is_printed_as_it_is() {
    let err: std::num::ParseIntError = "x".parse::<u8>().expect_err("no number");
    let report = anyhow::anyhow!("inner").context("outer");
    let text = printed(|| {
        error!(%err, debug = ?err, "{err}");
        error!("{report:#}");
    });
    assert!(
        text.contains("invalid digit found in string err=invalid digit"),
        "{text}"
    );
    assert!(
        text.contains("debug=ParseIntError { kind: InvalidDigit }"),
        "{text}"
    );
    assert!(text.contains("outer: inner"), "{text}");
}
