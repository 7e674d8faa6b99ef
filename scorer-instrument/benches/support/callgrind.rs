//! Counts instructions with valgrind's callgrind. The count does not depend on how busy the machine is.

use std::process::Command;

/// Runs the command under callgrind and returns the number of instructions. If the command starts other processes, it
/// is the number of the process that took most.
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
