//! `scorer-instrument.toml` as rustc meets it: what it allows and refuses, where it is found, what a
//! broken one says, and that a change of it is a change of the crate.

use crate::fixture::{Fixture, TRACING, facade};

const ALLOW: &str = "[[allow]]\nname = \"passport_id\"\nreason = \"a row's id\"\n";

const USES_THE_ALLOWED: &str = "\
#[scorer_instrument::scorer_span]
fn load(passport_id: &str) {}

fn main() {
    load(\"row\");
}
";

fn package(name: &str) -> Fixture {
    let fixture = Fixture::new(name);
    fixture
        .package(".", name, &[TRACING, &facade("scorer-instrument")])
        .workspace(".", &[]);
    fixture
}

#[test]
fn the_teams_words_allow_and_record() {
    package("team-words")
        .write(
            "scorer-instrument.toml",
            include_str!("../../fixtures/team-words.toml"),
        )
        .write("src/main.rs", include_str!("../../fixtures/team-words.rs"))
        .run(".")
        .succeeds();
}

#[test]
fn a_type_of_another_crate_is_recorded_wherever_it_is_printed() {
    let fixture = Fixture::new("team-types");
    fixture
        .package(
            ".",
            "team-types",
            &[
                TRACING,
                &facade("scorer-instrument"),
                "uuid = { version = \"1\", default-features = false }",
            ],
        )
        .workspace(".", &[])
        .write(
            "scorer-instrument.toml",
            include_str!("../../fixtures/team-types.toml"),
        )
        .write("src/main.rs", include_str!("../../fixtures/team-types.rs"))
        .run(".")
        .succeeds();
}

#[test]
fn the_teams_words_refuse() {
    package("team-refusals")
        .write("scorer-instrument.toml", include_str!("../../fixtures/team-words.toml"))
        .write("src/main.rs", include_str!("../../fixtures/team-refusals.rs"))
        .run(".")
        .fails_with(&[
            "error: argument `nullifier` ",
            "nullifier_count",
            "error: argument `db` is a database connection pool (`ScorerDb`) and must not be recorded",
            "error: argument `record` is a credential (`ApiKeyRecord`) and must not be recorded",
            "load_community",
        ]);
}

#[test]
fn a_change_of_the_file_is_a_change_of_the_crate() {
    let fixture = package("team-changes");
    fixture
        .write("src/main.rs", USES_THE_ALLOWED)
        .write("scorer-instrument.toml", ALLOW)
        .run(".")
        .succeeds();
    fixture
        .write("scorer-instrument.toml", "# nothing any more\n")
        .run(".")
        .fails_with(&["argument `passport_id` "]);
    fixture
        .write("scorer-instrument.toml", ALLOW)
        .run(".")
        .succeeds();
}

/// An argument that nobody lists may be of any type, under any name.
const LISTS: &str = "\
struct Unknown;

#[scorer_instrument::scorer_span]
fn nothing(unknown: &Unknown, api_key: &str) {}

#[scorer_instrument::scorer_span(include(depth))]
fn load(depth: u8, unknown: &Unknown, api_key: &str) {}

fn main() {
    nothing(&Unknown, \"\");
    load(1, &Unknown, \"\");
}
";

#[test]
fn the_listed_mode_records_nothing_that_is_not_listed() {
    let fixture = package("team-lists");
    fixture
        .write("src/main.rs", LISTS)
        .write("scorer-instrument.toml", "[span]\nrecord = \"listed\"\n")
        .run(".")
        .succeeds();
    fixture
        .write("scorer-instrument.toml", "[span]\nrecord = \"all\"\n")
        .run(".")
        .fails_with(&["argument `api_key` ", "skip(api_key)"]);
}

#[test]
fn the_file_is_found_up_to_the_workspaces_root_and_not_beyond() {
    let fixture = Fixture::new("team-above");
    fixture
        .write("scorer-instrument.toml", "[[refuse]]\nname = \"depth\"\n")
        .workspace("root", &["crates/*"])
        .package(
            "root/crates/member",
            "team-above",
            &[TRACING, &facade("scorer-instrument")],
        )
        .write(
            "root/crates/member/src/main.rs",
            format!("{USES_THE_ALLOWED}\n#[scorer_instrument::scorer_span]\npub fn other(depth: u8) {{}}\n"),
        )
        .write("root/scorer-instrument.toml", ALLOW);
    fixture.run("root/crates/member").succeeds();
    fixture.remove("root/scorer-instrument.toml");
    let built = fixture.run("root/crates/member");
    built.fails_with(&["argument `passport_id` "]);
    assert!(!built.stderr.contains("`depth`"), "{}", built.stderr);
}

/// A member's own file would refuse names that the redactor of the workspace's binaries keeps.
#[test]
fn a_members_own_file_is_an_error_that_says_where_to_move_it() {
    let fixture = Fixture::new("team-of-a-member");
    let own = [TRACING, &facade("scorer-instrument")];
    fixture
        .workspace("root", &["crates/*"])
        .package("root/crates/library", "team-library", &own)
        .write(
            "root/crates/library/src/lib.rs",
            "#[scorer_instrument::scorer_span]\npub fn load(passport_id: &str) {}\n",
        )
        .write("root/crates/library/scorer-instrument.toml", ALLOW)
        .package(
            "root/crates/member",
            "team-of-a-member",
            &["team-library = { path = \"../library\" }"],
        )
        .write(
            "root/crates/member/src/main.rs",
            "fn main() {\n    team_library::load(\"row\");\n}\n",
        );
    let error = "crates/library/scorer-instrument.toml:1: a workspace has one policy, ";
    for text in [None, Some(ALLOW)] {
        if let Some(text) = text {
            fixture.write("root/scorer-instrument.toml", text);
        }
        let built = fixture.run("root/crates/member");
        built.fails_with(&["error: ", error, "move these entries to ", "src/lib.rs"]);
    }
    fixture.remove("root/crates/library/scorer-instrument.toml");
    fixture.run("root/crates/member").succeeds();
}

/// What a package outside of the workspace compiles is its own affair.
#[test]
fn a_dependency_outside_of_the_workspace_has_its_own_file() {
    let fixture = Fixture::new("team-outside");
    let own = [TRACING, &facade("scorer-instrument")];
    fixture
        .package("library", "team-outside-library", &own)
        .workspace("library", &[])
        .write(
            "library/src/lib.rs",
            "#[scorer_instrument::scorer_span]\npub fn load(passport_id: &str) {}\n",
        )
        .write("library/scorer-instrument.toml", ALLOW)
        .package(
            "root",
            "team-outside",
            &["team-outside-library = { path = \"../library\" }"],
        )
        .workspace("root", &[])
        .write(
            "root/scorer-instrument.toml",
            "[[refuse]]\nname = \"depth\"\n",
        )
        .write(
            "root/src/main.rs",
            "fn main() {\n    team_outside_library::load(\"row\");\n}\n",
        );
    fixture.run("root").succeeds();
}

#[test]
fn a_broken_file_is_an_error_that_names_file_and_line() {
    let fixture = package("team-broken");
    fixture.write("src/main.rs", USES_THE_ALLOWED);
    let broken: [(&[u8], &str); 5] = [
        (b"[[alow]]\nname = \"a\"\n", "scorer-instrument.toml:1: "),
        (
            b"[[allow]]\nname = 7\nreason = \"a number\"\n",
            "scorer-instrument.toml:2: ",
        ),
        (
            b"[[allow]]\nname = \"passport_id\"\nreason = \" \"\n",
            "scorer-instrument.toml:3: ",
        ),
        (
            b"[[allow]]\nname = \"passport_id\"\nreason = \"an id\"\n[[refuse]]\nname = \"passport_id\"\n",
            "scorer-instrument.toml:5: ",
        ),
        (b"# \xff\n", "scorer-instrument.toml:1: not UTF-8"),
    ];
    for (text, error) in broken {
        let built = fixture.write("scorer-instrument.toml", text).run(".");
        built.fails_with(&["error: ", error, "src/main.rs"]);
    }
    fixture
        .write("scorer-instrument.toml", ALLOW)
        .run(".")
        .succeeds();
}

#[test]
fn the_derive_and_the_events_follow_the_file_too() {
    let fixture = package("team-follows");
    let users = [
        "#[derive(scorer_instrument::Recordable)]\npub struct Row {\n    pub passport_id: String,\n}\n\nfn main() {}\n",
        "fn main() {\n    scorer_instrument::info!(passport_id = \"row\");\n}\n",
    ];
    for user in users {
        fixture
            .write("src/main.rs", user)
            .write("scorer-instrument.toml", ALLOW)
            .run(".")
            .succeeds();
        fixture
            .write("scorer-instrument.toml", "# nothing any more\n")
            .run(".")
            .fails_with(&["`passport_id` is "]);
        fixture
            .write("scorer-instrument.toml", "[[alow]]\nname = \"a\"\n")
            .run(".")
            .fails_with(&["error: ", "scorer-instrument.toml:1: "]);
    }
}
