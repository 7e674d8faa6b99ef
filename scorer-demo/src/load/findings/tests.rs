//! Data with known answers.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Findings, Quantiles, Scan, find};
use crate::load::observed::{Observed, Statement, Step};

const ROUTE: &str = "POST /scores";

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn step(name: &str, took: u64, children: Vec<Step>) -> Step {
    Step {
        name: name.to_owned(),
        took: ms(took),
        times: 1,
        children,
        ..Step::default()
    }
}

fn request(trace: &str, root: Step) -> Observed {
    Observed {
        trace: trace.to_owned(),
        root,
    }
}

/// A request that spends its time in `hash` and in `query`, and a millisecond by itself.
fn scored(trace: &str, hash: u64, query: u64) -> Observed {
    let children = vec![
        step("hash", hash, vec![]),
        step("handler", query, vec![step("query", query, vec![])]),
    ];
    request(trace, step(ROUTE, hash + query + 1, children))
}

fn said(start: Option<&Observed>, requests: &[Observed], scans: Vec<Scan>) -> String {
    let quantiles = requests.iter().map(|it| {
        let quantiles = Quantiles {
            p50: ms(10),
            p95: ms(90),
        };
        (it.root.name.clone(), quantiles)
    });
    let quantiles: BTreeMap<String, Quantiles> = quantiles.collect();
    find(start, requests, &quantiles, scans).to_string()
}

/// The lines under a heading.
fn under<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = text.lines().skip_while(|it| !it.starts_with(heading));
    let lines = lines.skip(1).take_while(|it| !it.is_empty());
    lines.map(str::trim).collect()
}

#[test]
fn nothing_recorded_is_said_to_be_nothing() {
    assert_eq!(
        Findings::default().to_string(),
        "\
What the table tells
(The time of a step is its own, without that of the steps within it.)

1. What the cold start waited for
   No start was recorded.

2. Which step makes the P95
   No request was recorded.

3. Which statements repeat, and which lack an index
   No statement repeats within a request.
   No statement reads a whole table.

4. Which errors belong to which slow operation
   No request failed.
"
    );
}

#[test]
fn the_cold_start_waited_for_what_took_its_time() {
    let start = step(
        "cold_start",
        100,
        vec![
            step("connect", 10, vec![]),
            step("migrate", 85, vec![step("CREATE a", 60, vec![])]),
        ],
    );
    // `query` was 40 ms in the first, and is 4 ms in the median of the others; `hash` is the same in all.
    let requests = [
        scored("first", 5, 40),
        scored("a", 5, 3),
        scored("b", 5, 4),
        scored("c", 5, 9),
    ];
    let text = said(Some(&request("start", start)), &requests, vec![]);
    assert_eq!(
        under(&text, "1."),
        [
            "The start took 100.00 ms. The largest parts of that are `CREATE a` (60.00 ms, 60 %), `migrate` (25.00 ms, 25 %) and `connect` (10.00 ms, 10 %).",
            "The first request, `POST /scores`, took 46.00 ms; the median of those after it is 10.00 ms. \
             The largest part of what it took longer is in `query`: 36.00 ms more than the median there.",
        ]
    );
}

#[test]
fn a_first_request_that_was_fast_waited_for_nothing() {
    let requests = [scored("first", 5, 1), scored("a", 5, 3), scored("b", 6, 4)];
    let start = request("start", step("cold_start", 1, vec![]));
    let text = said(Some(&start), &requests, vec![]);
    assert_eq!(
        under(&text, "1.")[1],
        "The first request, `POST /scores`, took 7.00 ms; the median of those after it is 11.00 ms. \
         So the start cost it nothing."
    );
}

