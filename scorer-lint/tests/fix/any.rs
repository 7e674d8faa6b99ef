//! Whatever a file holds: nothing panics, brackets stay matched, and what is fixed stays fixed.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use scorer_lint::engine::finding::Edit;
use scorer_lint::engine::run::lint_text;
use scorer_lint::fix::{apply, fix_text};
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;
use scorer_lint::source::{File, TokenKind};

use crate::corpus::{on_engine_stack, sources};

/// The labelled services and the packages that are compiled.
static CORPUS: LazyLock<Vec<String>> =
    LazyLock::new(|| sources(&["tests/services", "tests/fixes"]));

fn is_balanced(text: &str) -> bool {
    let file = File::new("", text.to_owned());
    let mut open = Vec::new();
    for at in 0..file.len() {
        let token = file.token(at);
        match (token.kind, token.byte) {
            (TokenKind::Open, byte) => open.push(byte),
            (TokenKind::Close, byte) => {
                let opening = open.pop();
                let fits = matches!(
                    (opening, byte),
                    (Some(b'('), b')') | (Some(b'['), b']') | (Some(b'{'), b'}')
                );
                if !fits {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

/// Fixes a text and checks what holds of every fixed text.
fn check(text: &str, unsafe_too: bool) {
    let path = Path::new("src/any.rs");
    let unit = Unit::default();
    let fixed = fix_text(&ALL, &unit, path, text, unsafe_too);
    if !is_balanced(text) {
        assert_eq!(fixed, text, "a broken file is left alone");
        return;
    }
    assert!(is_balanced(&fixed), "{text}\n=>\n{fixed}");
    let again = fix_text(&ALL, &unit, path, &fixed, unsafe_too);
    assert_eq!(again, fixed, "applied twice:\n{text}");
    // Each fix by itself: its edits fit, and every line that no edit touches is still there, in order.
    for finding in lint_text(&ALL, &unit, path.to_owned(), text) {
        let Some(fix) = finding.fix else { continue };
        let made = apply(text, &fix.edits).expect("the edits fit");
        assert!(
            is_balanced(&made),
            "{}: {text}\n=>\n{made}",
            finding.rule.name
        );
        assert_eq!(
            kept(text, &fix.edits),
            unedited(&made, &fix.edits),
            "{}",
            finding.rule.name
        );
    }
}

/// What edits leave of a text.
fn kept(text: &str, edits: &[Edit]) -> String {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.bytes.start);
    let (mut kept, mut at) = (String::new(), 0);
    for edit in ordered {
        kept.push_str(&text[at..edit.bytes.start]);
        at = edit.bytes.end;
    }
    kept + &text[at..]
}

/// What is not edits' own in the text that they make.
fn unedited(made: &str, edits: &[Edit]) -> String {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.bytes.start);
    let (mut rest, mut at, mut moved) = (String::new(), 0, 0_isize);
    for edit in ordered {
        let start = edit.bytes.start.checked_add_signed(moved).expect("a place");
        rest.push_str(&made[at..start]);
        assert_eq!(&made[start..start + edit.text.len()], edit.text);
        at = start + edit.text.len();
        moved += isize::try_from(edit.text.len()).expect("short")
            - isize::try_from(edit.bytes.len()).expect("short");
    }
    rest + &made[at..]
}

/// What is put into a file to change it, some of it balanced.
const PIECES: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "\"",
    "'",
    "/*",
    "*/",
    "//",
    ";",
    ",",
    "\n",
    "\r\n",
    "é",
    "{ ",
    " }",
    "()",
    "[]",
    "!",
    "info!(\"entering f\");",
    "let start = Instant::now();",
    "info!(\"took {:?}\", start.elapsed());",
    "info!(ms = start.elapsed().as_millis(), start);",
    "debug!(a, b = a, \"{a}\");",
    "if x { trace!(\"entering f\") } else {}",
    "match x { _ => {} }",
    "use tracing::{info, debug};",
    "use std::time::Instant;",
    "#[instrument(skip(a))]",
    "fn f(start: Instant) { info!(\"took {:?}\", start.elapsed()); }",
    "|start| start",
    "start += 1;",
    "macro_rules! m { () => {",
    "tokio::spawn(async move { f() });",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    fn changed_files(
        file in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..4),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES)), 0..6),
        whole_lines in any::<bool>(),
        unsafe_too in any::<bool>(),
    ) {
        let text = file.get(&CORPUS);
        // Lines that are cut or put in leave more files balanced than letters do.
        let mut parts: Vec<String> = if whole_lines {
            text.split_inclusive('\n').map(str::to_owned).collect()
        } else {
            text.chars().map(String::from).collect()
        };
        for (from, to) in cuts {
            if parts.is_empty() {
                break;
            }
            let (from, to) = (from.index(parts.len()), to.index(parts.len()));
            let length = if whole_lines { 2 } else { 60 };
            parts.drain(from.min(to)..from.max(to).min(from.min(to) + length));
        }
        for (at, piece) in pieces {
            let at = at.index(parts.len() + 1);
            parts.insert(at, if whole_lines { format!("{piece}\n") } else { piece.to_owned() });
        }
        check(&parts.concat(), unsafe_too);
    }

    fn texts(text in "(?s).{0,300}") {
        check(&text, true);
    }

    fn sequences(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&format!("async fn f() {{\n{}\n}}\n", pieces.join("\n")), true);
    }
}

#[test]
fn a_real_file_may_be_cut_and_sprinkled() {
    on_engine_stack(changed_files);
}

#[test]
fn any_text_is_fixed() {
    on_engine_stack(texts);
}

#[test]
fn any_sequence_of_pieces_is_fixed() {
    on_engine_stack(sequences);
}

#[test]
fn every_real_file_is_fixed() {
    on_engine_stack(|| {
        for text in CORPUS.iter() {
            check(text, false);
            check(text, true);
        }
    });
}
