//! Source lines that are shown never show a secret that stands in them.

use std::sync::Arc;

use scorer_lint::engine::finding::Finding;
use scorer_lint::rules::ALL;

use super::{Folder, RULE, in_each_format, lint};

/// Everything that any format shows of a source with a finding on each of its lines.
fn shown(line: &str) -> String {
    let folder = Folder::of(&[(
        "a.rs",
        &format!("fn login(password: &str) {{\n{line}\n}}\n"),
    )]);
    let file = folder.name("a.rs");
    let mut all = String::new();
    for format in ["human", "json", "rustc", "github"] {
        let ran = lint(&["--format", format, &file]);
        assert_eq!(ran.code, 1, "{line}: {ran:?}");
        all.push_str(&ran.out);
    }
    all
}

#[test]
fn hard_coded_secrets_are_hidden() {
    for line in [
        // What a refused name holds.
        r#"let password = "xanadu"; info!("{password}");"#,
        r#"const API_KEY: &str = "xanadu"; info!("{password}");"#,
        r##"let api_key = r#"xanadu"#; info!("{password}");"##,
        r#"let api_key = b"xanadu"; info!("{password}");"#,
        r#"let login = Login { password: "xanadu" }; info!("{password}");"#,
        r#"let body = json!({ "password": "xanadu" }); info!("{password}");"#,
        r#"client.password("xanadu"); info!("{password}");"#,
        r#"map.insert("authorization", "xanadu"); info!("{password}");"#,
        // What a function is given, beside a value that must not be recorded.
        r#"connect("admin", "xanadu"); info!("{password}");"#,
        r#"info!(password = %decrypt(1, "xanadu"), "done");"#,
        // What looks like a key.
        r#"let x = "xanadu1234"; info!("{password}");"#,
        r#"let x = "postgres://user:xanadu@db/app"; info!("{password}");"#,
        r#"info!("{password}"); // the old one was xanadu1234"#,
    ] {
        let shown = shown(line);
        assert!(!shown.contains("xanadu"), "{line}: {shown}");
    }
}

#[test]
fn edits_and_helps_hide_what_the_lines_above_them_hide() {
    let folder = Folder::of(&[(
        "a.rs",
        "#[tracing::instrument(ret, fields(v = \"sk_live_xanadu4eC39HqLyj\", note = seal(\"xanadu\")))]\n\
         pub fn rewrite(api_key: &str, unit: u32) -> Vec<u8> { seal(unit) }\n",
    )]);
    let file = folder.name("a.rs");
    for format in [
        "human", "json", "rustc", "github", "gitlab", "sarif", "rdjson",
    ] {
        let ran = lint(&["--format", format, &file]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("scorer_span"), "{format}: {}", ran.out);
        assert!(!ran.out.contains("xanadu"), "{format}: {}", ran.out);
    }
}

#[test]
fn what_helps_to_understand_is_shown() {
    for (line, seen) in [
        (
            r#"info!("the user logged in with {password}");"#,
            "the user logged in with {password}",
        ),
        (
            r#"info!(target: "api::login", "{password}");"#,
            "api::login",
        ),
        (r#"info!("user.email" = %password, "done");"#, "user.email"),
        (
            r#"info!(password = ?headers.get("authorization"), "done");"#,
            "authorization",
        ),
    ] {
        let shown = shown(line);
        assert!(shown.contains(seen), "{line}: {shown}");
    }
}

#[test]
fn marks_stand_below_what_is_at_fault() {
    let folder = Folder::of(&[(
        "a.rs",
        "fn f(password: &str) {\n let password = \"ключ漢字\"; info!(\"{password}\");\n}\n",
    )]);
    let ran = lint(&[&folder.name("a.rs")]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let source = lines[3].find("password}").expect("the source");
    assert_eq!(lines[4].find('^'), Some(source), "{}", ran.out);
    assert!(lines[3].contains("\"******\""), "{}", ran.out);
}

#[test]
fn what_a_format_string_captures_is_shown() {
    let folder = Folder::of(&[(
        "a.rs",
        "fn f(email: &str) {\n info!(email, \"plain {email} words\");\n}\n",
    )]);
    let ran = lint(&[&folder.name("a.rs")]);
    assert!(ran.out.contains("\"******{email}******\""), "{}", ran.out);
    // Outside of a macro's parentheses nothing is captured.
    let shown = shown(r#"let password = "{xanadu}"; info!("{password}");"#);
    assert!(!shown.contains("xanadu"), "{shown}");
}

#[test]
fn a_secret_in_the_code_to_write_is_hidden() {
    let folder = Folder::of(&[("a.rs", "")]);
    let path = Arc::new(folder.path("a.rs"));
    let rule = ALL.rules().find(RULE).expect("the rule");
    let help = "write `#[instrument(skip(pool), err(level = \"warn\"), fields(kind = \"plain\", password = \"xanadu\", x = load(1, \"xanadu\")))]`";
    let finding = Finding::new(rule, &path, 0..0, "is wrong").help(help);
    for out in in_each_format(&[finding]) {
        assert!(out.contains("plain") && !out.contains("xanadu"), "{out}");
        assert!(out.contains("warn"), "{out}");
    }
}

#[test]
fn the_teams_own_tokens_are_hidden() {
    let folder = Folder::of(&[
        (
            "scorer-instrument.toml",
            "[[secret]]\nprefix = \"scr_live_\"\n",
        ),
        (
            "a.rs",
            "fn login(password: &str) {\nlet x = \"scr_live_xanadu\"; info!(\"{password}\"); // scr_live_xanadu\n}\n",
        ),
    ]);
    let file = folder.name("a.rs");
    for format in ["human", "json", "rustc", "github"] {
        let ran = lint(&["--format", format, &file]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(!ran.out.contains("xanadu"), "{}", ran.out);
    }
}
