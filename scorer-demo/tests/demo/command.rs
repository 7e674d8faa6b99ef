//! The command line itself: its help, its errors and its exit statuses.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

use crate::common::{blocks, demo};

fn standard_error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn help_names_every_sample() {
    for option in ["-h", "--help"] {
        let output = demo(&[option]);
        assert!(output.status.success());
        assert!(output.stderr.is_empty());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        for sample in scorer_demo::samples::ALL {
            assert!(text.contains(&format!("\n  {} ", sample.name)), "{text}");
        }
    }
}

#[test]
fn samples_are_sent_in_the_order_in_which_they_are_named() {
    let blocks = blocks(&demo(&["malformed", "bad-key"]));
    assert_eq!(blocks.len(), 2);
    assert!(blocks[0].title.starts_with("A malformed body"));
    assert!(blocks[1].title.starts_with("A wrong API key"));
}

#[test]
fn an_unknown_argument_is_an_error() {
    for arguments in [&["nope"][..], &["good", "nope"], &["generate", "--nope"]] {
        let output = demo(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(standard_error(&output).starts_with("error: `"));
    }
}

#[test]
fn a_directory_that_is_not_there_is_an_error() {
    let directory = tempfile::tempdir().expect("a directory");
    let missing = directory.path().join("missing");
    let output = demo(&["generate", missing.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(standard_error(&output).contains("could not be written to"));

    let output = Command::new(env!("CARGO_BIN_EXE_scorer-demo"))
        .arg("good")
        .env("TMPDIR", &missing)
        .output()
        .expect("the demo runs");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(standard_error(&output).starts_with("error: the demo could not start: "));
}

#[test]
fn a_collector_that_is_away_is_reported_and_no_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_scorer-demo"))
        .arg("good")
        .env("OTEL_TRACES_EXPORTER", "otlp")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
        .output()
        .expect("the demo runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = standard_error(&output);
    assert!(said.starts_with("warning: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for word in [
        "no collector listens at http://127.0.0.1:1: ",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        " spans that no collector accepted",
    ] {
        assert_eq!(said.matches(word).count(), 1, "{word}: {said}");
    }
    // Percentiles go to the same place, and the same reason is not said again.
    for word in ["percentiles", "InternalFailure", " ms"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        printed.contains("\n0 spans were exported, ") && !printed.contains("\n\n\n"),
        "{printed}"
    );
}

#[test]
fn the_temporary_directory_is_left_empty() {
    let directory = tempfile::tempdir().expect("a directory");
    let output = Command::new(env!("CARGO_BIN_EXE_scorer-demo"))
        .arg("good")
        .env("TMPDIR", directory.path())
        .output()
        .expect("the demo runs");
    assert!(output.status.success());
    let left = fs::read_dir(directory.path()).expect("readable").count();
    assert_eq!(left, 0);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_scorer-demo"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the demo runs");
    let stdout = child.stdout.take().expect("piped");
    let mut line = String::new();
    // The reader takes one line and closes the pipe, as `head -1` does.
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("readable");
    assert!(line.starts_with("A good request"));
    let output = child.wait_with_output().expect("the demo ends");
    assert!(output.status.success());
    assert_eq!(standard_error(&output), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let full = File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = Command::new(env!("CARGO_BIN_EXE_scorer-demo"))
        .arg("--help")
        .stdout(full)
        .output()
        .expect("the demo runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(standard_error(&output).starts_with("error: the output could not be written: "));
}
