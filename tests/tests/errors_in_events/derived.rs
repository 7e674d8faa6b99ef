//! An error that derives `Recordable` is recorded as its variant and its fit members.

use std::error::Error;
use std::time::Duration;

use scorer_instrument::{Recordable, error, record, scorer_span};
use scorer_instrument_tests::{FieldValue, printed, watch};

use super::kinds::{self, Failed, SECRET};

#[derive(Debug, thiserror::Error, Recordable)]
enum LoadError {
    #[error("community {community_id} is not there")]
    NotFound { community_id: i64 },
    #[error("no answer within {0:?}")]
    Timeout(Duration),
    #[error("refused")]
    Refused,
    #[error("failed: {0}")]
    Failed(#[source] Failed),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("line {line}: {source}")]
    Parse {
        line: u32,
        #[source]
        source: std::num::ParseIntError,
    },
    #[error("opaque: {0}")]
    Opaque(#[source] Box<dyn Error + Send + Sync>),
    #[error("login with password={password} at attempt {attempt}")]
    Login {
        #[recordable(skip)]
        password: String,
        attempt: u8,
    },
}

#[derive(Debug, thiserror::Error, Recordable)]
#[error("wrapped: {inner}")]
struct Wrapped {
    id: u64,
    #[source]
    inner: LoadError,
}

/// What an event says of an error by `?`.
fn shown(err: &(impl Recordable + Error)) -> String {
    let ((), recording) = watch(|| error!(?err, "failed"));
    match recording.only_event().fields.get("err") {
        Some(FieldValue::Debug(text)) => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_variant_and_its_fit_members_are_recorded() {
    let parse = "x".parse::<u8>().expect_err("no number");
    for (err, text) in [
        (
            LoadError::NotFound { community_id: 7 },
            "NotFound { community_id: 7 }",
        ),
        (LoadError::Timeout(Duration::from_millis(5)), "Timeout(5ms)"),
        (LoadError::Refused, "Refused"),
        (
            LoadError::Parse {
                line: 3,
                source: parse,
            },
            "Parse { line: 3, source: ParseIntError { kind: InvalidDigit } }",
        ),
        (
            LoadError::Login {
                password: SECRET.to_owned(),
                attempt: 2,
            },
            "Login { attempt: 2, .. }",
        ),
    ] {
        assert_eq!(shown(&err), text);
    }
}

#[test]
fn a_source_counts_as_an_error_and_passes_the_redactor() {
    #[scorer_span(err)]
    fn load(err: LoadError) -> Result<(), LoadError> {
        Err(err)
    }
    let text = printed(|| {
        for err in [
            LoadError::Failed(kinds::failed()),
            LoadError::Io(kinds::of_input()),
            LoadError::Opaque(kinds::sendable()),
            LoadError::Login {
                password: SECRET.to_owned(),
                attempt: 2,
            },
        ] {
            error!(%err, debug = ?err, said = err.to_string(), "{err} {err:?}");
            let wrapped = Wrapped { id: 1, inner: err };
            error!(%wrapped, debug = ?wrapped, said = wrapped.to_string(), "{wrapped}");
            let _ = load(wrapped.inner).is_err();
        }
    });
    assert!(text.contains("[redacted:credential]"), "{text}");
    assert!(text.contains("Wrapped { id: 1, inner: Failed("), "{text}");
    assert!(!text.contains(SECRET), "{text}");
}

#[test]
fn a_derived_error_is_preferred_everywhere() {
    let err = LoadError::NotFound { community_id: 7 };
    let ((), recording) = watch(|| {
        error!(%err, value = %err, "{err} {:?}", &err);
        error!(said = err.to_string());
    });
    let fields = &recording.events[0].fields;
    for field in ["err", "value"] {
        assert_eq!(
            fields.get(field),
            Some(&FieldValue::debug("NotFound { community_id: 7 }"))
        );
    }
    assert_eq!(
        recording.events[1].fields.get("said"),
        Some(&FieldValue::str("NotFound { community_id: 7 }")),
        "what its type leaves out, its own words may hold"
    );
}

#[test]
fn a_source_does_not_make_a_type_that_records_bare() {
    #[scorer_span(err, skip(err))]
    fn load(err: Wrapped) -> Result<(), Wrapped> {
        Err(err)
    }
    let inner = LoadError::Refused;
    let (_, recording) = watch(|| load(Wrapped { id: 3, inner }));
    let field = recording.only_event().fields.get("error").cloned();
    assert_eq!(
        field,
        Some(FieldValue::debug("Wrapped { id: 3, inner: Refused }"))
    );
}

/// What the type leaves out, none of the ways to its text brings back.
#[test]
fn the_text_of_such_an_error_is_its_safe_view() {
    #[scorer_span(skip(err), fields(reason = err.to_string(), told))]
    fn refuse(err: &LoadError) {
        record!(told = %err.to_string());
    }
    let err = LoadError::Login {
        password: format!("x {SECRET}"),
        attempt: 2,
    };
    let text = printed(|| {
        error!(
            reason = err.to_string(),
            why = format!("{err}"),
            "failed: {}",
            err.to_string()
        );
        error!(%err, "failed: {err:#}");
        refuse(&err);
        let _span = tracing::info_span!("outer").entered();
        refuse(&err);
    });
    assert!(!text.contains(SECRET), "{text}");
    assert!(
        text.contains("reason=\"Login { attempt: 2, .. }\""),
        "{text}"
    );
}
