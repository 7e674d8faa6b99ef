//! `telemetry!`: the team's file reaches the binary, so that the redactor keeps what the compiler allowed and removes
//! what it refused.

use std::path::Path;
use std::process::Command;

#[test]
fn the_team_s_words_hold_at_run_time() {
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
             scorer-instrument = {{ path = {:?}, features = [\"telemetry\"] }}\ntracing = \"0.1\"\n",
            root.join("scorer-instrument")
        ),
    );
    write(
        "scorer-instrument.toml",
        "[[allow]]\nname = \"passport_id\"\nreason = \"a row's id\"\n[[refuse]]\nname = \"nullifier\"\n",
    );
    write("src/main.rs", include_str!("../fixtures/baked-policy.rs"));
    std::fs::copy(root.join("Cargo.lock"), directory.path().join("Cargo.lock")).expect("a lock");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(directory.path())
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("baked-policy"),
        )
        .output()
        .expect("cargo runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(
        printed.trim(),
        "passport_id=\"row-7\" nullifier=\"[redacted:team]\" a-team 4.5.6"
    );
}
