//! [`Redactor`]: removes from fields, attributes and free text whatever the policy refuses by its name or by its shape,
//! before any of it is written or sent.

mod causes;
mod count;
mod export;
mod metric;
mod names;
mod print;
mod redactor;
mod text;
mod visit;

pub use count::{Leak, Misprints, Redacted};
pub use export::RedactingExporter;
pub use metric::{METRIC, MISPRINTS};
pub use redactor::Redactor;
pub use scorer_redact::{Cause, DEFAULT_LIMIT};
pub use visit::Redacting;

pub(crate) use print::{bounded, forget, is_printing, is_too_deep};
pub(crate) use scorer_redact::upto;
