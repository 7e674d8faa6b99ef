//! reviewdog's form: places in bytes, fixes as suggestions.

use serde_json::{Value, json};

use super::{Folder, MANIFEST, lint};

#[test]
fn places_are_in_bytes_and_levels_have_reviewdogs_names() {
    let folder = Folder::of(&[(
        "a.rs",
        "fn f(password: &str) {\n    /* ß */ info!(\"{password}\");\n}\n",
    )]);
    let ran = lint(&["--format", "rdjson", &folder.name("a.rs")]);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(document["source"]["name"], "scorer-lint");
    let found = &document["diagnostics"][0];
    assert_eq!(found["location"]["path"], folder.name("a.rs"));
    let wanted = json!({"start": {"line": 2, "column": 22}, "end": {"line": 2, "column": 30}});
    assert_eq!(found["location"]["range"], wanted);
    assert_eq!(
        (&found["severity"], &found["code"]["value"]),
        (&"ERROR".into(), &"secret-in-message".into())
    );
    assert!(
        found["message"]
            .as_str()
            .expect("a message")
            .contains("\nhelp: ")
    );
}

#[test]
fn a_fix_is_a_suggestion() {
    let manifest = format!("{MANIFEST}\n[dependencies]\ntracing-flame = \"0.2\"\n");
    let folder = Folder::of(&[("Cargo.toml", &manifest), ("src/lib.rs", "")]);
    let root = folder.name("");
    let ran = lint(&["--format", "rdjson", root.trim_end_matches('/')]);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let suggestion = &document["diagnostics"][0]["suggestions"][0];
    assert_eq!(suggestion["text"], "");
    let wanted = json!({"start": {"line": 7, "column": 1}, "end": {"line": 8, "column": 1}});
    assert_eq!(suggestion["range"], wanted);
}

#[test]
fn nothing_found_is_a_document_too() {
    let folder = Folder::of(&[("a.rs", "")]);
    let ran = lint(&["--format", "rdjson", &folder.name("a.rs")]);
    assert_eq!(
        ran.out,
        "{\"diagnostics\":[],\"source\":{\"name\":\"scorer-lint\"}}\n"
    );
}
