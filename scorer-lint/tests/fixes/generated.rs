//! A service of 8,000 lines with fifty `#[instrument]`s in every shape: fixed, it compiles and is formatted, and what is left
//! says what to write.

use std::path::Path;

use crate::generator;
use crate::harness::{Copies, Ran};

fn service(name: &str) -> Copies {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("generated-{name}"))
        .join("generated");
    let _ = std::fs::remove_dir_all(&folder);
    let (lines, attributes) = generator::write(&folder, 8000, 50);
    assert!(lines >= 8000 && attributes >= 50, "{lines} {attributes}");
    let copies = Copies::of(&format!("generated-{name}"), &[folder]);
    copies.format();
    copies.assert_compile("before");
    copies
}

/// The rules that a raw attribute is rewritten by, and nothing else.
const RULES: &str = "--only=raw-instrument,pool-not-skipped,credential-not-skipped,large-arg-not-skipped,pii-field,debug-of-sensitive";

/// What is left of the findings, each with its help.
fn left(ran: &Ran) -> Vec<(String, String)> {
    let lines = ran.out.lines().filter(|line| line.starts_with('{'));
    lines
        .map(|line| {
            let finding: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            (text("rule"), text("help"))
        })
        .collect()
}

#[test]
fn safe_fixes_leave_a_proposal_with_the_rest() {
    let copies = service("safe");
    let ran = copies.fix(&[RULES, "--format=json"]);
    copies.assert_compile("after");
    copies.assert_formatted("after");
    let left = left(&ran);
    assert!(!left.is_empty(), "{ran:?}");
    for (rule, help) in &left {
        assert!(help.contains("scorer_span"), "{rule}: {help}");
    }
    // What cannot be proven is a part: most are rewritten.
    assert!(left.len() < 25, "{} are left", left.len());
}

#[test]
fn unsafe_fixes_leave_what_cannot_be_rewritten() {
    let copies = service("unsafe");
    let ran = copies.fix(&["--unsafe-fixes", RULES, "--format=json"]);
    copies.assert_compile("after");
    copies.assert_formatted("after");
    let left = left(&ran);
    // What holds under a condition is proposed, and not written.
    let conditional = |(_, help): &(String, String)| help.starts_with("write `#[cfg_attr(");
    assert!(left.iter().all(conditional), "{left:?}");
    let again = copies.fix(&["--unsafe-fixes", RULES]);
    assert!(again.err.starts_with("nothing to fix"), "{again:?}");
}
