//! What a rule is given, what it yields, and the run that calls every rule.

pub mod cx;
pub(crate) mod exemptions;
pub mod facts;
pub mod finding;
pub mod run;
