//! What docs/lint.md shows of the lint is what the lint says.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_finding_in_the_page_is_what_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
        .args([
            "scorer-lint",
            "scorer-lint/docs/example.rs",
            "--color",
            "never",
        ])
        .current_dir(&root)
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1));
    let all = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(all).expect("text");
    let page = fs::read_to_string(root.join("docs/lint.md")).expect("the page");
    assert!(
        page.contains(said.trim()),
        "the page does not show:\n{said}"
    );
}
