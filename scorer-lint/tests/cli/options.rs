//! Options and exit codes.

use std::process::Command;

use super::{FINE, Folder, LEAK, MANIFEST, RULE, finished, lint, lint_as, process};

#[test]
fn exit_codes_tell_clean_found_and_failed() {
    let folder = Folder::of(&[("fine.rs", FINE), ("leak.rs", LEAK)]);
    let clean = lint(&[&folder.name("fine.rs")]);
    assert_eq!(
        (clean.code, clean.out.as_str()),
        (0, "no findings in 1 file\n")
    );
    let found = lint(&[&folder.name("leak.rs")]);
    assert_eq!(found.code, 1);
    assert!(
        found.out.ends_with("1 finding: 1 deny in 1 file\n"),
        "{}",
        found.out
    );
    assert_eq!(found.err, "");
    let failed = lint(&[&folder.name("leak.rs"), &folder.name("gone.rs")]);
    assert_eq!(failed.code, 2);
    assert!(
        failed.out.contains(RULE),
        "the rest is linted: {}",
        failed.out
    );
}

#[test]
fn the_leading_word_may_stand_or_not() {
    let folder = Folder::of(&[("leak.rs", LEAK)]);
    let file = folder.name("leak.rs");
    let with = lint(&["scorer-lint", &file]);
    let without = lint(&[&file]);
    assert_eq!(with.out, without.out);
    assert_eq!((with.code, without.code), (1, 1));
}

#[test]
fn cargo_finds_the_subcommand() {
    let folder = Folder::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LEAK)]);
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"));
    let folders = binary.parent().into_iter().map(std::path::Path::to_owned);
    let path = std::env::var_os("PATH").expect("a PATH");
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&path)));
    let cargo = std::env::var_os("CARGO").expect("run by cargo");
    let mut command = Command::new(cargo);
    command
        .arg("scorer-lint")
        .env("PATH", path.expect("a PATH"))
        .current_dir(folder.root());
    let ran = finished(&mut command);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("--> src/lib.rs:2:13"), "{}", ran.out);
}

#[test]
fn only_runs_what_is_named() {
    let folder = Folder::of(&[("leak.rs", LEAK)]);
    let file = folder.name("leak.rs");
    assert_eq!(lint(&["--only", "pii-field,hygiene", &file]).code, 0);
    assert_eq!(
        lint(&["--only", "hygiene,secret-in-message", &file]).code,
        1
    );
    assert_eq!(lint(&["--only", "records-too-much", &file]).code, 1);
}

#[test]
fn levels_are_set_and_raised() {
    let folder = Folder::of(&[("leak.rs", LEAK)]);
    let file = folder.name("leak.rs");
    let warned = lint(&["--level", "secret-in-message=warn", &file]);
    assert_eq!(warned.code, 0);
    assert!(
        warned.out.starts_with("warning[secret-in-message]: "),
        "{}",
        warned.out
    );
    assert!(
        warned.out.ends_with("1 finding: 1 warn in 1 file\n"),
        "{}",
        warned.out
    );
    let noted = lint(&["--level", "all=note", &file]);
    assert!(
        noted.out.starts_with("note[secret-in-message]: "),
        "{}",
        noted.out
    );
    let group = ["--level", "records-too-much=warn", "--deny", "warn", &file];
    assert_eq!(lint(&group).code, 1);
    let below = ["--level", "records-too-much=note", "--deny", "warn", &file];
    assert_eq!(lint(&below).code, 0);
    let last_wins = [
        "--level",
        "all=allow",
        "--level",
        "secret-in-message=deny",
        &file,
    ];
    assert_eq!(lint(&last_wins).code, 1);
}

#[test]
fn the_command_line_wins_over_the_teams_file() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LEAK),
        (
            "scorer-instrument.toml",
            "[lint]\nsecret-in-message = \"warn\"\n",
        ),
    ]);
    assert_eq!(folder.found().0.code, 0);
    assert_eq!(
        folder
            .found_with(&["--level", "secret-in-message=deny"])
            .0
            .code,
        1
    );
}

