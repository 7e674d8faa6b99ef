//! The order of the rooms of `src`, and who may know a rule: an import that goes against it fails here.

#[path = "architecture/graph.rs"]
mod graph;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scorer_lint::rules::ALL;
use scorer_lint::source::{File, TokenKind};

use graph::{Crate, room};

/// The rooms, from the ground up: each knows those before it and none behind it. ARCHITECTURE.md quotes this table.
const ROOMS: &[(&str, &str)] = &[
    (
        "source",
        "tokens -> items, calls, events, attributes, slices for syn",
    ),
    (
        "rule",
        "what a rule says of itself: name, group, level, standing, reach, page",
    ),
    (
        "package",
        "Cargo.toml, YAML, the team's settings, which files belong together",
    ),
    (
        "analysis",
        "types and values, flow, spans, statements, clocks, set-up chains, what is a command",
    ),
    (
        "engine",
        "checks, the registry, contexts, facts, findings, exemptions, the run",
    ),
    ("rewrite", "imports, attributes and statements as edits"),
    (
        "rules",
        "rules, each with its facts and its words, and the list of them all",
    ),
    ("git", "what changed, asked of git"),
    ("fix", "passes, choice, verification and writing of fixes"),
    ("review", "baselines, changes, what a finding is known by"),
    ("output", "findings as text"),
    ("allows", "the inventory of exemptions"),
    ("init", "the files beside the sources"),
    ("cli", "the command line, which alone hands the rules in"),
];

/// How many files may import each other in a circle.
const CIRCLE: usize = 3;

fn read() -> Crate {
    Crate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn rooms_know_those_before_them_alone() {
    let place = |name: &str| ROOMS.iter().position(|(room, _)| *room == name);
    let mut wrong = BTreeSet::new();
    for (from, to) in read().edges() {
        let (Some(here), Some(there)) = (place(room(from)), place(room(to))) else {
            panic!("{from} or {to} is in no room");
        };
        if there > here {
            wrong.insert(format!("{from} imports {to}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn few_files_import_each_other_in_a_circle() {
    let read = read();
    let circles: Vec<_> = read
        .circles()
        .into_iter()
        .filter(|circle| circle.len() > CIRCLE)
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn no_files_of_the_runtime_import_each_other() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scorer-telemetry/src");
    let read = Crate::read(&src);
    let circles = read.circles();
    let circles: Vec<_> = circles.iter().filter(|circle| circle.len() > 1).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn nothing_but_the_command_line_knows_the_rules() {
    let knows: BTreeSet<_> = read()
        .edges()
        .filter(|(from, to)| room(to) == "rules" && room(from) != "rules")
        .map(|(from, _)| from.to_owned())
        .collect();
    assert_eq!(knows, BTreeSet::from(["cli".to_owned()]));
}

#[test]
fn nothing_outside_the_rules_names_one() {
    let mut named = Vec::new();
    for (module, file) in read().files() {
        if room(module) == "rules" {
            continue;
        }
        for at in 0..file.len() {
            if file.token(at).kind == TokenKind::Str && !file.is_test(at) {
                let text = file.literal(at);
                let rules = ALL.rules();
                let rule = rules.iter().find(|rule| has_word(text, rule.name));
                named.extend(rule.map(|rule| format!("{module}: `{}`", rule.name)));
            }
        }
    }
    assert!(named.is_empty(), "{named:#?}");
}

/// Whether a text holds a name that is no part of a longer one.
fn has_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

#[test]
fn the_table_is_quoted() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md");
    let page = fs::read_to_string(page).expect("ARCHITECTURE.md");
    let order: Vec<String> = ROOMS.iter().map(|(room, _)| format!("`{room}`")).collect();
    let order = order.join(" < ");
    let page: Vec<&str> = page.split_whitespace().collect();
    assert!(page.join(" ").contains(&order), "write {order}");
}

#[test]
fn modules_are_written_in_one_style() {
    let odd: Vec<_> = read()
        .paths()
        .filter(|path| path.ends_with("mod.rs"))
        .map(Path::to_owned)
        .collect();
    assert!(odd.is_empty(), "`name.rs` beside its folder, not {odd:?}");
}

/// A crate of these modules: each a path and a text.
fn made_up(modules: &[(&str, &str)]) -> Crate {
    let files = modules.iter().map(|(module, text)| {
        let file = File::new("", (*text).to_owned());
        ((*module).to_owned(), file)
    });
    Crate::of(files)
}

#[test]
fn imports_are_followed_in_every_form() {
    for import in [
        "use crate::b::c::Name;",
        "use crate::b::{self, c::{Name, Other}};",
        "pub(crate) use super::b::c as known;",
        "use super::{b::c::Name};",
        "fn f() -> crate::b::c::Name { todo!() }",
        "fn f() { super::b::c::call(); }",
    ] {
        let found = made_up(&[("a", import), ("b", ""), ("b::c", "")]);
        let edges: Vec<_> = found.edges().collect();
        assert!(edges.contains(&("a", "b::c")), "{import}: {edges:?}");
    }
    for import in [
        "use c::Name;",
        "pub use c::*;",
        "fn f() { c::call(); }",
        "fn f() { self::c::call(); }",
    ] {
        let found = made_up(&[("b", import), ("b::c", "")]);
        let edges: Vec<_> = found.edges().collect();
        assert_eq!(edges, [("b", "b::c")], "{import}");
    }
    for import in [
        "use std::b::c::Name;",
        "#[cfg(test)] mod tests { use crate::b::c::Name; }",
        "// use crate::b::c::Name;",
    ] {
        let found = made_up(&[("a", import), ("b", ""), ("b::c", "")]);
        assert_eq!(found.edges().count(), 0, "{import}");
    }
}

#[test]
fn circles_are_found() {
    let found = made_up(&[
        ("a", "use crate::b::X;"),
        ("b", "use crate::c::X;"),
        ("c", "use crate::{d::X, e::X};"),
        ("d", "use crate::a::X;"),
        ("e", ""),
    ]);
    let circles = found.circles();
    assert_eq!(circles.len(), 1);
    assert_eq!(circles[0], ["a", "b", "c", "d"]);
}

#[test]
fn names_are_told_from_longer_ones() {
    assert!(has_word("`pii-field` finds", "pii-field"));
    assert!(!has_word("no-pii-fields", "pii-field"));
}
