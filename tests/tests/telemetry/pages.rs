//! The pages on calls and queues show what runs in tests: each block of Rust stands in one of their sources, line by line.

use std::fs;
use std::path::Path;

/// Each page, and what it shows.
const PAGES: &[(&str, &[&str])] = &[
    (
        "docs/outgoing-calls.md",
        &[
            "tests/tests/telemetry/outgoing.rs",
            "tests/beside/src/aws.rs",
            "tests/beside/src/reqwest_client.rs",
        ],
    ),
    (
        "docs/queues.md",
        &[
            "tests/tests/telemetry/queues.rs",
            "tests/beside/src/kafka.rs",
            "tests/beside/src/sqs.rs",
        ],
    ),
];

fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect()
}

/// The blocks of Rust of a page, each with the line on which it begins.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for (at, line) in page.lines().enumerate() {
        match &mut block {
            Some(_) if line == "```" => found.extend(block.take()),
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```rust" => block = Some((at + 1, String::new())),
            None => {}
        }
    }
    assert!(block.is_none(), "a block without an end");
    found
}

#[test]
fn what_a_page_shows_is_what_a_test_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace");
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    for (page, sources) in PAGES {
        let sources: Vec<_> = sources.iter().map(|path| (path, read(path))).collect();
        let mut is_shown = vec![false; sources.len()];
        let blocks = blocks(&read(page));
        for (line, block) in &blocks {
            let block = lines(block);
            let holds = |source: &str| lines(source).windows(block.len()).any(|it| it == block);
            let found = sources.iter().position(|(_, source)| holds(source));
            let found =
                found.unwrap_or_else(|| panic!("{page}:{line}: no source holds this block"));
            is_shown[found] = true;
        }
        for ((path, _), is_shown) in sources.iter().zip(is_shown) {
            assert!(is_shown, "{page} shows nothing of {path}");
        }
    }
}
