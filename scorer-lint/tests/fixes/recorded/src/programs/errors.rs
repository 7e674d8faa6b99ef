//! Functions that fail.

use std::fmt;

use tracing::instrument;

#[derive(Debug)]
struct Known;

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is known")
    }
}

impl std::error::Error for Known {}

#[derive(Debug)]
struct Printed;

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is printed")
    }
}

#[instrument(err)]
fn told(count: u32) -> Result<u32, Known> {
    if count > 1 { Err(Known) } else { Ok(count) }
}

#[instrument(err(level = "warn"))]
fn printed(count: u32) -> Result<u32, Printed> {
    if count > 1 { Err(Printed) } else { Ok(count) }
}

#[instrument(name = "silent")]
fn silent(count: u32) -> Result<u32, Known> {
    if count > 1 { Err(Known) } else { Ok(count) }
}

pub fn run() {
    for count in [1, 2] {
        let _ = told(count);
        let _ = printed(count);
        let _ = silent(count);
    }
}
