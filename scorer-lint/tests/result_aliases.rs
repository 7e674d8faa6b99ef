//! A `Result` under another name: in whatever package of the workspace and however the alias is written, a span that doesn't record
//! the error is found, and one around a function that returns something else is not.

use std::path::PathBuf;

use scorer_lint::engine::run::lint;
use scorer_lint::package::unit::{Source, TextFile, Unit};
use scorer_lint::rules::ALL;

/// Definitions of `Loaded`.
const RESULTS: &[&str] = &[
    "pub type Loaded<T = ()> = Result<T, LoadError>;",
    "pub type Loaded<T> = std::result::Result<T, LoadError>;",
    "pub type Loaded<T, E = LoadError> = core::result::Result<T, E>;",
    "pub type Loaded = Result<Vec<u8>, LoadError>;",
    "pub type Loaded<T> = anyhow::Result<T>;",
    "pub type Loaded = std::fmt::Result;",
    "use std::result::Result as Outcome;\npub type Loaded<T> = Outcome<T, LoadError>;",
    "pub type Loaded<T> = Fetched<T>;\npub type Fetched<T> = Result<T, LoadError>;",
    "pub type Loaded<'a, T: Send> = Result<&'a T, Box<dyn Error + Send>>;",
];

/// The same of what is no `Result`.
const OTHERS: &[&str] = &[
    "pub type Loaded<T = ()> = Option<T>;",
    "pub type Loaded<T> = Vec<Result<T, LoadError>>;",
    "pub type Loaded<T> = Pin<Box<dyn Future<Output = Result<T, LoadError>>>>;",
    "pub struct Loaded<T>(Result<T, LoadError>);",
    "pub enum Loaded<T> { Found(T), None }",
    "impl Load for Store { type Loaded<T> = Result<T, LoadError>; }",
    "pub type Loaded<T> = Loaded<T>;",
    "pub type Fetched<T> = Result<T, LoadError>;",
    "pub type Loaded = (Result<u8, LoadError>, u8);",
    "",
];

/// Functions that return it; `@` stands for the attribute's arguments.
const FUNCTIONS: &[&str] = &[
    "#[tracing::instrument(skip_all@)]\nasync fn load(store: &Store) -> Loaded { store.read().await }",
    "#[tracing::instrument(skip_all@)]\npub fn load(store: &Store) -> Loaded<Object> { store.read(); find() }",
    "impl Store {\n#[tracing::instrument(skip_all@)]\nasync fn load(&self) -> cache::Loaded<Arc<Object>> { self.read().await } }",
];

fn unit(name: &str, dependency: &str, text: String) -> Unit {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\ntracing = \"0.1\"\n{dependency}"
    );
    Unit {
        root: PathBuf::from(name),
        sources: vec![Source {
            path: PathBuf::from(format!("{name}/src/lib.rs")),
            is_test: false,
            text: Some(text),
        }],
        manifest: Some(TextFile {
            path: PathBuf::from(format!("{name}/Cargo.toml")),
            text: manifest,
        }),
        ..Unit::default()
    }
}

fn found(units: &[Unit]) -> usize {
    let findings = lint(&ALL, units).findings;
    findings
        .iter()
        .filter(|finding| finding.rule.name == "error-not-recorded")
        .count()
}

/// The definition in the function's own file, and in a package that its own depends on.
fn both(definition: &str, function: &str) -> [Vec<Unit>; 2] {
    let service = "service = { path = \"../service\" }\n";
    [
        vec![unit("service", "", format!("{definition}\n{function}\n"))],
        vec![
            unit("service", "", definition.to_owned()),
            unit(
                "native",
                service,
                format!("use service::Loaded;\n{function}\n"),
            ),
        ],
    ]
}

#[test]
fn an_alias_of_a_result_is_followed_into_each_package_and_no_other_type_is() {
    for function in FUNCTIONS {
        for (definitions, expected) in [(RESULTS, 1), (OTHERS, 0)] {
            for definition in definitions {
                let silent = function.replace('@', "");
                for units in both(definition, &silent) {
                    assert_eq!(found(&units), expected, "{definition}\n{silent}");
                }
                let says_it = function.replace('@', ", err");
                for units in both(definition, &says_it) {
                    assert_eq!(found(&units), 0, "{definition}\n{says_it}");
                }
            }
        }
    }
}

#[test]
fn a_type_of_the_packages_own_is_no_other_packages_alias() {
    let function = FUNCTIONS[0].replace('@', "");
    let units = [
        unit("service", "", RESULTS[0].to_owned()),
        unit(
            "native",
            "service = { path = \"../service\" }\n",
            format!("struct Loaded {{ at: u64 }}\n{function}\n"),
        ),
        // One that depends on nothing doesn't know the alias either.
        unit("other", "", function.clone()),
    ];
    assert_eq!(found(&units), 0);
}