#[test]
fn wrong_options_name_what_is_near() {
    let cases: &[(&[&str], &str)] = &[
        (
            &["--only", "secret-in-mesage"],
            "did you mean `secret-in-message`?",
        ),
        (&["--level", "pii-feild=warn"], "did you mean `pii-field`?"),
        (&["--level", "pii-field=wran"], "did you mean `warn`?"),
        (&["--level", "pii-field"], "write `pii-field=warn`"),
        (&["--deny", "everything"], "there is no level `everything`"),
        (&["--explain", "pii-fields"], "did you mean `pii-field`?"),
        (&["--format", "jsno"], "json"),
        (&["--colour", "never"], "--color"),
        (&["--only", "nothing-like-it-at-all"], "--list"),
    ];
    for (arguments, hint) in cases {
        let ran = lint(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
        assert!(ran.err.contains(hint), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn paths_and_packages_exclude_each_other() {
    for options in [
        ["--workspace", "src"],
        ["--package=x", "src"],
        ["--manifest-path=x", "src"],
    ] {
        let ran = lint(&options);
        assert_eq!(ran.code, 2, "{options:?}");
        assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let listed = lint(&["--list"]);
    assert_eq!(listed.code, 0);
    for rule in scorer_lint::rules::ALL.rules().iter() {
        let line = listed.out.lines().find(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(rule.name) && words.next() == Some(rule.level.as_str())
        });
        let line = line.unwrap_or_else(|| panic!("{} is not listed", rule.name));
        assert!(line.ends_with(rule.summary()), "{line}");
        let page = lint(&["--explain", rule.name]);
        assert_eq!((page.code, page.out.trim_end()), (0, rule.page.trim_end()));
    }
    let groups: Vec<&str> = listed
        .out
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with(' '))
        .collect();
    assert!(
        groups.contains(&"records-too-much") && groups.contains(&"hygiene"),
        "{groups:?}"
    );
    let changed = lint(&["--list", "--level", "pii-field=note"]);
    assert!(
        changed
            .out
            .lines()
            .any(|line| line.contains("pii-field") && line.contains(" note "))
    );
}

#[test]
fn help_and_version_are_no_errors() {
    let help = lint(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for said in [
        "Exit codes:",
        "--manifest-path",
        "names",
        "--deny",
        "scorer-instrument.toml",
    ] {
        assert!(help.out.contains(said), "{said}: {}", help.out);
    }
    let version = lint(&["--version"]);
    assert_eq!(version.code, 0);
    assert!(
        version.out.contains(env!("CARGO_PKG_VERSION")),
        "{}",
        version.out
    );
}

#[test]
fn colours_and_links_are_for_terminals() {
    let folder = Folder::of(&[("leak.rs", LEAK)]);
    let file = folder.name("leak.rs");
    let shows = |options: &[&str], is_terminal: bool, vars: &[(&str, &str)]| {
        let mut arguments = options.to_vec();
        arguments.push(&file);
        let ran = lint_as(&arguments, b"", is_terminal, vars);
        (
            ran.out.contains("\x1b["),
            ran.out.contains("\x1b]8;;file://"),
        )
    };
    assert_eq!(shows(&[], true, &[]), (true, true));
    assert_eq!(shows(&[], false, &[]), (false, false));
    assert_eq!(shows(&[], true, &[("NO_COLOR", "1")]), (false, false));
    assert_eq!(shows(&[], true, &[("NO_COLOR", "")]), (true, true));
    assert_eq!(shows(&[], true, &[("TERM", "dumb")]), (false, false));
    assert_eq!(shows(&[], false, &[("CLICOLOR_FORCE", "1")]), (true, false));
    assert_eq!(
        shows(&[], false, &[("CLICOLOR_FORCE", "0")]),
        (false, false)
    );
    let both = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    assert_eq!(shows(&[], true, &both), (false, false));
    assert_eq!(
        shows(&["--color", "always"], false, &[("NO_COLOR", "1")]),
        (true, false)
    );
    assert_eq!(
        shows(&["--color", "never"], true, &[("CLICOLOR_FORCE", "1")]),
        (false, false)
    );
    assert_eq!(shows(&["--format", "json"], true, &[]), (false, false));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    use std::process::Stdio;
    let many = LEAK.repeat(2000);
    let folder = Folder::of(&[("leak.rs", &many)]);
    let mut command = process();
    command
        .arg(folder.name("leak.rs"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    let mut first = [0; 64];
    let mut out = child.stdout.take().expect("standard output");
    out.read_exact(&mut first).expect("some output");
    drop(out);
    let ended = child.wait_with_output().expect("the command ends");
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn output_that_cannot_be_written_is_told() {
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let folder = Folder::of(&[("leak.rs", LEAK)]);
        let ran = finished(process().arg(folder.name("leak.rs")).stdout(full));
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    }
}
