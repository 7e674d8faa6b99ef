//! Fixes that rewrite code: each text in `fixes/text`, before and after, as `--fix` and as `--unsafe-fixes` leave it.
//!
//! A text's sections begin with `=== before`, `=== safe`, `=== unsafe` (left out where it is the same as `safe`) and, where
//! wanted, `=== help` (what is said of the findings that `--fix` leaves) or `=== Cargo.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use scorer_instrument_policy::{Policy, Record, RecordableType, Team, TypeArgument};
use scorer_instrument_syntax::judge;
use scorer_lint::fix;
use scorer_lint::package::unit::{Source, TextFile, Unit};
use scorer_lint::rules::ALL;
use syn::spanned::Spanned as _;

/// A fixture's sections by name.
type Sections = BTreeMap<String, String>;

fn sections(text: &str) -> Sections {
    let mut found = Sections::new();
    let mut name = String::new();
    for line in text.lines() {
        match line.strip_prefix("=== ") {
            Some(next) => {
                next.clone_into(&mut name);
                found.entry(name.clone()).or_default();
            }
            None => {
                let section = found.entry(name.clone()).or_default();
                section.push_str(line);
                section.push('\n');
            }
        }
    }
    found
}

/// What a package's Cargo.toml says where a text does not.
const MANIFEST: &str =
    "[package]\nname = \"service\"\nedition = \"2024\"\n\n[dependencies]\ntracing = \"0.1\"\n";

/// A source as the one file of a package, read by the named rules alone.
fn unit(rules: &[String], manifest: &str, source: &str) -> Unit {
    let mut unit = Unit {
        root: PathBuf::from("service"),
        complete: true,
        sources: vec![Source {
            path: PathBuf::from("service/src/lib.rs"),
            is_test: false,
            text: Some(source.to_owned()),
        }],
        manifest: Some(TextFile {
            path: PathBuf::from("service/Cargo.toml"),
            text: manifest.to_owned(),
        }),
        ..Unit::default()
    };
    unit.settings.only(ALL.rules(), rules).expect("rules");
    let source = "[lint]\ndependency = { version = \"0.1\" }\n";
    unit.settings.read(ALL.rules(), source).expect("a source");
    unit
}

/// What a source becomes, and what is left to say of it.
fn fixed(rules: &[String], manifest: &str, source: &str, with_unsafe: bool) -> (String, String) {
    fixed_in(Record::All, rules, manifest, source, with_unsafe)
}

/// The same where the team's file says what is recorded of an attribute that lists nothing.
fn fixed_in(
    mode: Record,
    rules: &[String],
    manifest: &str,
    source: &str,
    with_unsafe: bool,
) -> (String, String) {
    let mut unit = unit(rules, manifest, source);
    unit.policy = policy(mode);
    let mut units = [unit];
    let fixed = fix::fix(&ALL, &mut units, with_unsafe);
    assert!(fixed.problems.is_empty(), "{:?}", fixed.problems);
    let mut said = String::new();
    for finding in &fixed.outcome.findings {
        for line in finding.help.iter().chain(&finding.notes) {
            said.push_str(&line.to_string());
            said.push('\n');
        }
    }
    let text = units[0].sources[0].text.clone().expect("a text");
    let again = fix::fix(&ALL, &mut units, with_unsafe);
    assert!(again.files.is_empty(), "fixed twice: {text}");
    (text, said)
}

fn policy(record: Record) -> Policy {
    Policy::new(Team {
        record,
        ..Team::default()
    })
}

/// What each `#[scorer_span]` of a source records.
fn recorded(mode: Record, source: &str) -> Vec<(String, Vec<String>)> {
    let file = syn::parse_file(source).expect("a source");
    let mut functions = Vec::new();
    collect(source, file.items, &mut functions);
    let mut found = Vec::new();
    for (mut attributes, name, rest) in functions {
        let is_span = |attribute: &syn::Attribute| {
            let last = attribute.path().segments.last();
            last.is_some_and(|last| last.ident == "scorer_span")
        };
        let Some(at) = attributes.iter().position(is_span) else {
            continue;
        };
        let span = attributes.remove(at);
        let arguments = match &span.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => proc_macro2::TokenStream::new(),
        };
        let keep = |_: &syn::Path, operand, _| operand;
        let rest = rest.parse().expect("a function");
        let judged = judge(&policy(mode), arguments, rest, &keep);
        let (plan, _) = judged.unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
        let names = plan.fields.iter().map(|field| field.name.to_string());
        found.push((name, names.collect()));
    }
    found
}

