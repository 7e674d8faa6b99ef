//! Whether an argument may be recorded has one answer: what `#[scorer_span]` refuses to record, the lint finds under
//! `#[instrument]`, over a grid of names and types. Where the two differ, a row below says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax as syntax;
use scorer_lint::engine::run::lint_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;

/// The rules on arguments.
const RULES: [&str; 4] = [
    "pool-not-skipped",
    "credential-not-skipped",
    "pii-field",
    "large-arg-not-skipped",
];

/// Functions of which the second says what a name that says nothing is.
const FUNCTIONS: [&str; 2] = ["handle", "verify_password"];

/// Arguments beside those whose types are labelled, `NAME` standing for the name.
const FORMS: [&str; 14] = [
    "NAME: &str",
    "NAME: Option<String>",
    "NAME: impl AsRef<str>",
    "NAME: bool",
    "NAME: i64",
    "NAME: f64",
    "NAME: Vec<String>",
    "NAME: [u8; 32]",
    "NAME: &Path",
    "NAME: IpAddr",
    "NAME: Login",
    "Json(NAME): Json<Login>",
    "State(NAME): State<AppState>",
    "ConnectInfo(NAME): ConnectInfo<SocketAddr>",
];

/// One argument of one function.
struct Case<'a> {
    function: &'a str,
    name: &'a str,
    form: &'a str,
}

/// Who alone refuses an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Only {
    Compiler,
    Lint,
}

struct Difference {
    only: Only,
    is_meant: fn(&Policy, &Case<'_>) -> bool,
    reason: &'static str,
}

const DIFFERENCES: [Difference; 4] = [
    Difference {
        only: Only::Compiler,
        is_meant: |_, case| case.form == "NAME: [u8; 32]",
        reason: "an array is as long as its type says, and seldom more than a digest",
    },
    Difference {
        only: Only::Compiler,
        is_meant: |_, case| case.form == "NAME: &Path" || case.form.contains("::Path<"),
        reason: "a file's path, or what a route found in a URL's, says nothing of anybody most of the time, and a review \
                 would be full of it",
    },
    Difference {
        only: Only::Compiler,
        is_meant: |policy, case| {
            policy.is_any_text(case.function, case.name) && !policy.is_bulk(case.name)
        },
        reason: "`key: &str` is the key of a cache, of a map, of an object most of the time: the compiler asks for a better \
                 name before the code is there, a reviewer would ask for a change of code that is fit",
    },
    Difference {
        only: Only::Lint,
        is_meant: |_, case| case.form.starts_with("Json(") || case.form.starts_with("State("),
        reason: "what an extractor holds is a whole body or a service's state; under `#[scorer_span]` rustc refuses its type",
    },
];

#[test]
fn the_lint_finds_what_the_compiler_refuses() {
    let policy = Policy::default();
    let names = names();
    let types = types();
    let forms = FORMS.iter().map(|form| (*form).to_owned());
    let forms: Vec<String> = forms.chain(types.into_values()).collect();
    let mut used = [false; DIFFERENCES.len()];
    let (mut wrong, mut pairs, mut refused) = (BTreeMap::new(), 0, 0);
    for function in FUNCTIONS {
        for form in &forms {
            let found = found(function, form, &names);
            for (at, name) in names.iter().enumerate() {
                let case = Case {
                    function,
                    name,
                    form,
                };
                let (by_compiler, by_lint) = (refuses(&policy, &case), found.contains(&at));
                pairs += 1;
                refused += usize::from(by_compiler);
                let only = match (by_compiler, by_lint) {
                    (true, false) => Only::Compiler,
                    (false, true) => Only::Lint,
                    _ => continue,
                };
                let row = DIFFERENCES
                    .iter()
                    .position(|row| row.only == only && (row.is_meant)(&policy, &case));
                match row {
                    Some(row) => used[row] = true,
                    None => {
                        let names: &mut Vec<&str> = wrong
                            .entry((format!("{only:?}"), function, form))
                            .or_default();
                        names.push(name);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "refused by one alone: {wrong:#?}");
    for (row, used) in DIFFERENCES.iter().zip(used) {
        assert!(used, "no pair differs so any more: {}", row.reason);
    }
    assert!(
        pairs > 30_000 && refused > pairs / 10 && refused < pairs,
        "{refused} of {pairs} are refused"
    );
}

/// The labelled names, as identifiers.
fn names() -> Vec<String> {
    let names: BTreeSet<String> = data("scorer-instrument-policy", "names.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .map(|name| name.replace(['.', '-', ' '], "_"))
        .filter(|name| syn::parse_str::<syn::Ident>(name).is_ok())
        .collect();
    assert!(names.len() > 900, "only {} names", names.len());
    names.into_iter().collect()
}

/// The first of each class of the labelled types, as an argument of it.
fn types() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in data("scorer-instrument-syntax", "types.tsv")
        .lines()
        .skip(1)
    {
        let Some((ty, class)) = line.split_once('\t') else {
            continue;
        };
        if syn::parse_str::<syn::Type>(ty).is_ok() {
            found
                .entry(class.to_owned())
                .or_insert_with(|| format!("NAME: {ty}"));
        }
    }
    assert!(found.len() > 10, "only {} classes", found.len());
    found
}

/// A file of labels, which lies beside the tests of the crate that judges it.
fn data(krate: &str, name: &str) -> String {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = own.join("..").join(krate).join("tests/data").join(name);
    std::fs::read_to_string(path).expect("the labels")
}

/// Whether `#[scorer_span]` refuses the argument.
fn refuses(policy: &Policy, case: &Case<'_>) -> bool {
    let argument = case.form.replace("NAME", case.name);
    let item: TokenStream = format!("fn {}({argument}) {{}}", case.function)
        .parse()
        .expect("tokens");
    syntax::judge(policy, TokenStream::new(), item, &|_, operand, _| operand).is_err()
}

/// Which of the names the lint finds, each an argument of a function of its own.
fn found(function: &str, form: &str, names: &[String]) -> BTreeSet<usize> {
    const HEAD: usize = 2;
    let mut text = String::from("use tracing::instrument;\n");
    for name in names {
        let argument = form.replace("NAME", name);
        let _ = writeln!(text, "#[instrument] fn {function}({argument}) {{}}");
    }
    let mut unit = Unit::default();
    unit.settings
        .only(ALL.rules(), &RULES.map(str::to_owned))
        .expect("rules");
    let findings = lint_text(&ALL, &unit, PathBuf::from("src/lib.rs"), &text);
    findings
        .iter()
        .map(|finding| finding.start.line - HEAD)
        .collect()
}
