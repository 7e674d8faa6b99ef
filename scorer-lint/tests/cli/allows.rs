//! `allows`: every place where the guard is lowered, with its reason.

use serde_json::{Value, json};

use super::{FINE, Folder, MANIFEST, Ran, lint};

const POLICY: &str = r#"
[[allow]]
name = "passport_id"
reason = "a number of ours, no document's"

[[recordable]]
type = "Address"
via = "display"
reason = "public on chain"

[functions]
must-instrument = ["score"]
never-instrument = [
    "hot_loop", # called a million times a second
]

[lint]
# It is a command, and prints.
print-macro = "allow"
raw-instrument = "deny"
noise = { level = "note" }
exclude = ["generated/"]
"#;

const SOURCE: &str = r#"
fn invite(email: &str) {
    // scorer-lint: allow(pii-field, secret-in-message): the audit log keeps it
    info!(email, first = reviewed!(&email[..1], reason = "one letter"));
    select! { _ = work() => { debug!(x = %reviewed!(f("hunter2", email))) } }
}
#[scorer_span(skip(body), fields(kind = reviewed!(body.kind(), reason = "an enum")))]
fn parse(body: &str) {}

/// A login.
// Its Display masks the rest.
#[derive(Clone)]
impl scorer_instrument::Recordable for model::Login<'_> {}

impl Returnable for Answer {}
impl Display for Answer {}
#[cfg(test)]
mod tests {
    impl Recordable for Fake {}
}
"#;

fn service() -> Folder {
    Folder::of(&[
        (
            "Cargo.toml",
            &format!(
                "{MANIFEST}\n[dependencies]\n# scorer-lint: allow(leftover-dependency): until May\ntracing-flame = \"0.2\"\n"
            ),
        ),
        ("scorer-instrument.toml", POLICY),
        ("src/lib.rs", SOURCE),
        (
            "tests/it.rs",
            "// scorer-lint: allow(print-macro): a test\nfn main() {}\n",
        ),
    ])
}

fn allows(folder: &Folder, options: &[&str]) -> Ran {
    let root = folder.name("");
    let mut arguments = vec!["allows", root.trim_end_matches('/')];
    arguments.extend(options);
    lint(&arguments)
}

/// Each exemption: file and line, kind, for what, why.
fn listed(folder: &Folder, ran: &Ran) -> Vec<(String, String, String, Option<String>)> {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(document["version"], 1);
    let exemptions = document["exemptions"].as_array().expect("exemptions");
    assert_eq!(document["total"], exemptions.len());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    exemptions
        .iter()
        .map(|one| {
            let tests = if one["tests"] == true { " (tests)" } else { "" };
            (
                format!("{}:{}", folder.short(one), one["line"]),
                format!("{}{tests}", one["kind"].as_str().expect("a kind")),
                text(&one["what"]).expect("what"),
                text(&one["reason"]),
            )
        })
        .collect()
}

#[test]
fn every_kind_is_listed_with_its_reason_and_place() {
    let folder = service();
    let found = listed(&folder, &allows(&folder, &["--format", "json"]));
    let found: Vec<String> = found
        .iter()
        .map(|(at, kind, what, why)| {
            let why = why.as_deref().unwrap_or("no reason");
            format!("{at} {kind}: {what} ({why})")
        })
        .collect();
    let wanted = r#"
Cargo.toml:7 comment: leftover-dependency (until May)
scorer-instrument.toml:3 name: passport_id (a number of ours, no document's)
scorer-instrument.toml:7 type: Address (public on chain)
scorer-instrument.toml:14 function: hot_loop (called a million times a second)
scorer-instrument.toml:19 level: print-macro = allow (It is a command, and prints.)
scorer-instrument.toml:21 level: noise = { level = "note" } (no reason)
scorer-instrument.toml:22 exclude: generated/ (no reason)
src/lib.rs:3 comment: pii-field (the audit log keeps it)
src/lib.rs:3 comment: secret-in-message (the audit log keeps it)
src/lib.rs:4 reviewed: &email[..1] (one letter)
src/lib.rs:5 reviewed: f("..", email) (no reason)
src/lib.rs:7 reviewed: body.kind() (an enum)
src/lib.rs:13 impl: Recordable for Login (A login. Its Display masks the rest.)
src/lib.rs:15 impl: Returnable for Answer (no reason)
src/lib.rs:19 impl (tests): Recordable for Fake (no reason)
tests/it.rs:1 comment (tests): print-macro (a test)
"#;
    assert_eq!(found.join("\n"), wanted.trim());
}

#[test]
fn as_text_the_columns_stand_below_each_other_and_counts_end_it() {
    let folder = service();
    let ran = allows(&folder, &[]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let (last, rows) = lines.split_last().expect("lines");
    assert_eq!(rows.len(), 16);
    assert_eq!(
        *last,
        "16 exemptions: 4 comment, 3 reviewed, 3 impl, 1 name, 1 type, 1 function, 2 level, 1 exclude"
    );
    let column = rows[0].find("comment").expect("a kind");
    for row in rows {
        let kinds = [
            "comment", "name", "type", "function", "level", "exclude", "reviewed", "impl",
        ];
        assert!(
            kinds.iter().any(|kind| row[column..].starts_with(kind)),
            "{row}"
        );
    }
    assert!(
        rows.iter()
            .any(|row| row.ends_with("(no reason is written)"))
    );
    assert!(!ran.out.contains("hunter2"), "{}", ran.out);
}

#[test]
fn entries_of_a_baseline_are_listed() {
    let folder = Folder::of(&[(
        "a.rs",
        "fn f(email: &str) {\n    info!(email);\n    warn!(email);\n}\n",
    )]);
    let file = folder.name("baseline.toml");
    let root = folder.name("");
    lint(&["--write-baseline", &file, root.trim_end_matches('/')]);
    let ran = allows(&folder, &["--format", "json", "--baseline", &file]);
    let found = listed(&folder, &ran);
    assert_eq!(found.len(), 1);
    let (at, kind, what, why) = &found[0];
    assert_eq!(
        (at.as_str(), kind.as_str()),
        ("baseline.toml:7", "baseline")
    );
    assert_eq!(
        (what.as_str(), why),
        ("pii-field in f of a.rs, 2 times", &None)
    );
    let counts: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(counts["counts"], json!({"baseline": 1}));
}

#[test]
fn without_any_it_says_so_and_what_cannot_be_read_is_an_error() {
    let folder = Folder::of(&[("a.rs", FINE)]);
    let ran = allows(&folder, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "no exemptions\n"));
    folder.write("b.rs", b"\xff");
    let ran = allows(&folder, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, "no exemptions\n"));
    assert!(ran.err.contains("b.rs:1: is not UTF-8"));
    assert_eq!(lint(&["allows", &folder.name("none")]).code, 2);
    let none = folder.name("none.toml");
    let ran = allows(&folder, &["--baseline", &none]);
    assert!(ran.err.contains("there is no such baseline"), "{}", ran.err);
}
