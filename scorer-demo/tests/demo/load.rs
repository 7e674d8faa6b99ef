//! `cargo demo load`: what it sends, and that what it says of it is so.

use std::collections::HashSet;
use std::process::Output;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use crate::common::{demo, demo_with, holds_no_secret};

/// The fewest requests that are all kinds.
const FEWEST: [&str; 3] = ["load", "--requests", "20"];

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// The lines under one of the four headings.
fn under<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = text.lines().skip_while(|it| !it.starts_with(heading));
    let lines = lines.skip(1).take_while(|it| !it.is_empty());
    lines.map(str::trim).collect()
}

/// The rows of the tree under a title.
fn tree<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
    let begins = format!("{title} (trace ");
    let lines = text.lines().skip_while(|it| !it.starts_with(&begins));
    lines.skip(2).take_while(|it| !it.is_empty()).collect()
}

#[track_caller]
fn one<'a>(lines: &[&'a str], begins: &str) -> &'a str {
    let mut found = lines.iter().filter(|it| it.starts_with(begins));
    let line = found.next();
    assert!(found.next().is_none(), "two lines `{begins}` in {lines:#?}");
    line.unwrap_or_else(|| panic!("no line `{begins}` in {lines:#?}"))
}

/// What holds on each database.
#[track_caller]
pub(crate) fn says_what_is_so(text: &str) {
    // 20, the first one, and three scenes before the small pool: 3 wait, 3 wait too long, 1 leaves. One panicked.
    let answers = "28 requests were sent (20 from several clients, the first one, and those to a small pool): 3 answered with 503, 1 answered with 404, 3 answered with 401, \
                   1 answered with 400, 18 answered with 200, 2 without an answer (1 panic, 1 client that went away).";
    assert!(text.contains(answers), "{text}");

    let start = tree(text, "The cold start");
    assert!(start[0].starts_with("cold_start "), "{start:?}");
    for part in ["connect", "migrate", "INSERT api_key;", "open_pool"] {
        let row = format!("─ {part} ");
        assert!(
            start.iter().any(|it| it.contains(&row)),
            "{part}: {start:#?}"
        );
    }
    let in_a_loop = tree(text, "A query in a loop (N+1)").join("\n");
    assert!(in_a_loop.contains("SELECT hash_links ×12"), "{in_a_loop}");
    let waits = tree(text, "A pool that is too small: a wait for its connection").join("\n");
    assert!(waits.contains("wait for connection"), "{waits}");
    let left = tree(text, "A client that went away");
    assert!(left[0].ends_with("cancelled"), "{left:?}");
    let panicked = tree(text, "A panic").join("\n");
    assert!(panicked.contains("attempt to divide by zero"), "{panicked}");

    let cold = under(text, "1. What the cold start waited for");
    assert!(cold[0].starts_with("The start took "), "{cold:?}");
    assert!(cold[1].starts_with("The first request, `POST "), "{cold:?}");

    let p95 = under(text, "2. Which step makes the P95");
    assert_eq!(p95.len(), 3, "{p95:#?}");
    assert!(
        p95.iter()
            .all(|it| it.contains(" makes the P95: it takes "))
    );
    // It had no connection for all of its 0.6 seconds, which nothing else here takes.
    one(
        &p95,
        "`POST /v1/communities/{community_id}/scores/{address}`: P95 ",
    );

    let statements = under(text, "3. Which statements repeat, and which lack an index");
    assert_eq!(statements.len(), 2, "{statements:#?}");
    let repeats = "`SELECT hash_links` repeats (N+1): up to 12 times within one `leaderboard_handler`, in 2 requests, ";
    one(&statements, repeats);
    one(&statements, "`SELECT past_scores` lacks an index: ");

    let errors = under(text, "4. Which errors belong to which slow operation");
    for (begins, count) in [
        (
            "no connection to the database came free in time to look up the API key (the service's error, 3 requests): \
          the largest part of their time is in `validate_api_key`",
            3,
        ),
        (
            "attempt to divide by zero (the service's error, 1 request)",
            1,
        ),
        ("the client went away (abandoned, 1 request)", 1),
        ("the API key is wrong (the caller's error, 1 request)", 1),
        ("the API key is unknown (the caller's error, 1 request)", 1),
        (
            "the request carries no API key (the caller's error, 1 request)",
            1,
        ),
        (
            "the body is not a scoring request: it is not JSON (the caller's error, 1 request)",
            1,
        ),
        ("there is no community 8 (the caller's error, 1 request)", 1),
    ] {
        let (_, traces) = one(&errors, begins)
            .rsplit_once(if count == 1 { ". Trace " } else { ". Traces " })
            .expect("traces");
        let traces: HashSet<&str> = traces.trim_end_matches('.').split(", ").collect();
        assert_eq!(traces.len(), count, "{traces:?}");
        assert!(traces.iter().all(|it| it.len() == 32), "{traces:?}");
    }
    assert_eq!(errors.len(), 8, "{errors:#?}");
    // The tree of a request is found by the trace that is named, and the reader learns where else it is not.
    let panicked = one(&errors, "attempt to divide by zero");
    let trace = panicked.rsplit_once(' ').expect("a trace").1;
    let title = format!("A panic (trace {})", trace.trim_end_matches('.'));
    assert!(text.lines().any(|it| it == title), "{title}: {text}");
    let (_, end) = text.trim_end().rsplit_once("\n\n").expect("an end");
    assert!(end.contains("`load` keeps its spans in memory"), "{end}");
    holds_no_secret(text);
}

