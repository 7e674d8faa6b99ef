//! The items that the macros' expansions refer to. They are not meant to be used by hand, and semantic versioning does
//! not cover them.

pub use tracing;
pub use tracing::Metadata;
pub use tracing::callsite::DefaultCallsite;

pub use crate::__as_one as as_one;
pub use crate::__failed as err_event;
pub use crate::__returns as returns;

#[cfg(feature = "redact")]
pub use scorer_instrument_macros::redact as baked_redact;
#[cfg(feature = "telemetry")]
pub use scorer_instrument_macros::telemetry as baked_telemetry;

/// The items that the expansions of `telemetry!` and `redact!` refer to.
#[cfg(feature = "redact")]
pub mod policy {
    pub use scorer_instrument_policy::{Allow, Policy, Refuse, Secret, Team};

    /// Returns the redactor of the whole program, with this policy.
    pub fn redactor(policy: Policy) -> scorer_redact::Redactor {
        scorer_redact::install(policy)
    }

    /// Installs the policy for the whole program and returns it.
    pub fn installed(policy: Policy) -> Policy {
        scorer_redact::install(policy.clone());
        policy
    }

    /// Makes the team's policy: the edition it has pinned, the words it allows, the words it refuses, and the forms of
    /// its tokens.
    pub fn team<const A: usize, const R: usize, const S: usize>(
        edition: &str,
        allow: [Allow; A],
        refuse: [Refuse; R],
        secret: [Secret; S],
    ) -> Team {
        Team {
            // The macro is of the same release and has already checked what it read from the file.
            edition: edition.parse().unwrap_or_default(),
            allow: Vec::from(allow),
            refuse: Vec::from(refuse),
            secret: Vec::from(secret),
            ..Team::default()
        }
    }

    /// Returns a word as a `String`.
    pub fn text(text: &str) -> String {
        text.to_owned()
    }
}

/// Returns the span that declares a field: the current span, or the one around the task that it belongs to.
pub fn declaring(name: &str) -> tracing::Span {
    let current = tracing::Span::current();
    #[cfg(feature = "tokio")]
    if !current.has_field(name) {
        return crate::task::around().unwrap_or(current);
    }
    #[cfg(not(feature = "tokio"))]
    let _ = name;
    current
}

#[cfg(feature = "telemetry")]
pub use scorer_telemetry::private::running;

/// Without the runtime, nothing needs to know whether a future was dropped before it ended.
#[cfg(not(feature = "telemetry"))]
#[inline]
#[must_use]
pub const fn running() -> Running {
    Running(())
}

/// The guard that a function's body holds while it runs.
#[cfg(not(feature = "telemetry"))]
#[derive(Debug)]
pub struct Running(());

pub use crate::failed::{failed, failed_at};
pub use crate::failure::{LoggedError, failure, once};
pub use crate::logged::{
    ByNotText, ByRecordable, ByReturnable, Logged, LoggedUnnamed, Shown, Spoken, by_debug,
    by_display, by_display_of_some, logged, logged_unnamed, spoken, viewed,
};
pub use crate::nested::nested;
