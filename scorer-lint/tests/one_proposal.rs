//! All findings on one attribute propose one attribute: a generated family of functions, whose proposals are compared, written,
//! judged as the macro judges them, and linted again.

use std::collections::BTreeMap;
use std::path::PathBuf;

use scorer_instrument_policy::{Policy, Team};
use scorer_instrument_syntax::judge;
use scorer_lint::engine::finding::Finding;
use scorer_lint::engine::run;
use scorer_lint::fix;
use scorer_lint::package::unit::{Source, TextFile, Unit};
use scorer_lint::rules::ALL;
use syn::spanned::Spanned as _;

/// The rules that ask something of an attribute.
const RULES: &[&str] = &[
    "raw-instrument",
    "pool-not-skipped",
    "credential-not-skipped",
    "large-arg-not-skipped",
    "pii-field",
    "debug-of-sensitive",
    "dead-field",
    "duplicate-recording",
    "error-not-recorded",
];

const ARGUMENTS: &[&str] = &[
    "pool: &PgPool",
    "community_id: i64",
    "api_key: &str",
    "email: String",
    "stamps: Vec<u32>",
    "kind: Kind",
    "login: Login",
    "name: Option<&str>",
    "headers: &HeaderMap",
    "Json(body): Json<Login>",
    "ConnectInfo(address): ConnectInfo<SocketAddr>",
    "rounds: u32",
];

/// Fields, each with the argument that it reads.
const FIELDS: &[(&str, &str)] = &[
    ("score", ""),
    ("passing = tracing::field::Empty", ""),
    ("community_id", "community_id"),
    ("community.id = community_id", "community_id"),
    ("email = %email", "email"),
    ("to = %email", "email"),
    ("rounds", "rounds"),
    ("total = rounds + 1", "rounds"),
    ("login = ?login", "login"),
    ("stamps", "stamps"),
    ("step = \"load\"", ""),
];

const SETTINGS: &[&str] = &["name = \"scorer.load\"", "level = \"debug\"", "skip(pool)"];

const RETURNED: &[(&str, &str)] = &[
    ("", ""),
    (" -> Result<u32, Failure>", "Ok(0)"),
    (" -> Result<(), sqlx::Error>", "Ok(())"),
    (" -> std::io::Result<u32>", "Ok(0)"),
    (" -> KnownResult<u32>", "Ok(0)"),
    (" -> u32", "0"),
];

const ENDS: &[&str] = &["err", "ret", "err(level = \"warn\")"];

const TYPES: &str = "pub struct Login {\n    pub user: u32,\n    pub password: String,\n}\n\nimpl std::fmt::Debug for Login {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        write!(f, \"{} {}\", self.user, self.password)\n    }\n}\n\n#[derive(Debug)]\npub enum Kind {\n    Small,\n}\n\n#[derive(Debug)]\npub struct Failure;\n\nimpl std::fmt::Display for Failure {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        f.write_str(\"failed\")\n    }\n}\n\nimpl std::error::Error for Failure {}\n\npub type KnownResult<T> = Result<T, Failure>;\n";

/// Numbers that look as if nobody had chosen them, always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn some<'a, T>(&mut self, of: &'a [T], most: usize) -> Vec<&'a T> {
        let mut picked = Vec::new();
        let first = self.below(of.len());
        for step in 0..self.below(most + 1) {
            picked.push(&of[(first + step * 5) % of.len()]);
        }
        picked
    }
}

/// One function under one attribute.
fn function(numbers: &mut Numbers, at: usize) -> String {
    let arguments: Vec<&str> = numbers.some(ARGUMENTS, 4).into_iter().copied().collect();
    let takes = |name: &str| {
        arguments
            .iter()
            .any(|one| one.starts_with(&format!("{name}:")))
    };
    let fields = numbers.some(FIELDS, 3).into_iter();
    let fields: Vec<&str> = fields
        .filter(|(_, reads)| reads.is_empty() || takes(reads))
        .map(|(text, _)| *text)
        .collect();
    let settings = numbers.some(SETTINGS, 2).into_iter().copied();
    let mut parts: Vec<String> = settings
        .filter(|setting| *setting != "skip(pool)" || takes("pool"))
        .map(str::to_owned)
        .collect();
    if !fields.is_empty() {
        parts.push(format!("fields({})", fields.join(", ")));
    }
    let (returned, value) = RETURNED[numbers.below(RETURNED.len())];
    if returned.contains("Result") && numbers.below(3) == 0 {
        parts.push(ENDS[numbers.below(ENDS.len())].to_owned());
    }
    let attribute = match (parts.is_empty(), numbers.below(8)) {
        (true, _) => "#[instrument]".to_owned(),
        (false, 0) => format!("#[tracing::instrument({})]", parts.join(", ")),
        (false, _) => format!("#[instrument({})]", parts.join(", ")),
    };
    let is_async = if numbers.below(2) == 0 { "async " } else { "" };
    format!(
        "{attribute}\npub {is_async}fn work_{at}({}){returned} {{\n    {value}\n}}\n",
        arguments.join(", ")
    )
}

