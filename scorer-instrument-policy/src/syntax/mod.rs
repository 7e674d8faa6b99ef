//! Attribute + signature -> plan -> refusals, with syn: what the macro and the lint share.

pub mod types;
