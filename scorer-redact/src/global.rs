//! The redactor of the whole program: with the team's policy once it was installed, with the default one before.

use std::sync::OnceLock;

use scorer_instrument_policy::Policy;

use crate::Redactor;

static INSTALLED: OnceLock<Redactor> = OnceLock::new();
static DEFAULT: OnceLock<Redactor> = OnceLock::new();

/// Installs a policy for the whole program, and gives its redactor. The first one stays: later calls give that.
pub fn install(policy: Policy) -> Redactor {
    INSTALLED.get_or_init(|| Redactor::new(policy)).clone()
}

/// The redactor of the whole program.
pub fn installed() -> &'static Redactor {
    INSTALLED
        .get()
        .unwrap_or_else(|| DEFAULT.get_or_init(|| Redactor::new(Policy::default())))
}
