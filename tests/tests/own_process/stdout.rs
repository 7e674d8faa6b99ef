//! A stdout that nobody reads, one that is slow, and what is still written when the process ends.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Duration;

use scorer_instrument_tests::own_process::{Case, Ended, unread};
use tracing::{info, info_span};

use super::support::init;

const REQUESTS: usize = 2_000;

/// Fewer bytes than the requests log.
const SMALL: &[(&str, &str)] = &[("TELEMETRY_LOG_BUFFER", "65536")];

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, program, check| Case {
        name,
        variables: &[],
        program,
        check,
    };
    vec![
        case("requests", requests, requests_checked),
        case("a_last_word", last, last_checked),
        case("a_panic_that_aborts", aborts, aborts_checked),
    ]
}

/// Logs, panics and ends, and reports on stderr.
fn requests() -> ExitCode {
    let telemetry = init();
    for number in 0..REQUESTS {
        info_span!("handle", number).in_scope(|| info!(number, "said"));
    }
    for _ in 0..20 {
        assert!(catch_unwind(|| panic!("a panic")).is_err());
    }
    let in_time = telemetry.flush(Duration::from_millis(200)).is_ok();
    let spans = telemetry.exported() + telemetry.lost().total();
    eprintln!("{in_time} {spans} {}", telemetry.lost_lines());
    // The guard would wait for five seconds more.
    let _ = telemetry.shutdown(Duration::from_millis(200));
    ExitCode::SUCCESS
}

fn requests_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    // Everybody reads: all is there, in its order.
    assert_eq!(ended.stderr.trim(), format!("true {REQUESTS} 0"));
    let numbers = |ended: &Ended| -> Vec<u64> {
        let said = ended.said("said");
        let number = |it: &serde_json::Value| it["fields"]["number"].as_u64();
        said.iter().filter_map(number).collect()
    };
    let all: Vec<u64> = (0..).take(REQUESTS).collect();
    assert_eq!(numbers(ended), all);
    assert_eq!(ended.said("close").len(), REQUESTS);
    assert_eq!(ended.said("a thread panicked").len(), 20);

    // Nobody reads: the requests go on, what has no room is counted, and what was written is whole.
    let mut ended = unread("requests", SMALL);
    assert_eq!(ended.code, Some(0));
    // Beside panics, which go to stderr where the log has no room for them.
    let report = ended.stderr.lines().find(|it| it.starts_with("false"));
    let mut report = report.expect("a report").split(' ');
    assert_eq!(report.next(), Some("false"), "{}", ended.stderr);
    assert_eq!(report.next(), Some(REQUESTS.to_string().as_str()));
    let lost: usize = report
        .next()
        .and_then(|it| it.parse().ok())
        .expect("a count");
    assert!(lost > 0 && lost < 2 * REQUESTS + 20, "{lost}");
    // The process ended in the middle of a line.
    let whole = ended.stdout.rfind('\n').map_or(0, |at| at + 1);
    ended.stdout.truncate(whole);
    let numbers = numbers(&ended);
    assert!(!numbers.is_empty());
    assert_eq!(numbers, all[..numbers.len()]);
}

/// Logs after its telemetry has ended, and is gone at once.
fn last() -> ExitCode {
    drop(init());
    info!("a last word");
    std::process::exit(3)
}

fn last_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(3));
    assert_eq!(ended.said("a last word").len(), 1);
}

/// A panic while another goes by ends the process.
struct Panics;

impl Drop for Panics {
    fn drop(&mut self) {
        panic!("the second")
    }
}

fn aborts() -> ExitCode {
    let _telemetry = init();
    info!("said");
    let _panics = Panics;
    panic!("the first")
}

fn aborts_checked(ended: &Ended) {
    assert_eq!(ended.code, None);
    assert_eq!(ended.said("said").len(), 1);
    let panicked = ended.said("a thread panicked");
    let messages: Vec<_> = panicked
        .iter()
        .map(|it| it["fields"]["exception.message"].clone())
        .collect();
    assert!(messages.contains(&"the first".into()), "{messages:?}");
    assert!(messages.contains(&"the second".into()), "{messages:?}");
}
