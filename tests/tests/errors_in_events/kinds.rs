//! The kinds of errors, each with a secret in its text, in its `Debug` and in what caused it.

use std::error::Error;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// Stands in every text, and may never come out.
pub(crate) const SECRET: &str = "hunter2sentinel";

/// An error that says too much.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) password: String,
    cause: Option<Cause>,
}

/// What caused it.
#[derive(Debug)]
pub(crate) struct Cause {
    url: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "login failed: password={}", self.password)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot reach {}", self.url)
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl Error for Cause {}

pub(crate) fn failed() -> Failed {
    Failed {
        password: SECRET.to_owned(),
        cause: Some(Cause {
            url: format!("postgres://scorer:{SECRET}@db/scores"),
        }),
    }
}

pub(crate) fn plain() -> Box<dyn Error> {
    Box::new(failed())
}

pub(crate) fn sendable() -> Box<dyn Error + Send + Sync> {
    Box::new(failed())
}

pub(crate) fn shared() -> Arc<dyn Error + Send + Sync> {
    Arc::new(failed())
}

pub(crate) fn counted() -> Rc<Failed> {
    Rc::new(failed())
}

pub(crate) fn report() -> anyhow::Error {
    anyhow::Error::new(failed()).context(format!("starting with api_key={SECRET}"))
}

pub(crate) fn adhoc() -> anyhow::Error {
    anyhow::anyhow!("authorization: Bearer {SECRET}")
}

pub(crate) fn eyre_report() -> eyre::Report {
    eyre::Report::new(failed()).wrap_err(format!("starting with api_key={SECRET}"))
}

pub(crate) fn of_input() -> std::io::Error {
    std::io::Error::other(failed())
}
