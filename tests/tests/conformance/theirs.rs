//! The cases under the attribute that is wrapped.

use tracing::instrument as span;

#[path = "cases/mod.rs"]
#[expect(
    clippy::duplicate_mod,
    reason = "each case is annotated with both attributes"
)]
pub(crate) mod cases;
