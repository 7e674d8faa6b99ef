//! The cases under `#[scorer_span]`.

use scorer_instrument::scorer_span as span;

#[path = "cases/mod.rs"]
#[expect(
    clippy::duplicate_mod,
    reason = "each case is annotated with both attributes"
)]
pub(crate) mod cases;