#[test]
fn what_is_said_of_the_load_is_so() {
    let text = text(&demo(&FEWEST));
    assert!(text.starts_with("Sending 20 requests from 6 clients, to the service on SQLite.\n"));
    says_what_is_so(&text);
    assert!(text.contains("SQLite's EXPLAIN QUERY PLAN says `SCAN past_scores`"));
}

/// What `load` prints on a terminal, which util-linux's `script` provides.
#[cfg(target_os = "linux")]
fn on_a_terminal(no_color: &str) -> String {
    let output = Command::new("script")
        .args([
            "-qec",
            r#""$DEMO" load --requests 20 2> /dev/null"#,
            "/dev/null",
        ])
        .env("DEMO", env!("CARGO_BIN_EXE_scorer-demo"))
        .env("NO_COLOR", no_color)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .expect("`script` of util-linux");
    text(&output)
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_its_trees_have_colour() {
    // An empty value counts as none.
    let colored = on_a_terminal("");
    let errors = "\u{1b}[31m! ";
    assert!(colored.contains(errors), "{colored}");
    let plain = on_a_terminal("1");
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert!(
        plain.contains("! ERROR attempt to divide by zero"),
        "{plain}"
    );
}

#[test]
fn the_page_has_the_form_of_what_is_printed() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/demo.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let text = text(&demo(&FEWEST));
    let shown = page
        .split("```text\n")
        .skip(1)
        .filter_map(|it| it.split_once("\n```"))
        .map(|it| it.0)
        .find(|it| it.starts_with("What the table tells"))
        .expect("the page shows it");
    for heading in ["What the table tells", "1. ", "2. ", "3. ", "4. "] {
        let of = |text: &str| {
            let mut lines = text.lines().skip_while(|it| *it != "What the table tells");
            lines.find(|it| it.starts_with(heading)).map(str::to_owned)
        };
        assert_eq!(of(shown), of(&text), "{heading}");
    }
    // Of each sentence the words, without what was measured and what it is about.
    let words = |line: &str| -> String {
        let mut out = String::new();
        for (place, part) in line.split('`').enumerate() {
            let words = part.split(' ').filter(|it| {
                it.chars()
                    .all(|it| it.is_ascii_alphabetic() || it == '.' || it == ',')
            });
            if place % 2 == 0 {
                out.extend(words.take(4).flat_map(|it| [it, " "]));
            }
        }
        out
    };
    for heading in ["1. ", "3. "] {
        let (shown, printed) = (under(shown, heading), under(&text, heading));
        assert_eq!(shown.len(), printed.len(), "{heading}");
        assert_eq!(words(shown[0]), words(printed[0]), "{heading}");
    }
    for line in under(shown, "4. ") {
        let error = line.split(" (").next().expect("an error");
        assert!(
            text.contains(error),
            "`{error}` is on the page, and not printed"
        );
    }
}

#[test]
fn a_variable_of_telemetry_changes_nothing_of_it() {
    let variables = [
        ("OTEL_SDK_DISABLED", "true"),
        ("OTEL_SAMPLING_RATIO", "0.0"),
    ];
    says_what_is_so(&text(&demo_with(&variables, &FEWEST)));
}
