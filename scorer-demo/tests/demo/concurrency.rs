//! Requests that run at the same time: each has its own whole tree, with nothing of another's.

use std::collections::HashMap;
use std::time::Duration;

use crate::common::{REFUSED, scored};
use opentelemetry_sdk::trace::SpanData;
use scorer_demo::app::router;
use scorer_demo::credentials::TrustedIssuer;
use scorer_demo::database::{Database, Location, PoolSize};
use scorer_demo::samples::{ALL, ISSUER};
use scorer_instrument::tree::{Forest, Tree};
use tower::ServiceExt as _;

/// How often each sample is sent.
const ROUNDS: usize = 4;

fn shape(row: &Tree, depth: usize) -> String {
    let below: String = row
        .children
        .iter()
        .map(|row| shape(row, depth + 1))
        .collect();
    format!("{}{}\n{below}", "  ".repeat(depth), row.name)
}

fn field<'a>(row: &'a Tree, name: &str) -> &'a str {
    let found = row.fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value)
}

/// Every span lies within the one around it.
fn lie_within(spans: &[SpanData]) {
    for child in spans {
        let parent = spans
            .iter()
            .find(|it| it.span_context.span_id() == child.parent_span_id);
        if let Some(parent) = parent {
            assert!(child.start_time >= parent.start_time, "{}", child.name);
            assert!(child.end_time <= parent.end_time, "{}", child.name);
        }
    }
}

#[test]
fn requests_at_the_same_time_keep_their_trees_apart() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime");

    let location = Location::temporary().expect("a directory");
    // The start itself would be a tree as well, so it comes before telemetry is there at all: a thread that asks for its
    // subscriber while there is one for some other thread alone keeps that answer.
    let opening = Database::open(&location, PoolSize::default());
    let database = runtime.block_on(opening).expect("a database");
    let telemetry = scorer_instrument::telemetry!()
        .environment(|_| None)
        .default_value("OTEL_BSP_MAX_QUEUE_SIZE", "100000")
        .in_memory()
        .expect("accepted settings");
    tracing::dispatcher::set_global_default(telemetry.dispatch()).expect("the only subscriber");

    runtime.block_on(async {
        let service = router(
            database.clone(),
            TrustedIssuer::from_hex(ISSUER).expect("a key"),
        );
        let mut running = Vec::new();
        for _ in 0..ROUNDS {
            for sample in ALL {
                let parsed = sample.parse().expect("a request");
                running.push(tokio::spawn(service.clone().oneshot(parsed.request)));
            }
        }
        for request in running {
            let Ok(response) = request.await.expect("no panic");
            assert!(!response.status().is_server_error());
        }
        database.close().await;
    });

    let guard = telemetry.telemetry();
    guard
        .drain(Duration::from_secs(30))
        .expect("every request ends");
    let spans = telemetry.spans();
    lie_within(&spans);
    let mut forest = Forest::default();
    let mut trees = spans.into_iter().filter_map(|span| forest.add(span));

    // Each sample has its own address, so an address tells whose tree it is.
    let expected: HashMap<String, String> = ALL
        .into_iter()
        .map(|sample| {
            let line = sample.parse().expect("a request").line;
            let address = line.rsplit('/').next().expect("a path").to_owned();
            let shape = match sample.name {
                "good" => scored(true),
                "bad-key" | "malformed" => REFUSED.to_owned(),
                _ => scored(false),
            };
            (address, shape)
        })
        .collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for _ in 0..ROUNDS * ALL.len() {
        let tree = trees.next().expect("a tree for each request");
        let address = field(&tree, "address").to_owned();
        assert_eq!(shape(&tree, 0), expected[&address]);
        for row in &tree.children {
            assert!(["", address.as_str()].contains(&field(row, "address")));
        }
        *seen.entry(address).or_default() += 1;
    }
    assert_eq!(seen.len(), ALL.len());
    assert!(seen.values().all(|count| *count == ROUNDS), "{seen:?}");
    assert_eq!(trees.next(), None, "a tree that nobody asked for");
}
