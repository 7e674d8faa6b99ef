//! What a rule is given, what it yields, and the run that calls every rule.

pub mod answer;
pub mod asked;
pub mod check;
pub(crate) mod counted;
pub mod cx;
pub(crate) mod doubts;
pub mod dropped;
pub(crate) mod exemptions;
pub mod facts;
pub mod finding;
pub mod message;
pub(crate) mod places;
pub mod registry;
pub mod run;
mod seldom;
pub mod suppressed;
mod test_modules;
mod uses;
mod yielding;
