//! Whatever a file holds, the lint reads it to its end, finds places that are in it, and says the same twice.

mod corpus;

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use scorer_lint::engine::finding::Finding;
use scorer_lint::engine::run::lint_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;

use corpus::{on_engine_stack, sources};

/// Real files: this package's own sources and the labelled services.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| sources(&["src", "tests/services"]));

/// Lints a text and checks what holds for every finding.
fn lint(text: &str) -> Vec<Finding> {
    let unit = Unit::default();
    let findings = lint_text(&ALL, &unit, PathBuf::from("src/any.rs"), text);
    for finding in &findings {
        let bytes = finding.bytes.clone();
        assert!(
            text.get(bytes.clone()).is_some(),
            "{}: {bytes:?} is not in the text",
            finding.rule.name
        );
        assert!(finding.start <= finding.end && !finding.message.to_string().is_empty());
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.bytes.clone()).is_some(), "{edit:?}");
        }
    }
    findings
}

/// What is put into a file to break it.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "'",
    "r#\"",
    "/*",
    "*/",
    "//",
    "#",
    "!",
    "?",
    "%",
    "::",
    ".",
    ",",
    ";",
    "=",
    "=>",
    "|",
    "&",
    "{}",
    "\n",
    "\0",
    "é",
    "fn",
    "async",
    "async move",
    "await",
    "let",
    "match",
    "for",
    "impl",
    "struct",
    "use",
    "info!(",
    "info!(\"{x}\"",
    "span!(",
    "#[instrument(",
    "#[instrument]",
    ".record(",
    "macro_rules!",
    "// scorer-lint: allow(",
    "println!(\"{:?}\"",
    "b'",
    "0x",
    "1e",
    "'a",
    "r#fn",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    fn broken_files(
        file in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES)), 0..12),
    ) {
        let mut letters: Vec<char> = file.get(&CORPUS).chars().collect();
        for (from, to) in cuts {
            if letters.is_empty() {
                break;
            }
            let (from, to) = (from.index(letters.len()), to.index(letters.len()));
            if from <= to {
                letters.drain(from..to.min(from + 200));
            } else {
                let doubled: Vec<char> = letters[to..from.min(to + 200)].to_vec();
                letters.splice(to..to, doubled);
            }
        }
        for (at, piece) in pieces {
            let at = at.index(letters.len() + 1);
            letters.splice(at..at, piece.chars());
        }
        let text: String = letters.into_iter().collect();
        let places = |findings: &[Finding]| -> Vec<_> {
            findings.iter().map(|finding| (finding.rule.name, finding.bytes.clone())).collect()
        };
        prop_assert_eq!(places(&lint(&text)), places(&lint(&text)));
    }

    fn texts(text in "(?s).{0,400}") {
        lint(&text);
    }

    fn sequences(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..120), space in any::<bool>()) {
        lint(&pieces.join(if space { " " } else { "" }));
    }
}

#[test]
fn a_real_file_may_be_cut_doubled_and_sprinkled() {
    on_engine_stack(broken_files);
}

#[test]
fn any_text_is_read() {
    on_engine_stack(texts);
}

#[test]
fn any_sequence_of_pieces_is_read() {
    on_engine_stack(sequences);
}

#[test]
fn a_piece_may_stand_thousands_of_times() {
    on_engine_stack(repeated);
}

#[test]
fn brackets_may_nest_thousands_deep() {
    on_engine_stack(nested);
}

/// Each piece many times over: what is written without end must not be read without end.
fn repeated() {
    for piece in PIECES {
        lint(&piece.repeat(10_000));
        lint(&format!(
            "async fn f() {{ {} }}",
            format!("{piece} ").repeat(10_000)
        ));
    }
}

fn nested() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("Some(", ")"),
        ("info!(", ")"),
        ("format!(", ")"),
        ("if a {", "}"),
        ("&", ""),
        ("!", ""),
        ("x.", "y"),
    ] {
        let nested = format!("{}x{}", open.repeat(20_000), close.repeat(20_000));
        lint(&format!(
            "fn f() {{ let a = {nested}; tracing::info!(a, \"{{a}}\", {nested}); }}"
        ));
        lint(&format!(
            "#[instrument(fields(a = {nested}))] fn f(a: Vec<{nested}>) {{}}"
        ));
    }
}
