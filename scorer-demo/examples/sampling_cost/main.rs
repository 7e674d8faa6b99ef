//! Prints what sampling ratios cost, as the tables of docs/sampling-cost.md: `cargo run -p scorer-demo --example sampling_cost`.
//! It needs the tests' Python (`.ci/run` says how), whose receiver measures what a request weighs.

mod measure;
mod tables;

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut demo = Command::new(env!("CARGO"));
    demo.args(["run", "--quiet", "--package", "scorer-demo", "--"]);
    match measure::request(demo) {
        Some(request) => {
            print!("{}", tables::text(&request));
            ExitCode::SUCCESS
        }
        None => ExitCode::FAILURE,
    }
}
