//! The runtime as a process has it: code of the user's runs while values are printed, panics, and the end of `main`.
//!
//! A scoped subscriber drops what is recorded while it records; only the process's own shows what happens then.

mod ends;
mod formatting;
mod panicked_spans;
mod panics;
mod start;
mod stdout;
mod stress;
mod support;
mod writers;

use std::process::ExitCode;

use scorer_instrument_tests::own_process::{self, Case};

fn main() -> ExitCode {
    let cases: Vec<Case> = [
        formatting::cases(),
        writers::cases(),
        panics::cases(),
        panicked_spans::cases(),
        ends::cases(),
        start::cases(),
        stdout::cases(),
        stress::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    own_process::main(&cases)
}
