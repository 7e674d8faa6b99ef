//! The cases: each a function that annotates one and calls it. `span` is the attribute under test.

#![expect(
    clippy::many_single_char_names,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref,
    reason = "the arguments are what is tried"
)]

use std::fmt;

pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod futures;
pub(crate) mod spans;

use super::span;

#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is broken")
    }
}

impl std::error::Error for Broken {}

fn halve(n: i64) -> Result<i64, Broken> {
    if n % 2 == 0 { Ok(n / 2) } else { Err(Broken) }
}
