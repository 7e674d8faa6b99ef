//! Instructions, counted by valgrind's callgrind: the same on a busy machine.

use std::process::Command;

/// Runs the command under callgrind and returns how many instructions were counted: those of the process that took most,
/// where it starts others.
pub(crate) fn instructions(configure: impl FnOnce(&mut Command)) -> f64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--trace-children=yes",
    ]);
    configure(&mut valgrind);
    let output = valgrind.output().expect("valgrind is installed");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    report
        .lines()
        .filter_map(|line| line.split_once("Collected : "))
        .filter_map(|(_, count)| count.trim().parse::<f64>().ok())
        .reduce(f64::max)
        .unwrap_or_else(|| panic!("no count in: {report}"))
}
