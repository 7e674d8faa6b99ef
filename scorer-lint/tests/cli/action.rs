//! The steps of `action.yml`, run as GitHub's runner runs them: in its shell, with its files, and a `cargo` that installs what was built.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::diff::{commit, git, repository};
use super::{FINE, Folder, LEAK, MANIFEST};

/// The script of the step in whose text a part stands.
fn script(part: &str) -> String {
    let action = Path::new(env!("CARGO_MANIFEST_DIR")).join("../action.yml");
    let action = fs::read_to_string(action).expect("the action");
    let step = action
        .split("\n    - ")
        .find(|step| step.contains(part) && step.contains("run: "))
        .expect("the step");
    let (_, run) = step.split_once("run: ").expect("its script");
    match run.strip_prefix("|\n") {
        Some(lines) => lines
            .lines()
            .take_while(|line| line.is_empty() || line.starts_with("        "))
            .map(|line| line.trim_start_matches("        "))
            .fold(String::new(), |script, line| script + line + "\n"),
        None => run.lines().next().unwrap_or_default().to_owned(),
    }
}

/// Runs a script as `shell: bash` does.
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell>
fn step(folder: &Path, script: &str, vars: &[(&str, &Path)]) -> (i32, String) {
    let file = folder.with_extension("sh");
    fs::write(&file, script).expect("the script");
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail"])
        .arg(file)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("BASE", "")
        .env("DENY", "deny")
        .env("MANIFEST", "Cargo.toml");
    for (name, value) in vars {
        command.env(name, value);
    }
    let output = command.output().expect("bash");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().expect("an exit code"), said)
}

fn found(sarif: &Path) -> Vec<String> {
    let report = fs::read_to_string(sarif).expect("the report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let results = report["runs"][0]["results"].as_array().expect("results");
    let place = |result: &Value| {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        format!("{} {}", uri, result["ruleId"]).replace('"', "")
    };
    results.iter().map(place).collect()
}

#[test]
fn it_installs_the_lint_and_of_a_pull_request_reports_what_it_brings() {
    let runner = Folder::of(&[]);
    let bin = runner.path("path");
    let cargo = format!(
        "#!/bin/sh\nwhile [ \"$1\" != --root ]; do shift; done\nmkdir -p \"$2/bin\"\ncp '{}' \"$2/bin/\"\n",
        env!("CARGO_BIN_EXE_cargo-scorer-lint")
    );
    runner.write("path/cargo", cargo.as_bytes());
    fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).expect("a program");
    // The origin, and a clone of it with its last commit alone, as `actions/checkout` makes one.
    let origin = repository(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", FINE),
        ("src/old.rs", LEAK),
    ]);
    let base = git(&origin, &["rev-parse", "HEAD"]);
    origin.write("src/new.rs", LEAK.as_bytes());
    commit(&origin);
    let source = format!("file://{}", origin.root().display());
    git(
        &runner,
        &[
            "clone",
            "--quiet",
            "--depth=1",
            "--branch=work",
            &source,
            "work",
        ],
    );
    let work = runner.path("work");

    let root = runner.path("tools");
    let action = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = format!(
        "{}:{}",
        bin.display(),
        std::env::var("PATH").expect("a path")
    );
    let (code, said) = step(
        &work,
        &script("cargo install"),
        &[
            ("PATH", Path::new(&path)),
            ("SOURCE", &action),
            ("ROOT", &root),
        ],
    );
    assert_eq!(code, 0, "{said}");

    let (sarif, output) = (runner.path("found.sarif"), runner.path("output"));
    let lint = root.join("bin/cargo-scorer-lint");
    let run = |base: &str| {
        fs::write(&output, "").expect("the file of outputs");
        let vars: &[(&str, &Path)] = &[
            ("LINT", &lint),
            ("SARIF", &sarif),
            ("GITHUB_OUTPUT", &output),
            ("BASE", Path::new(base)),
        ];
        let (code, said) = step(&work, &script("id: lint"), vars);
        let told = fs::read_to_string(&output).expect("the file of outputs");
        assert_eq!(told, format!("sarif={}\n", sarif.display()), "{said}");
        (code, found(&sarif))
    };
    let leak = |file: &str| format!("src/{file}.rs secret-in-message");
    let (code, brought) = run(&base);
    assert_eq!((code, brought), (1, vec![leak("new")]));
    let (code, all) = run("");
    assert_eq!((code, all), (1, vec![leak("new"), leak("old")]));
    let head = git(&origin, &["rev-parse", "HEAD"]);
    assert_eq!(run(&head), (0, vec![]));
}