/// A function's attributes, its name and the text of the rest of it.
type Function = (Vec<syn::Attribute>, String, String);

fn collect(source: &str, items: Vec<syn::Item>, found: &mut Vec<Function>) {
    let mut add = |attributes, sig: &syn::Signature, block: &syn::Block| {
        let bytes = sig.span().byte_range().start..block.span().byte_range().end;
        found.push((attributes, sig.ident.to_string(), source[bytes].to_owned()));
    };
    let mut modules = Vec::new();
    for item in items {
        match item {
            syn::Item::Fn(function) => add(function.attrs, &function.sig, &function.block),
            syn::Item::Impl(block) => {
                for item in block.items {
                    if let syn::ImplItem::Fn(function) = item {
                        add(function.attrs, &function.sig, &function.block);
                    }
                }
            }
            syn::Item::Mod(module) => modules.extend(module.content),
            _ => {}
        }
    }
    for (_, items) in modules {
        collect(source, items, found);
    }
}

/// The texts, by the rule whose folder they lie in.
fn texts() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes/text");
    let mut found = Vec::new();
    for folder in fs::read_dir(root).expect("the texts") {
        let folder = folder.expect("a folder").path();
        let rule = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for file in fs::read_dir(&folder).expect("a folder") {
            found.push((rule.clone(), file.expect("a file").path()));
        }
    }
    found.sort();
    found
}

