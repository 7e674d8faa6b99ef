//! Why telemetry could not start, or not end well.

use std::fmt;
use std::time::Duration;

use crate::lost::Lost;

/// Why telemetry could not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A variable of the environment holds what it cannot mean.
    Setting {
        /// The variable.
        variable: &'static str,
        /// What it holds; not the value itself where that may be a secret.
        value: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// A setting asks for what this build does not hold.
    Feature {
        /// The variable.
        variable: &'static str,
        /// What it holds.
        value: String,
        /// The feature of this crate that holds it.
        feature: &'static str,
    },
    /// Two variables that do not go together.
    Conflict {
        /// The one that has to change.
        variable: &'static str,
        /// The one that it contradicts.
        with: &'static str,
        /// Why, and what to write.
        reason: String,
    },
    /// The file that a setting names cannot be used.
    File {
        /// The variable.
        variable: &'static str,
        /// The file's path.
        path: String,
        /// Why not.
        reason: String,
    },
    /// The exporter refuses its settings.
    Exporter(String),
    /// The thread that exports could not be had.
    Thread(std::io::Error),
    /// The process has a subscriber already: telemetry was started twice, or something else came first.
    AlreadyStarted,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting {
                variable,
                value,
                accepted,
            } => write!(
                f,
                "`{variable}` is `{value}`, which it cannot mean; accepted: {accepted}"
            ),
            Self::Feature {
                variable,
                value,
                feature,
            } => write!(
                f,
                "`{variable}` is `{value}`, which needs the feature `{feature}` of `scorer-instrument`; \
                 write `scorer-instrument = {{ features = [\"{feature}\"] }}`"
            ),
            Self::Conflict {
                variable,
                with,
                reason,
            } => write!(f, "`{variable}` contradicts `{with}`: {reason}"),
            Self::File {
                variable,
                path,
                reason,
            } => write!(
                f,
                "`{variable}` names the file `{path}`, which cannot be used: {reason}"
            ),
            Self::Exporter(reason) => write!(f, "the exporter cannot be built: {reason}"),
            Self::Thread(error) => write!(f, "the exporter's thread cannot be started: {error}"),
            Self::AlreadyStarted => f.write_str(
                "the process has a subscriber already, because telemetry was started before; \
                 start it once, in `main`, and keep its guard",
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Thread(error) => Some(error),
            _ => None,
        }
    }
}

/// What a flush or a shutdown could not do. Everything was tried before this was returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlushError {
    /// What failed, each in a few words.
    pub failures: Vec<String>,
    /// What was lost since telemetry started.
    pub lost: Lost,
}

impl fmt::Display for FlushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.failures.join("; "), self.lost)
    }
}

impl std::error::Error for FlushError {}

/// "not within 2s", for a failure that is only a bound.
pub(crate) fn too_late(what: &str, bound: Duration) -> String {
    format!("{what} did not end within {} ms", bound.as_millis())
}
