//! Propagation of a trace between services: it is read from the headers of a request, and written into those of the
//! next one.
//!
//! `docs/outgoing-calls.md` shows how to use it with reqwest, hyper, tonic and AWS's clients, `docs/queues.md` with
//! messages.

mod baggage;
mod current;
mod incoming;
#[cfg(feature = "tower")]
mod layer;
mod outgoing;
mod running;
mod w3c;
pub(crate) mod xray;
pub(crate) mod xray_header;

pub use current::current;
#[cfg(feature = "lambda")]
pub(crate) use current::is_recorded;
#[cfg(feature = "lambda")]
pub(crate) use incoming::continue_invocation;
pub use incoming::{continue_trace, from_pairs, link};
#[cfg(feature = "tower")]
pub use layer::{PropagationLayer, PropagationService, layer};
pub use outgoing::{headers, inject};
pub(crate) use running::composite;