fn unit(source: String) -> Unit {
    let mut unit = Unit {
        root: PathBuf::from("service"),
        complete: true,
        sources: vec![Source {
            path: PathBuf::from("service/src/lib.rs"),
            is_test: false,
            text: Some(source),
        }],
        manifest: Some(TextFile {
            path: PathBuf::from("service/Cargo.toml"),
            text: "[package]\nname = \"service\"\nedition = \"2024\"\n\n[dependencies]\ntracing = \"0.1\"\nscorer-instrument = \"0.1\"\n".to_owned(),
        }),
        ..Unit::default()
    };
    let rules: Vec<String> = RULES.iter().map(|rule| (*rule).to_owned()).collect();
    unit.settings.only(ALL.rules(), &rules).expect("rules");
    unit
}

fn text(unit: &Unit) -> &str {
    unit.sources[0].text.as_deref().expect("a text")
}

/// The findings on attributes, by attribute.
fn by_attribute(findings: &[Finding]) -> BTreeMap<usize, Vec<&Finding>> {
    let mut found: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        if let Some(asked) = &finding.asked {
            let start = asked.attribute.start;
            found.entry(start).or_default().push(finding);
        }
    }
    found
}

/// The attribute that a finding says to write.
fn proposed(finding: &Finding) -> String {
    let help = finding.help.as_ref().expect("a help").to_string();
    let inside = help
        .strip_prefix("write `")
        .and_then(|help| help.strip_suffix('`'));
    inside.unwrap_or_else(|| panic!("{help}")).to_owned()
}

/// What the macro says of each guarded function of a source.
fn assert_judged(source: &str) {
    let file = syn::parse_file(source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let mut judged = 0;
    for item in file.items {
        let syn::Item::Fn(mut function) = item else {
            continue;
        };
        let bytes = function.sig.span().byte_range().start..function.block.span().byte_range().end;
        let span = function.attrs.remove(0);
        let name = span
            .path()
            .segments
            .last()
            .expect("a path")
            .ident
            .to_string();
        assert_eq!(name, "scorer_span", "{source}");
        let arguments = match &span.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => proc_macro2::TokenStream::new(),
        };
        let rest = source[bytes].parse().expect("a function");
        let keep = |_: &syn::Path, operand, _| operand;
        let answer = judge(&Policy::new(Team::default()), arguments, rest, &keep);
        if let Err(faults) = answer {
            panic!("{}: {faults:#?}\n{source}", function.sig.ident);
        }
        judged += 1;
    }
    assert!(judged > 0, "{source}");
}

#[test]
fn findings_on_one_attribute_propose_one_that_leaves_none() {
    let mut numbers = Numbers(17);
    let (mut attributes, mut shared, mut alike) = (0, 0, 0);
    for file in 0..40 {
        let mut source = format!("use tracing::instrument;\n\n{TYPES}\n");
        for at in 0..12 {
            source.push_str(&function(&mut numbers, file * 100 + at));
            source.push('\n');
        }
        let mut units = [unit(source)];
        let found = run::lint(&ALL, &units).findings;
        let found = by_attribute(&found);
        let mut written = text(&units[0]).to_owned();
        let mut shown = Vec::new();
        for findings in found.values().rev() {
            let first = findings[0];
            for other in &findings[1..] {
                let rules = (first.rule.name, other.rule.name);
                assert_eq!(first.help, other.help, "{rules:?}");
                let edits = |finding: &Finding| finding.fix.clone().map(|fix| fix.edits);
                assert_eq!(edits(first), edits(other), "{rules:?}");
            }
            attributes += 1;
            shared += usize::from(findings.len() > 1);
            let attribute = first.asked.as_ref().expect("asks").attribute.clone();
            let proposal =
                proposed(first).replacen("scorer_span", "scorer_instrument::scorer_span", 1);
            written.replace_range(attribute, &proposal);
            let is_proven = first
                .notes
                .iter()
                .all(|note| !note.to_string().contains("last word"));
            shown.push((proposal, is_proven));
        }
        let again = unit(written);
        assert_judged(text(&again));
        let left = run::lint(&ALL, std::slice::from_ref(&again)).findings;
        let left: Vec<String> = left
            .iter()
            .map(|finding| format!("{} {}", finding.rule.name, finding.message))
            .collect();
        assert!(left.is_empty(), "{left:#?}\n{}", text(&again));

        let fixed = fix::fix(&ALL, &mut units, true);
        assert!(fixed.problems.is_empty(), "{:?}", fixed.problems);
        assert!(fixed.outcome.findings.is_empty(), "{}", text(&units[0]));
        assert_judged(text(&units[0]));
        let squeezed = |text: &str| -> String {
            let text = text.replace("scorer_instrument::", "");
            let text: String = text.split_whitespace().collect();
            text.replace(",)", ")")
        };
        let all = squeezed(text(&units[0]));
        for (proposal, _) in shown.iter().filter(|(_, is_proven)| *is_proven) {
            assert!(
                all.contains(&squeezed(proposal)),
                "{proposal}\n{}",
                text(&units[0])
            );
            alike += 1;
        }
    }
    // The family is worth its name.
    assert!(
        attributes == 480 && shared > 200 && alike > 300,
        "{attributes} {shared} {alike}"
    );
}
