//! A baseline: the findings that stood when it was written. They are not reported, new ones are, and what has gone must leave it.

mod compare;
mod entry;
mod file;
mod looked;

pub(crate) use compare::{Compared, compare, grouped};
pub(crate) use entry::Entry;
pub(crate) use file::{Baseline, save};
pub(crate) use looked::Looked;
