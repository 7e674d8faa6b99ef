//! `telemetry!`: the team's file reaches the binary, so that the redactor keeps what the compiler allowed and removes
//! what it refused.

use std::path::Path;
use std::process::Command;

/// What a program of a team prints, whose package has these features of the facade.
fn printed(features: &str, program: &str) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, text).expect("a file");
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"a-team\"\nversion = \"4.5.6\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             scorer-instrument = {{ path = \"{}\", features = [{features:?}] }}\ntracing = \"0.1\"\n",
            root.join("scorer-instrument").display()
        ),
    );
    write(
        "scorer-instrument.toml",
        "[[allow]]\nname = \"passport_id\"\nreason = \"a row's id\"\n[[refuse]]\nname = \"nullifier\"\n\
         [[secret]]\nprefix = \"scr_live_\"\n",
    );
    write("src/main.rs", program);
    std::fs::copy(root.join("Cargo.lock"), directory.path().join("Cargo.lock")).expect("a lock");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(directory.path())
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("baked-{features}")),
        )
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn the_team_s_words_hold_at_run_time() {
    assert_eq!(
        printed("telemetry", include_str!("../fixtures/baked-policy.rs")),
        "passport_id=\"row-7\" nullifier=\"[redacted:team]\" a-team 4.5.6"
    );
}

#[test]
fn they_hold_in_the_redactor_alone_and_in_errors() {
    let left = "passport_id=row-7 nullifier=[redacted:team] token [redacted:team] password=[redacted:credential]";
    assert_eq!(
        printed("redact", include_str!("../fixtures/baked-redactor.rs")),
        format!("{left}; err: {left}")
    );
}
