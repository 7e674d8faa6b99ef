//! What the messages of `ui/fail` promise: the attribute that they show is accepted when it is pasted
//! back, nothing of the expansion's inside is named, and each case is short.

mod source;

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use scorer_instrument_policy::{Policy, config};
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::{self as syntax, members};
use source::{annotated, derived};

/// A failing case: its name, its source and what the compiler says of it.
struct Case {
    name: String,
    source: String,
    stderr: String,
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    let mut cases = Vec::new();
    for area in entries(&root) {
        for file in entries(&area) {
            if file.extension().is_some_and(|kind| kind == "rs") {
                let read = |file: &Path| fs::read_to_string(file).expect("a readable file");
                cases.push(Case {
                    name: file.display().to_string(),
                    source: read(&file),
                    stderr: read(&file.with_extension("stderr")),
                });
            }
        }
    }
    cases
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a directory of cases");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    found
}

/// The policy that the cases are compiled under.
fn policy() -> Policy {
    let text = include_bytes!("../ui/scorer-instrument.toml");
    let team = config::parse(text, Path::new("scorer-instrument.toml"));
    Policy::new(team.expect("a policy without faults"))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("tokens")
}

fn faults(policy: &Policy, attribute: TokenStream, item: TokenStream) -> Vec<Fault> {
    let judged = syntax::judge(policy, attribute, item, &|_, operand, _| operand);
    judged.err().unwrap_or_default()
}

/// The attributes that the faults say to write.
fn written(faults: &[Fault]) -> Vec<&str> {
    let helps = faults.iter().filter_map(|fault| fault.help.as_deref());
    let mut written: Vec<&str> = helps
        .filter_map(|help| help.strip_prefix("write "))
        .filter(|written| written.starts_with("#["))
        .collect();
    written.dedup();
    written
}

#[test]
fn the_attribute_of_every_help_is_accepted() {
    let policy = policy();
    let mut pasted = 0;
    for case in cases() {
        for (attribute, item) in annotated(&tokens(&case.source)) {
            let found = faults(&policy, attribute, item.clone());
            let helps = written(&found);
            assert!(helps.len() <= 1, "{}: several attributes", case.name);
            for help in helps {
                let shown = case.stderr.contains(&format!("help: write {help}\n"));
                assert!(shown, "{}: {help} is not in its .stderr", case.name);
                if syntax::item::parse(item.clone()).is_err() {
                    continue;
                }
                let [(attribute, _)] = &annotated(&tokens(&format!("{help} fn f() {{}}")))[..]
                else {
                    panic!("{}: {help} is no attribute", case.name);
                };
                let left = faults(&policy, attribute.clone(), item.clone());
                let left: Vec<String> = left.iter().map(Fault::text).collect();
                assert!(left.is_empty(), "{}: {help}: {left:#?}", case.name);
                pasted += 1;
            }
        }
    }
    assert!(pasted >= 100, "only {pasted} attributes were pasted back");
}

#[test]
fn every_help_in_the_snapshots_is_judged() {
    // In `macro_rules!` the source is no function yet: these are not pasted back above.
    let expected = |case: &Case| case.source.contains("macro_rules!");
    let policy = policy();
    for case in cases().iter().filter(|case| !expected(case)) {
        let judged = annotated(&tokens(&case.source))
            .into_iter()
            .flat_map(|(attribute, item)| faults(&policy, attribute, item))
            .filter(|fault| written(std::slice::from_ref(fault)).len() == 1)
            .count();
        let shown = case.stderr.matches("help: write #[scorer_span").count();
        assert_eq!(judged, shown, "{}", case.name);
    }
}

#[test]
fn the_member_of_every_help_is_accepted() {
    let policy = policy();
    let mut pasted = 0;
    for case in cases() {
        let judge = |source: &str| -> Vec<Fault> {
            derived(&tokens(source))
                .into_iter()
                .flat_map(|item| members::judge(&policy, item).err().unwrap_or_default())
                .collect()
        };
        let found = judge(&case.source);
        let helps: Vec<&str> = written(&found)
            .into_iter()
            .filter(|help| help.starts_with("#[recordable(skip)] "))
            .collect();
        if helps.is_empty() {
            continue;
        }
        let mut source = case.source.clone();
        for help in helps {
            // Where nothing would be left to record, the help goes on: ", or remove the derive ..".
            let help = help.split_once(", or ").map_or(help, |(help, _)| help);
            let member = help.trim_start_matches("#[recordable(skip)] ");
            assert!(source.contains(member), "{}: {help}", case.name);
            source = source.replacen(member, help, 1);
            pasted += 1;
        }
        let left: Vec<String> = judge(&source).iter().map(Fault::text).collect();
        assert!(left.is_empty(), "{}: {left:#?}", case.name);
    }
    assert!(pasted >= 5, "only {pasted} members were pasted back");
}

#[test]
fn no_message_names_what_nobody_wrote() {
    // `__arg1` is what async_trait calls an argument with a pattern; the others are the expansions' own.
    for inner in [
        "__arg",
        "__value",
        "__member",
        "__tracing_attr",
        "private::",
    ] {
        for case in cases() {
            assert!(!case.stderr.contains(inner), "{}: {inner}", case.name);
        }
    }
}

#[test]
fn no_message_lists_other_types() {
    for case in cases() {
        for list in ["the following other types implement", "and $N others"] {
            assert!(!case.stderr.contains(list), "{}: {list}", case.name);
        }
    }
}

#[test]
fn every_case_is_short_and_has_one_defect() {
    let cases = cases();
    assert!(cases.len() >= 80, "only {} cases", cases.len());
    for case in cases {
        let lines = case.source.lines().count();
        assert!(lines <= 12, "{}: {lines} lines", case.name);
        assert!(case.stderr.contains("error"), "{}", case.name);
        assert!(!case.stderr.contains("warning"), "{}", case.name);
        let annotations = case.source.matches("scorer_span(").count()
            + case.source.matches("#[scorer_span]").count();
        assert!(annotations <= 1, "{}: several annotations", case.name);
    }
}
