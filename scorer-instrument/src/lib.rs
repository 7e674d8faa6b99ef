//! Spans that cannot record a secret, a connection pool or an unbounded value.

mod foreign;
mod macros;
#[doc(hidden)]
pub mod private;
mod recordable;

pub use recordable::{Debugged, Displayed, Recordable, Returnable};
pub use scorer_instrument_macros::{Recordable, scorer_span};
