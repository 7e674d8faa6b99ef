//! Hashers for tables that are asked for each span: the redactor's own.

pub(crate) use scorer_redact::hash::{PointerHasher, Seeded};
