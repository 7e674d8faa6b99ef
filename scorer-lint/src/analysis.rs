//! What code means, as far as one package's sources tell: values, types, spans, statements, clocks, set-up chains.

pub(crate) mod beside;
pub(crate) mod blocking;
pub mod code;
pub(crate) mod error_texts;
pub(crate) mod error_type;
pub mod flow;
pub(crate) mod held_lock;
pub mod index;
pub(crate) mod locals;
pub(crate) mod measured;
pub(crate) mod message;
pub(crate) mod printed;
pub(crate) mod program;
pub(crate) mod recorded;
pub(crate) mod recorders;
pub(crate) mod routes;
pub(crate) mod set_up;
pub mod shown_type;
pub(crate) mod spans;
pub(crate) mod statements;
pub(crate) mod unskipped;
pub(crate) mod ways_out;
pub(crate) mod wording;