/// The rules that a folder's texts are fixed by: those on arguments go with `raw-instrument`.
fn rules_of(folder: &str) -> Vec<String> {
    let names: &[&str] = match folder {
        "raw-instrument" => &[
            "raw-instrument",
            "pool-not-skipped",
            "credential-not-skipped",
            "large-arg-not-skipped",
            "pii-field",
        ],
        "manual-span" => &["manual-span", "manual-span-async"],
        other => &[other],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Whether rustfmt leaves a source as it is.
fn is_formatted(source: &str) -> bool {
    formatted(source) == source
}

/// A source as rustfmt leaves it.
fn formatted(source: &str) -> String {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(source.as_bytes()).expect("the source");
    drop(stdin);
    let output = child.wait_with_output().expect("its end");
    assert!(output.status.success(), "rustfmt cannot read\n{source}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What a fixture says, as the fixes have it.
fn as_fixed(folder: &str, said: &Sections) -> Sections {
    let rules = rules_of(folder);
    let manifest = said.get("Cargo.toml").map_or(MANIFEST, String::as_str);
    let before = &said["before"];
    let (safe, help) = fixed(&rules, manifest, before, false);
    let (with_unsafe, _) = fixed(&rules, manifest, before, true);
    let mut found = Sections::new();
    if with_unsafe != safe {
        found.insert("unsafe".to_owned(), with_unsafe);
    }
    if said.contains_key("help") {
        found.insert("help".to_owned(), help);
    }
    if said.contains_key("Cargo.toml") {
        found.insert("Cargo.toml".to_owned(), manifest.to_owned());
    }
    found.insert("before".to_owned(), before.clone());
    found.insert("safe".to_owned(), safe);
    found
}

/// With `FIXES=overwrite` the texts are written as the fixes have them, to be read before they are kept.
#[test]
fn each_text_becomes_what_it_says() {
    let mut failures = Vec::new();
    let texts = texts();
    let overwrites = std::env::var_os("FIXES").is_some_and(|value| value == "overwrite");
    for (folder, path) in &texts {
        let said = sections(&fs::read_to_string(path).expect("a text"));
        let found = as_fixed(folder, &said);
        let shown = format!("{folder}/{}", path.file_stem().expect("a name").display());
        for name in ["before", "safe", "unsafe"] {
            if found.get(name).is_some_and(|text| !is_formatted(text)) {
                failures.push(format!("--- {shown}: rustfmt changes what is {name}"));
            }
        }
        if found != said && overwrites {
            let mut text = String::new();
            for name in ["Cargo.toml", "before", "safe", "unsafe", "help"] {
                if let Some(section) = found.get(name) {
                    text.extend(["=== ", name, "\n", section]);
                }
            }
            fs::write(path, text).expect("the text");
        } else if found != said {
            failures.push(format!("--- {shown}\nfound: {found:#?}\nsaid: {said:#?}"));
        }
    }
    assert!(texts.len() > 2, "the texts were not found");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_recorded_is_the_same_in_both_modes() {
    let mut compared = 0;
    for (folder, path) in texts() {
        if folder != "raw-instrument" {
            continue;
        }
        let said = sections(&fs::read_to_string(&path).expect("a text"));
        let manifest = said.get("Cargo.toml").map_or(MANIFEST, String::as_str);
        for with_unsafe in [false, true] {
            let [all, listed] = [Record::All, Record::Listed].map(|mode| {
                let rules = rules_of(&folder);
                let (text, _) = fixed_in(mode, &rules, manifest, &said["before"], with_unsafe);
                assert_eq!(text, formatted(&text), "{}", path.display());
                recorded(mode, &text)
            });
            assert_eq!(all, listed, "{}", path.display());
            compared += all.iter().map(|(_, names)| names.len()).sum::<usize>();
        }
    }
    assert!(
        compared >= 50,
        "only {compared} recorded values were compared"
    );
}

/// The written types of the policy's table prove themselves, those of other crates where the package asks for the feature.
#[test]
fn every_recordable_type_is_recorded_by_the_converted_attribute() {
    for row in RecordableType::ALL {
        let path = row.path;
        let ty = match row.argument {
            TypeArgument::None if path == "str" => "&str".to_owned(),
            TypeArgument::None => path.to_owned(),
            TypeArgument::Recordable if path.starts_with('&') => format!("{path} i64"),
            TypeArgument::Recordable => format!("{path}<i64>"),
            TypeArgument::Exactly(argument) => format!("{path}<{argument}>"),
        };
        let source = format!("#[tracing::instrument]\nfn score(depth: {ty}) {{}}\n");
        for asks in [row.feature.is_some(), false] {
            let manifest = match row.feature.filter(|_| asks) {
                Some(feature) => format!(
                    "{MANIFEST}scorer-instrument = {{ version = \"0.1\", features = [\"{feature}\"] }}\n"
                ),
                None => MANIFEST.to_owned(),
            };
            let (text, _) = fixed(&rules_of("raw-instrument"), &manifest, &source, false);
            let is_proven = asks || row.feature.is_none();
            let attribute = if is_proven {
                "#[scorer_instrument::scorer_span]\n"
            } else {
                "#[scorer_instrument::scorer_span(skip(depth))]\n"
            };
            assert!(text.starts_with(attribute), "{ty}: {text}");
        }
    }
}

/// Attributes of every width, so that each way in which rustfmt breaks one is met.
#[test]
fn attributes_are_laid_out_as_rustfmt_would() {
    let mut source = String::new();
    let words = [
        "pool",
        "headers",
        "community",
        "a_long_argument",
        "token",
        "kind",
    ];
    for count in 1..16_usize {
        for (at, extra) in [
            "",
            "err",
            "name = \"scorer.score.one\", err",
            "level = \"debug\"",
        ]
        .into_iter()
        .enumerate()
        {
            let pick =
                |step: usize| format!("{}_{step}", words[(step * (at + 1) + count) % words.len()]);
            let arguments: Vec<String> = (0..count)
                .map(|step| format!("{}: &Pool", pick(step)))
                .collect();
            let short: Vec<String> = (0..count)
                .map(|step| format!("p{}: &Pool", step * 37))
                .collect();
            for (arguments, kind) in [(&arguments, "long"), (&short, "short")] {
                let list = arguments.join(", ");
                let attribute = format!("#[tracing::instrument({extra})]");
                let function = format!(
                    "{attribute}\nfn {kind}_{count}_{at}({list}) -> std::fmt::Result {{\nOk(())\n}}\n"
                );
                // Deeper in, there is less room.
                let module = ["mod in_", kind, &count.to_string(), " {", &function, "}\n"];
                source.push_str(&if at == 3 { module.concat() } else { function });
            }
        }
    }
    let source = formatted(&source);
    let (text, said) = fixed(&rules_of("raw-instrument"), MANIFEST, &source, false);
    assert!(said.is_empty(), "{said}");
    assert_eq!(text.matches("::scorer_span").count(), 120);
    assert_eq!(text, formatted(&text));
}
