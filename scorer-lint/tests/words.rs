//! What a message says decides nothing: with one fixed text in the place of every sentence, the same is found and refused at
//! the same places, and a baseline knows it by the same codes.
//!
//! The words are replaced for the whole process, so this is the one test of its file.

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::{self as syntax, words};
use scorer_lint::engine::finding::Finding;
use scorer_lint::engine::run;
use scorer_lint::package::unit::Unit;
use scorer_lint::package::workspace::{self, Selection};
use scorer_lint::review::{Request, select};
use scorer_lint::rules::ALL;
use scorer_lint::source::File;

#[expect(dead_code, reason = "the pages' own tests ask for more of it")]
#[path = "pages/examples.rs"]
mod examples;

/// What was found, words aside.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    findings: Vec<String>,
    identities: Vec<String>,
    refusals: Vec<String>,
}

#[test]
fn no_word_decides_anything() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = everything(own, |text| text != words::FIXED);
    words::fix();
    let silent = everything(own, |text| text == words::FIXED);
    same("a finding", &said.findings, &silent.findings);
    same("a baseline's entry", &said.identities, &silent.identities);
    same("a refusal", &said.refusals, &silent.refusals);
    let in_text = |kind: &str| said.findings.iter().any(|line| line.contains(kind));
    for kind in [
        "Cargo.toml",
        "Cargo.lock",
        ".yaml",
        "scorer-instrument.toml",
        "baseline.toml",
    ] {
        assert!(in_text(kind), "nothing is found in {kind}");
    }
    assert!(said.findings.len() > 800 && said.refusals.len() > 100);
}

/// The pages' examples, the services, and the compiler's refusals.
fn everything(own: &Path, is_as_expected: fn(&str) -> bool) -> Seen {
    let mut seen = Seen::default();
    for rule in ALL.rules().iter() {
        for example in examples::examples(rule.page) {
            let folder = tempfile::tempdir().expect("a folder");
            let (unit, baseline) = examples::package(&example, folder.path());
            look(&[unit], baseline, folder.path(), is_as_expected, &mut seen);
        }
    }
    for folder in ["tests/services", "tests/fixes"] {
        for package in folders(&own.join(folder)) {
            let selection = Selection {
                paths: vec![package.clone()],
                ..Selection::default()
            };
            let (units, _) = workspace::collect(ALL.rules(), &selection);
            look(&units, None, &package, is_as_expected, &mut seen);
        }
    }
    for source in sources(&own.join("../ui-tests/ui")) {
        refusals(&source, is_as_expected, &mut seen.refusals);
    }
    seen
}

fn look(
    units: &[Unit],
    baseline: Option<PathBuf>,
    folder: &Path,
    is_as_expected: fn(&str) -> bool,
    seen: &mut Seen,
) {
    let mut outcome = run::lint(&ALL, units);
    let request = Request {
        baseline,
        ..Request::default()
    };
    select(&ALL, &request, units, &[], &mut outcome).expect("a baseline");
    for finding in &outcome.findings {
        let words = [&finding.message]
            .into_iter()
            .chain(&finding.help)
            .chain(&finding.notes);
        for text in words.map(ToString::to_string) {
            assert!(is_as_expected(&text), "{}: {text:?}", finding.rule.name);
        }
        seen.findings.push(without_words(finding, folder));
    }
    let written = tempfile::tempdir().expect("a folder");
    let baseline = written.path().join("baseline.toml");
    let request = Request {
        write_baseline: Some(baseline.clone()),
        ..Request::default()
    };
    select(&ALL, &request, units, &[], &mut outcome).expect("a baseline");
    let text = fs::read_to_string(&baseline).expect("a baseline");
    let entries = text.lines().filter(|line| line.contains("rule = "));
    seen.identities.extend(entries.map(|line| {
        let (known_by, _) = line.split_once(", says = ").expect("an entry");
        known_by.to_owned()
    }));
}

fn without_words(finding: &Finding, folder: &Path) -> String {
    let shown = |value: &dyn Debug| {
        let text = format!("{value:?}");
        text.replace(&*folder.to_string_lossy(), "")
    };
    [
        shown(&finding.path),
        shown(&finding.bytes),
        shown(&(finding.start, finding.end)),
        finding.rule.name.to_owned(),
        finding.level.to_string(),
        shown(&finding.names),
        shown(&finding.fix),
        shown(&finding.yields_in),
        shown(&finding.depends),
        shown(&finding.elsewhere),
    ]
    .join(" ")
}

/// What the compiler refuses of each `#[scorer_span]` in a source, and how the attribute is mended.
fn refusals(path: &Path, is_as_expected: fn(&str) -> bool, seen: &mut Vec<String>) {
    let file = File::new(path, fs::read_to_string(path).expect("a source"));
    let policy = Policy::default();
    for function in file.functions() {
        let attributes = function.attributes.iter();
        let guarded = attributes.filter(|attribute| file.is_word(attribute.name, "scorer_span"));
        for attribute in guarded {
            let end = function
                .body
                .as_ref()
                .map_or(function.output.end, |body| body.end + 1);
            let read = |text: &str| text.parse::<TokenStream>().ok();
            let (Some(attr), Some(item)) = (
                read(file.text_of(&attribute.arguments)),
                read(file.text_of(&(function.keyword..end))),
            ) else {
                continue;
            };
            let mended = syntax::mend(&policy, attr.clone(), item.clone());
            let Err(faults) = syntax::judge(&policy, attr, item, &|_, tokens, _| tokens) else {
                continue;
            };
            for fault in &faults {
                for text in [&fault.message]
                    .into_iter()
                    .chain(&fault.help)
                    .chain(&fault.notes)
                {
                    assert!(is_as_expected(text), "{}: {text:?}", path.display());
                }
                let (start, end) = (fault.span.start(), fault.span.end());
                seen.push(format!("{} {start:?} {end:?}", path.display()));
            }
            seen.push(format!("{mended:?}"));
        }
    }
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The sources in a folder and below.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut work) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = work.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                work.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The first difference says more than two long lists.
fn same(what: &str, said: &[String], silent: &[String]) {
    for (said, silent) in said.iter().zip(silent) {
        assert_eq!(said, silent, "{what} depends on what is said");
    }
    assert_eq!(said.len(), silent.len(), "{what} depends on what is said");
}
