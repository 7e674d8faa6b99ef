//! `scorer-instrument.toml`: what it may hold, every fault with its line, where it is looked for.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use scorer_instrument_policy::config::{FILE_NAME, find, load, parse};
use scorer_instrument_policy::{Allow, Edition, Record, Recordable, Refuse, Secret, Team, Via};

/// The faults of a text, as a compiler would print them.
fn faults(text: impl AsRef<[u8]>) -> Vec<String> {
    match parse(text.as_ref(), Path::new("s.toml")) {
        Ok(team) => panic!("nothing is wrong with {team:?}"),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

fn team(text: &str) -> Team {
    parse(text.as_bytes(), Path::new("s.toml")).expect("a good file")
}

#[test]
fn every_section_is_read() {
    let read = team(
        r#"
[policy]
edition = "2026"

[[allow]]
name = "passport_id"
reason = "row id of a passport record"

[[refuse]]
name = "nullifier"
instead = "nullifier_count"

[[refuse]]
name = "stamp_hash"
reason = "can be replayed"

[[secret]]
prefix = "scr_live_"

[[pool]]
type = "ScorerDb"
[[pool]]
type = "Replica"
reason = "wraps PgPool"
[[credential]]
type = "ApiKeyRecord"
[[recordable]]
type = "Address"
via = "display"
reason = "20 public bytes of a wallet"
[[recordable]]
type = "alloy_primitives::Chain"
via = "debug"
reason = "an enum without data"

[functions]
must-instrument = ["calculate_score_for_address"]
never-instrument = ["load_community", "load_ceramic_cache"]

[span]
record = "listed"

[lint]
anything = { at = ["all", 1, true] }
"#,
    );
    let text = str::to_owned;
    let expected = Team {
        edition: Edition::E2026,
        allow: vec![Allow {
            name: text("passport_id"),
            reason: text("row id of a passport record"),
        }],
        refuse: vec![
            Refuse {
                name: text("nullifier"),
                instead: Some(text("nullifier_count")),
                reason: None,
            },
            Refuse {
                name: text("stamp_hash"),
                instead: None,
                reason: Some(text("can be replayed")),
            },
        ],
        secret: vec![Secret {
            prefix: text("scr_live_"),
        }],
        pool: vec![text("ScorerDb"), text("Replica")],
        credential: vec![text("ApiKeyRecord")],
        recordable: vec![
            Recordable {
                type_name: text("Address"),
                path: None,
                via: Via::Display,
                reason: text("20 public bytes of a wallet"),
            },
            Recordable {
                type_name: text("Chain"),
                path: Some(text("alloy_primitives::Chain")),
                via: Via::Debug,
                reason: text("an enum without data"),
            },
        ],
        must_instrument: vec![text("calculate_score_for_address")],
        never_instrument: vec![text("load_community"), text("load_ceramic_cache")],
        record: Record::Listed,
    };
    assert_eq!(read, expected);
}

#[test]
fn a_file_without_entries_is_the_default_policy() {
    for text in [
        "",
        "\n# nothing yet\n",
        "\u{feff}# marked\r\n",
        "allow = []",
        "[functions]\n",
        "[policy]\n",
        "[span]\n",
        "[span]\nrecord = \"all\"",
    ] {
        assert_eq!(team(text), Team::default(), "{text:?}");
    }
}

/// A text with one fault, and what is told of it.
const FAULTS: &[(&str, &str)] = &[
    // Modes.
    (
        "[span]\nrecord = \"list\"",
        "s.toml:2: `record` must be \"all\" or \"listed\", not \"list\"",
    ),
    (
        "[span]\nrecord = true",
        "s.toml:2: `record` must be \"all\" or \"listed\", not a boolean",
    ),
    (
        "[span]\nrecords = \"listed\"",
        "s.toml:2: unknown key `records` in [span]: did you mean `record`?",
    ),
    (
        "span = \"listed\"",
        "s.toml:1: `span` must be a table, not a string: write [span]",
    ),
    // Keys.
    (
        "\n[[alow]]\nname = \"x\"",
        "s.toml:2: unknown key `alow`: did you mean `allow`?",
    ),
    (
        "[bananas]",
        "s.toml:1: unknown key `bananas`: known are `policy`, `allow`, `refuse`, `secret`, `pool`, `credential`, `recordable`, `functions`, `span`, `lint`",
    ),
    (
        "[[allow]]\nname = \"x\"\nreason = \"y\"\nreasn = \"z\"",
        "s.toml:4: unknown key `reasn` in [[allow]]: did you mean `reason`?",
    ),
    (
        "[[refuse]]\nname = \"x\"\ninsted = \"z\"",
        "s.toml:3: unknown key `insted` in [[refuse]]: did you mean `instead`?",
    ),
    (
        "[[pool]]\ntype = \"X\"\nvia = \"debug\"",
        "s.toml:3: unknown key `via` in [[pool]]: known are `type`, `reason`",
    ),
    (
        "[[recordable]]\ntype = \"X\"\nvia = \"debug\"\nreason = \"y\"\nname = \"x\"",
        "s.toml:5: unknown key `name` in [[recordable]]: known are `type`, `via`, `reason`",
    ),
    (
        "[functions]\nmust_instrument = []",
        "s.toml:2: unknown key `must_instrument` in [functions]: did you mean `must-instrument`?",
    ),
    (
        "[[secret]]\nreason = \"ours\"",
        "s.toml:1: [[secret]] has no `prefix`: say what the token begins with",
    ),
    (
        "[[secret]]\nprefix = \"_x\"",
        "s.toml:2: `_x` is not a prefix of a token: write at least three characters, which are letters, digits, `_`, `-` or `.`",
    ),
    (
        "[[secret]]\nprefix = \"scr live\"",
        "s.toml:2: `scr live` is not a prefix of a token: write at least three characters, which are letters, digits, `_`, `-` or `.`",
    ),
    (
        "[[secret]]\nprefix = \"scr_\"\n[[secret]]\nprefix = \"scr_\"",
        "s.toml:4: `scr_` appears twice under [[secret]], first on line 2",
    ),
    (
        "[policy]\nedtion = \"2026\"",
        "s.toml:2: unknown key `edtion` in [policy]: did you mean `edition`?",
    ),
    (
        "[policy]\nedition = 2026",
        "s.toml:2: `edition` must be a string, not an integer: write \"2026\"",
    ),
    (
        "[policy]\nedition = \"2021\"",
        "s.toml:2: `edition` \"2021\": there is no such edition: write \"2026\"",
    ),
    (
        "policy = \"2026\"",
        "s.toml:1: `policy` must be a table, not a string: write [policy]",
    ),
    // Types of values.
    (
        "[allow]\nname = \"x\"",
        "s.toml:1: `allow` must be an array of tables, not a table: write [[allow]]",
    ),
    (
        "refuse = 3",
        "s.toml:1: `refuse` must be an array of tables, not an integer: write [[refuse]]",
    ),
    (
        "\npool = [\"PgPool\"]",
        "s.toml:2: `pool` must contain tables, not a string: write [[pool]]",
    ),
    (
        "functions = [\"f\"]",
        "s.toml:1: `functions` must be a table, not an array: write [functions]",
    ),
    (
        "[functions]\nmust-instrument = \"f\"",
        "s.toml:2: `must-instrument` must be an array of strings, not a string",
    ),
    (
        "[functions]\nnever-instrument = [\"f\",\n1.5]",
        "s.toml:3: `never-instrument` must contain strings, not a float",
    ),
    (
        "[[refuse]]\nname = true",
        "s.toml:2: `name` must be a string, not a boolean",
    ),
    (
        "[[allow]]\nname = \"x\"\nreason = [\"y\"]",
        "s.toml:3: `reason` must be a string, not an array",
    ),
    // What is missing or empty.
    (
        "\n\n[[allow]]\nreason = \"y\"",
        "s.toml:3: [[allow]] has no `name`: write the field's name",
    ),
    (
        "[[allow]]\nname = \"x\"",
        "s.toml:1: [[allow]] has no `reason`: say why the name is safe",
    ),
    (
        "[[allow]]\nname = \"x\"\nreason = \"\"",
        "s.toml:3: `reason` is empty: say why the name is safe",
    ),
    (
        "[[allow]]\nname = \"x\"\nreason = \" \\t \"",
        "s.toml:3: `reason` is empty: say why the name is safe",
    ),
    (
        "[[allow]]\nname = \"  \"\nreason = \"y\"",
        "s.toml:2: `name` is empty: write the field's name",
    ),
    (
        "[[refuse]]\nname = \"__\"",
        "s.toml:2: `__` contains no word",
    ),
    (
        "[[refuse]]\nname = \"x\"\nreason = \"\"",
        "s.toml:3: `reason` is empty: leave it out or fill it in",
    ),
    (
        "[[credential]]",
        "s.toml:1: [[credential]] has no `type`: write the type's last path segment",
    ),
    (
        "[[recordable]]\ntype = \"X\"\nvia = \"debug\"",
        "s.toml:1: [[recordable]] has no `reason`: say why the type is safe",
    ),
    (
        "[[recordable]]\ntype = \"X\"\nreason = \"y\"",
        "s.toml:1: [[recordable]] has no `via`: write \"display\" or \"debug\"",
    ),
    (
        "[[recordable]]\ntype = \"X\"\nvia = \"Display\"\nreason = \"y\"",
        "s.toml:3: `via` must be \"display\" or \"debug\", not \"Display\"",
    ),
    (
        "[[recordable]]\ntype = \"error_stack::Report\"\nvia = \"debug\"\nreason = \"y\"",
        "s.toml:2: `error_stack::Report` has type arguments, and an entry with a path must name one type: write `Report`, by which it is known in signatures and members, and in an event write the part of it to record",
    ),
    (
        "[[recordable]]\ntype = \"std::sync::Mutex\"\nvia = \"debug\"\nreason = \"y\"",
        "s.toml:2: `std::sync::Mutex` has type arguments, and an entry with a path must name one type: write `Mutex`, by which it is known in signatures and members, and in an event write the part of it to record",
    ),
    // What can never match.
    (
        "[[pool]]\ntype = \"sqlx::PgPool\"",
        "s.toml:2: `sqlx::PgPool` is not a type's last path segment: write `PgPool`",
    ),
    (
        "[[pool]]\ntype = \"bb8::Pool<Manager>\"",
        "s.toml:2: `bb8::Pool<Manager>` is not a type's last path segment: write `Pool`",
    ),
    (
        "[[pool]]\ntype = \"&\"",
        "s.toml:2: `&` is not a type's last path segment",
    ),
    (
        "[functions]\nmust-instrument = [\"db::load\"]",
        "s.toml:2: `db::load` under `must-instrument` is not a function's name",
    ),
    // What stands twice, in any case style.
    (
        "[[allow]]\nname = \"passport_id\"\nreason = \"y\"\n[[refuse]]\nname = \"passportId\"",
        "s.toml:5: `passportId` is under [[refuse]], but on line 2 it is under [[allow]]: these contradict each other",
    ),
    (
        "[[refuse]]\nname = \"PASSPORT-ID\"\n[[allow]]\nname = \"passport.id\"\nreason = \"y\"",
        "s.toml:4: `passport.id` is under [[allow]], but on line 2 it is under [[refuse]]: these contradict each other",
    ),
    (
        "[[refuse]]\nname = \"stampHash\"\n[[refuse]]\nname = \"stamp_hash\"",
        "s.toml:4: `stamp_hash` appears twice under [[refuse]], first on line 2",
    ),
    (
        "[[pool]]\ntype = \"Db\"\n[[recordable]]\ntype = \"Db\"\nvia = \"debug\"\nreason = \"y\"",
        "s.toml:4: `Db` is under [[recordable]], but on line 2 it is under [[pool]]: these contradict each other",
    ),
    (
        "[functions]\nmust-instrument = [\"f\"]\nnever-instrument = [\"f\"]",
        "s.toml:3: `f` is under never-instrument, but on line 2 it is under must-instrument: these contradict each other",
    ),
    (
        "[functions]\nmust-instrument = [\"f\", \"f\"]",
        "s.toml:2: `f` appears twice under must-instrument, first on line 2",
    ),
    // What isn't TOML.
    (
        "[[allow]]\nname = \"x\"\nname = \"y\"\nreason = \"z\"",
        "s.toml:3: `name` appears twice, first on line 2",
    ),
    (
        "[functions]\n\n[functions]",
        "s.toml:3: `functions` appears twice, first on line 1",
    ),
    (
        "[[allow]]\nname = x",
        "s.toml:2: not TOML: invalid TOML value, did you mean to use a quoted string?",
    ),
    (
        "\n[[allow]]\nname = \"x",
        "s.toml:3: not TOML: unterminated string",
    ),
];

#[test]
fn each_fault_is_told_with_its_line() {
    for (text, expected) in FAULTS {
        assert_eq!(faults(text), [*expected], "{text}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_lines() {
    let text = "
[[refuse]]
name = 1
[[allow]]
name = \"x\"
[functions]
must = []
[bananas]
";
    let lines: Vec<String> = faults(text)
        .iter()
        .map(|fault| fault.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, ["s.toml:3:", "s.toml:4:", "s.toml:7:", "s.toml:8:"]);
}

#[test]
fn bytes_that_are_not_utf8_are_told_with_their_line() {
    let expected = ["s.toml:2: not UTF-8: byte 0xff"];
    assert_eq!(faults(b"# fine\n# \xff\n"), expected);
}

#[test]
fn deep_brackets_are_refused_and_never_overflow_the_stack() {
    for text in [
        format!("lint = {}", "[".repeat(100_000)),
        format!("lint = {}{}", "[".repeat(200), "]".repeat(200)),
        format!("lint = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000)),
        format!("lint{} = 1", ".a".repeat(100_000)),
        format!("[lint{}]", ".a".repeat(100_000)),
    ] {
        // As small as the stack of a thread that rust-analyzer expands macros on.
        let told = std::thread::Builder::new()
            .stack_size(1 << 20)
            .spawn(move || faults(text))
            .expect("a thread")
            .join()
            .expect("no overflow and no panic");
        assert_eq!(
            told,
            ["s.toml:1: not TOML: input exceeds the maximum allowed nesting depth"]
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_team_or_faults(text in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&text, Path::new("s.toml"));
    }

    #[test]
    fn any_pieces_of_toml_give_a_team_or_faults(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "[[allow]]", "[allow]", "[[allow.x]]", "[functions]", "[[functions]]", "[lint.a]", "[[", "]", "[", "{", "}",
            "\n", "\n", "\n", "name", "reason", "type", "via", " = ", " = ", "\"x\"", "\"\"", "'''", "\"\"\"", "1", "1.",
            "-", "2026-01-01", "true", ".", ",", "#", "\u{feff}", "\r\n", "must-instrument = [\"f\"]\n", "allow.name",
        ]),
        0..40,
    )) {
        let _ = parse(pieces.concat().as_bytes(), Path::new("s.toml"));
    }
}

/// A directory of one test's own, empty at first.
fn tree(test: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("root/crates/a")).expect("a directory");
    // The search must end here, whatever lies above.
    fs::write(dir.join("Cargo.toml"), "[workspace]\n").expect("a manifest");
    dir
}

fn write(file: PathBuf, text: &str) {
    fs::write(file, text).expect("a file");
}

#[test]
fn the_file_of_a_workspace_stands_beside_its_manifest() {
    let dir = tree("beside");
    let (root, krate) = (dir.join("root"), dir.join("root/crates/a"));
    write(krate.join("Cargo.toml"), "[package]\nname = \"a\"\n");
    write(
        root.join("Cargo.toml"),
        "[workspace]\nmembers = [\"crates/*\"]\n",
    );
    assert_eq!(find(&krate), Ok(None));

    // Above the workspace: another project's.
    write(dir.join(FILE_NAME), "");
    assert_eq!(find(&krate), Ok(None));

    write(root.join(FILE_NAME), "");
    assert_eq!(find(&krate), Ok(Some(root.join(FILE_NAME))));
    assert_eq!(find(&root), Ok(Some(root.join(FILE_NAME))));
}

/// Whether or not the workspace has a file.
#[test]
fn a_file_within_a_workspace_is_an_error_that_says_where_to_move_it() {
    let dir = tree("within");
    let (root, krate) = (dir.join("root"), dir.join("root/crates/a"));
    write(krate.join("Cargo.toml"), "[package]\nname = \"a\"\n");
    write(root.join("Cargo.toml"), "[workspace]\n");
    for folder in [krate.clone(), root.join("crates")] {
        write(folder.join(FILE_NAME), "");
        for of_workspace in [None, Some("")] {
            if let Some(text) = of_workspace {
                write(root.join(FILE_NAME), text);
            }
            let error = find(&krate).expect_err("two policies");
            let told = format!(
                "{}:1: a workspace has one policy, which `telemetry!` makes part of its binaries: move these entries to {}",
                folder.join(FILE_NAME).display(),
                root.join(FILE_NAME).display()
            );
            assert_eq!(error.to_string(), told);
            let errors = load(&krate).map(|loaded| loaded.file);
            assert_eq!(errors, Err(vec![error]));
        }
        fs::remove_file(folder.join(FILE_NAME)).expect("the file");
        fs::remove_file(root.join(FILE_NAME)).expect("the file");
    }
}

#[test]
fn what_belongs_to_no_workspace_has_a_file_of_its_own() {
    let dir = tree("alone");
    let (root, krate) = (dir.join("root"), dir.join("root/crates/a"));
    let own = || Ok(Some(krate.join(FILE_NAME)));
    write(krate.join("Cargo.toml"), "[package]\nname = \"a\"\n");
    write(krate.join(FILE_NAME), "");
    write(root.join(FILE_NAME), "");

    // Excluded, and not taken back.
    for (workspace, excluded) in [
        ("exclude = [\"crates\"]", true),
        ("exclude = [\"./crates/a/\"]", true),
        ("exclude = [\"crates/b\"]", false),
        ("exclude = [\"crates\"]\nmembers = [\"crates/a\"]", false),
    ] {
        write(
            root.join("Cargo.toml"),
            &format!("[workspace]\n{workspace}\n"),
        );
        let found = find(&krate);
        assert_eq!(found.is_ok(), excluded, "{workspace}");
        if excluded {
            assert_eq!(found, own(), "{workspace}");
        }
    }
    // It is governed by the workspace's as long as it has none.
    write(
        root.join("Cargo.toml"),
        "[workspace]\nexclude = [\"crates\"]\n",
    );
    fs::remove_file(krate.join(FILE_NAME)).expect("the file");
    assert_eq!(find(&krate), Ok(Some(root.join(FILE_NAME))));

    // Vendored, or unpacked from a registry into a folder of the workspace.
    write(root.join("Cargo.toml"), "[workspace]\n");
    for mark in [".cargo-checksum.json", ".cargo-ok"] {
        write(krate.join(mark), "{}");
        assert_eq!(find(&krate), Ok(None), "{mark}");
        write(krate.join(FILE_NAME), "");
        assert_eq!(find(&krate), own(), "{mark}");
        fs::remove_file(krate.join(FILE_NAME)).expect("the file");
        fs::remove_file(krate.join(mark)).expect("the file");
    }
    // A checkout of a repository is a workspace of its own, or none.
    write(root.join("crates/.cargo-ok"), "{}");
    assert_eq!(find(&krate), Ok(None));
}

#[test]
fn a_member_may_name_its_workspace() {
    let dir = tree("named");
    let (root, krate) = (dir.join("root"), dir.join("beside/a"));
    fs::create_dir_all(&krate).expect("a directory");
    write(
        root.join("Cargo.toml"),
        "[workspace]\nmembers = [\"../beside/a\"]\n",
    );
    write(
        krate.join("Cargo.toml"),
        "[package]\nworkspace = \"../../root\"\n",
    );
    assert_eq!(find(&krate), Ok(None));
    write(root.join(FILE_NAME), "");
    assert_eq!(find(&krate), Ok(Some(root.join(FILE_NAME))));
    write(krate.join(FILE_NAME), "");
    let error = find(&krate).expect_err("two policies");
    assert_eq!(error.file, krate.join(FILE_NAME));
}

#[test]
fn a_crate_that_is_its_own_workspace_looks_no_further() {
    let dir = tree("own_workspace");
    let krate = dir.join("root/crates/a");
    write(dir.join("root").join(FILE_NAME), "");
    write(dir.join("root/Cargo.toml"), "[workspace]\n");
    for manifest in [
        "[package]\nname = \"a\"\n\n[workspace]\n",
        "[package]\nname = \"a\"\n[ workspace ] # own\n",
        "[workspace.dependencies]\n",
        "workspace.members = []\n[package]\n",
        "workspace = { members = [] }\n",
    ] {
        write(krate.join("Cargo.toml"), manifest);
        assert_eq!(find(&krate), Ok(None), "{manifest}");
    }
    for manifest in [
        "[package]\nname = \"a\"\nversion.workspace = true\n",
        "[package]\nworkspace = \"../..\"\n",
        "# [workspace]\n[package]\n",
        "[workspaces]\n",
        "[package.metadata.workspace]\n",
    ] {
        write(krate.join("Cargo.toml"), manifest);
        let found = find(&krate);
        assert_eq!(
            found,
            Ok(Some(dir.join("root").join(FILE_NAME))),
            "{manifest}"
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_not_the_default() {
    let krate = tree("unreadable").join("root/crates/a");
    write(krate.join("Cargo.toml"), "[workspace]\n");
    fs::create_dir(krate.join(FILE_NAME)).expect("a directory where a file should be");
    let errors = load(&krate).expect_err("a directory is no file");
    let told = errors.iter().map(ToString::to_string).collect::<String>();
    let file = krate.join(FILE_NAME).display().to_string();
    assert!(
        told.starts_with(&format!("{file}: cannot be read: ")),
        "{told}"
    );
}

#[test]
fn no_policy_outlives_a_change_of_the_file() {
    let krate = tree("changes").join("root/crates/a");
    write(krate.join("Cargo.toml"), "[workspace]\n");
    let refused = || -> Result<Vec<String>, String> {
        let loaded = load(&krate).map_err(|errors| errors[0].to_string())?;
        Ok(loaded
            .policy
            .team
            .refuse
            .iter()
            .map(|refuse| refuse.name.clone())
            .collect())
    };
    assert_eq!(refused(), Ok(vec![]));
    assert!(load(&krate).expect("no file").file.is_none());

    let file = krate.join(FILE_NAME);
    write(file.clone(), "[[refuse]]\nname = \"aaa\"\n");
    assert_eq!(refused(), Ok(vec!["aaa".to_owned()]));
    assert_eq!(load(&krate).expect("a good file").file, Some(file.clone()));

    // As long as before, and within the resolution of any clock.
    write(file.clone(), "[[refuse]]\nname = \"bbb\"\n");
    assert_eq!(refused(), Ok(vec!["bbb".to_owned()]));

    write(file.clone(), "[[refuse]]\nname = \"\"\n");
    let message = format!(
        "{}:2: `name` is empty: write the field's name",
        file.display()
    );
    assert_eq!(refused(), Err(message));

    write(file.clone(), "[[refuse]]\nname = \"aaa\"\n");
    assert_eq!(refused(), Ok(vec!["aaa".to_owned()]));

    fs::remove_file(&file).expect("the file");
    assert_eq!(refused(), Ok(vec![]));
}
