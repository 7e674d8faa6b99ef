//! What a start says, and records of the `log` crate.

use std::process::ExitCode;

use scorer_instrument_tests::own_process::{Case, Ended};

use super::support::{Takes, init};

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, variables, program, check| Case {
        name,
        variables,
        program,
        check,
    };
    vec![
        case("a_start_says_nothing", &[], starts, nothing_checked),
        case(
            "variables_that_nothing_reads",
            &[
                ("OTEL_SAMPLNG_RATIO", "canary-1"),
                ("OTEL_LOGS_EXPORTER", "canary-2"),
                ("TELEMETRY_COLOUR", ""),
            ],
            starts,
            unread_checked,
        ),
        case(
            "records_of_log_obey_the_filter_by_their_own_target",
            &[
                ("RUST_LOG", "warn,chosen=debug"),
                ("TELEMETRY_LOG_TARGET", "true"),
            ],
            records,
            records_checked,
        ),
    ]
}

fn starts() -> ExitCode {
    let telemetry = scorer_instrument::telemetry!().with_http_client(Takes);
    drop(telemetry.init().expect("accepted settings"));
    ExitCode::SUCCESS
}

fn nothing_checked(ended: &Ended) {
    assert_eq!(
        (ended.code, ended.stdout.as_str(), ended.stderr.as_str()),
        (Some(0), "", "")
    );
}

fn unread_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert!(!ended.stdout.contains("canary"), "{}", ended.stdout);
    let lines = ended.lines();
    let messages: Vec<&str> = lines
        .iter()
        .map(|it| it["message"].as_str().expect("text"))
        .collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("OTEL_LOGS_EXPORTER"), "{messages:?}");
    assert!(
        messages[0].ends_with("that this runtime does not support"),
        "{messages:?}"
    );
    assert!(messages[1].ends_with("did you mean `OTEL_SAMPLING_RATIO`?"));
    assert!(lines.iter().all(|it| it["level"] == "WARN"));
}

fn records() -> ExitCode {
    let _telemetry = init();
    tracing_log::LogTracer::init().expect("no logger yet");
    log::debug!(target: "chosen::part", "of the chosen");
    log::trace!(target: "chosen::part", "too fine");
    log::info!(target: "another", "of another");
    log::warn!(target: "another", "a warning");
    ExitCode::SUCCESS
}

fn records_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    let lines = ended.lines();
    let said: Vec<_> = lines
        .iter()
        .map(|it| (it["target"].as_str(), it["message"].as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (Some("chosen::part"), Some("of the chosen")),
            (Some("another"), Some("a warning")),
        ]
    );
}
