//! The redactor of the whole program. It uses the team's policy once that is installed, and the default policy before.

use std::sync::OnceLock;

use scorer_instrument_policy::Policy;

use crate::Redactor;

static INSTALLED: OnceLock<Redactor> = OnceLock::new();
static DEFAULT: OnceLock<Redactor> = OnceLock::new();

/// Installs a policy for the whole program, and returns its redactor. Only the first call has an effect; later calls
/// return the redactor of the first one.
pub fn install(policy: Policy) -> Redactor {
    INSTALLED.get_or_init(|| Redactor::new(policy)).clone()
}

/// Returns the redactor of the whole program.
pub fn installed() -> &'static Redactor {
    INSTALLED
        .get()
        .unwrap_or_else(|| DEFAULT.get_or_init(|| Redactor::new(Policy::default())))
}
