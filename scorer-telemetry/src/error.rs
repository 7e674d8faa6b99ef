//! Why telemetry could not start, or did not end well.

use std::fmt;
use std::time::{Duration, Instant};

use crate::lost::Lost;

/// Why telemetry could not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A variable of the environment holds a value that it does not accept.
    Setting {
        /// The variable.
        variable: &'static str,
        /// The value, or a description in its place where the value may be a secret.
        value: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// A setting needs a feature that this build does not have.
    Feature {
        /// The variable.
        variable: &'static str,
        /// The value.
        value: String,
        /// The feature of this crate that the setting needs.
        feature: &'static str,
    },
    /// Two variables contradict each other.
    Conflict {
        /// The variable to change.
        variable: &'static str,
        /// The variable that it contradicts.
        with: &'static str,
        /// Why they contradict each other, and what to write instead.
        reason: String,
    },
    /// The file that a setting names cannot be used.
    File {
        /// The variable.
        variable: &'static str,
        /// The file's path.
        path: String,
        /// Why it cannot be used.
        reason: String,
    },
    /// The exporter rejected its settings.
    Exporter(String),
    /// The exporter's thread could not be started.
    Thread(std::io::Error),
    /// The process already has a subscriber: telemetry was started twice, or another subscriber was set first.
    AlreadyStarted,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting {
                variable,
                value,
                accepted,
            } => write!(f, "`{variable}` cannot be `{value}`: expected {accepted}"),
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
                "the process already has a subscriber, because telemetry or another one was started before; start \
                 telemetry once, in `main`, and keep its guard",
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

/// Why a flush or a shutdown was incomplete. Everything was tried before this was returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlushError {
    /// What failed, with a short message for each failure.
    pub failures: Vec<String>,
    /// How many spans were lost since telemetry started.
    pub lost: Lost,
}

impl fmt::Display for FlushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.failures.join("; "), self.lost)
    }
}

impl std::error::Error for FlushError {}

/// The time that is left until the deadline, or the whole bound if there is none.
pub(crate) fn remaining(deadline: Option<Instant>, bound: Duration) -> Duration {
    deadline.map_or(bound, |it| it.saturating_duration_since(Instant::now()))
}

/// Returns "not within 2s", for a failure that is only a timeout.
pub(crate) fn too_late(what: &str, bound: Duration) -> String {
    format!("{what} did not end within {} ms", bound.as_millis())
}