#[test]
fn what_makes_the_p95_is_where_the_slowest_spend_their_time() {
    let mut requests: Vec<Observed> = (0..38)
        .map(|it| scored(&format!("usual {it}"), 8, 1))
        .collect();
    // Two of forty are the slowest 5 %: 180 of their 200 ms are the query's.
    requests.extend([scored("slow", 9, 80), scored("slower", 9, 100)]);
    let text = said(None, &requests, vec![]);
    assert_eq!(
        under(&text, "2."),
        [
            "`POST /scores`: P95 90.00 ms, median 10.00 ms, 40 requests. `query` makes the P95: it takes 90 % of the time of the \
          2 slowest requests. Of the others, the largest part is `hash` (80 %)."
        ]
    );
    let all_alike: Vec<Observed> = (0..20)
        .map(|it| scored(&format!("usual {it}"), 8, 1))
        .collect();
    let text = said(None, &all_alike, vec![]);
    assert_eq!(
        under(&text, "2."),
        [
            "`POST /scores`: P95 90.00 ms, median 10.00 ms, 20 requests. `hash` makes the P95: it takes 80 % of the time of the \
          slowest request. Of the others it takes 80 %."
        ]
    );
}

#[test]
fn a_statement_in_a_loop_is_named_with_the_trace_where_it_ran_most() {
    let looped = |trace, times| {
        let mut query = step("SELECT stamp", 15, vec![]);
        query.times = times;
        request(trace, step(ROUTE, 20, vec![step("board", 18, vec![query])]))
    };
    let text = said(
        None,
        &[looped("a", 7), looped("b", 12), looped("c", 12)],
        vec![],
    );
    assert_eq!(
        under(&text, "3."),
        [
            "`SELECT stamp` repeats (N+1): up to 12 times within one `board`, in 3 requests, 75 % of their time. One query may do. Trace b.",
            "No statement reads a whole table.",
        ]
    );
}

#[test]
fn a_statement_without_an_index_is_named_in_the_databases_words() {
    let scan = Scan {
        statement: Statement {
            name: "SELECT past".to_owned(),
            text: "SELECT a FROM past\n   WHERE b = $1".to_owned(),
            count: 4,
            total: ms(80),
            longest: ms(31),
        },
        plan: "its plan says `SCAN past`".to_owned(),
    };
    let text = said(None, &[], vec![scan]);
    assert_eq!(
        under(&text, "3.")[1],
        "`SELECT past` lacks an index: its plan says `SCAN past`. It ran 4 times and took 80.00 ms in all, 31.00 ms at most: \
         `SELECT a FROM past WHERE b = $1`."
    );
}

#[test]
fn errors_stand_with_the_step_that_took_their_time_and_with_their_traces() {
    let failed = |trace, took, error: &str| {
        let mut inner = step("load", took, vec![]);
        inner.said = vec![error.to_owned()];
        let mut root = step(ROUTE, took + 1, vec![inner]);
        root.failed = true;
        request(trace, root)
    };
    let mut refused = scored("refused", 4, 1);
    refused.root.children[0].said = vec!["the key is wrong".to_owned()];
    let mut gone = scored("gone", 4, 1);
    gone.root.cancelled = true;
    let mut requests: Vec<Observed> = (0..96)
        .map(|it| scored(&format!("usual {it}"), 5, 1))
        .collect();
    requests.extend([
        refused,
        gone,
        failed("a", 50, "no connection"),
        failed("b", 70, "no connection"),
        failed("c", 60, "no connection"),
        failed("d", 80, "no connection"),
        failed("e", 2, "no such table"),
    ]);
    let text = said(None, &requests, vec![]);
    assert_eq!(
        under(&text, "4."),
        [
            "no connection (the service's error, 4 requests): the largest part of their time is in `load` (98 %, 65.00 ms each); \
             4 are among the slowest 5 % of the route. Traces d, b, c and 1 more.",
            "no such table (the service's error, 1 request): the largest part of its time is in `load` (67 %, 2.00 ms); \
             it is not among the slowest 5 % of the route. Trace e.",
            "the client went away (abandoned, 1 request): the largest part of its time is in `hash` (67 %, 4.00 ms); \
             it is not among the slowest 5 % of the route. Trace gone.",
            "the key is wrong (the caller's error, 1 request): the largest part of its time is in `hash` (67 %, 4.00 ms); \
             it is not among the slowest 5 % of the route. Trace refused.",
        ]
    );
}
