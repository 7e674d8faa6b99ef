//! The Cargo.toml of fixed code.

use super::{Folder, MANIFEST, SOURCE, SPAWNED};

/// What a Cargo.toml becomes by a fix that needs the crate with its feature `tokio`.
fn named(manifest: &str) -> String {
    named_in(&[("Cargo.toml", manifest)])
}

fn named_in(files: &[(&str, &str)]) -> String {
    let folder = Folder::of(files);
    folder.write(SOURCE.0, SOURCE.1.as_bytes());
    let package = files[0].0.trim_end_matches("Cargo.toml");
    let source = format!("{package}src/lib.rs");
    folder.write(&source, SPAWNED.as_bytes());
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        folder.text(&source).contains("scorer_instrument"),
        "{ran:?}"
    );
    folder.text(files[0].0)
}

fn assert_refused(manifest: &str, why: &str) {
    let folder = Folder::of(&[("Cargo.toml", manifest), ("src/lib.rs", SPAWNED)]);
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!(folder.text("src/lib.rs"), SPAWNED, "{manifest}");
    assert_eq!(folder.text("Cargo.toml"), manifest);
    assert!(ran.out.contains(why), "{ran:?}");
    assert!(ran.err.starts_with("nothing to fix"), "{ran:?}");
}

#[test]
fn a_crate_is_added_in_order() {
    let line = "scorer-instrument = { version = \"0.1.0\", features = [\"tokio\"] }\n";
    assert_eq!(
        named(MANIFEST),
        MANIFEST.replace("tracing", &format!("{line}tracing"))
    );
    let unordered = MANIFEST.replace(
        "[dependencies]\n",
        "[dependencies]\nzlib-rs = \"0.5\" # first\n",
    );
    assert_eq!(named(&unordered), format!("{unordered}{line}"));
    let none = MANIFEST.replace("\n[dependencies]\ntracing = \"0.1\"\n", "");
    assert_eq!(named(&none), format!("{none}\n[dependencies]\n{line}"));
}

#[test]
fn a_feature_is_added_to_what_is_there() {
    for (entry, made) in [
        (
            "scorer-instrument = \"0.1\" # ours",
            "scorer-instrument = { version = \"0.1\", features = [\"tokio\"] } # ours",
        ),
        (
            "scorer-instrument = { version = \"0.1\" }",
            "scorer-instrument = { version = \"0.1\", features = [\"tokio\"] }",
        ),
        (
            "scorer-instrument = { version = \"0.1\", features = [\"uuid\"] }",
            "scorer-instrument = { version = \"0.1\", features = [\"uuid\", \"tokio\"] }",
        ),
        (
            "scorer-instrument = { version = \"0.1\", features = [\n    \"uuid\",\n    \"chrono\", # for ages\n] }",
            "scorer-instrument = { version = \"0.1\", features = [\n    \"tokio\",\n    \"uuid\",\n    \"chrono\", # for ages\n] }",
        ),
        (
            "scorer-instrument.version = \"0.1\"",
            "scorer-instrument.version = \"0.1\"\nscorer-instrument.features = [\"tokio\"]",
        ),
        (
            "\n[dependencies.scorer-instrument]\nversion = \"0.1\"\n\n[features]",
            "\n[dependencies.scorer-instrument]\nversion = \"0.1\"\nfeatures = [\"tokio\"]\n\n[features]",
        ),
        (
            "\n[target.'cfg(unix)'.dependencies]\nscorer-instrument = \"0.1\"",
            "\n[target.'cfg(unix)'.dependencies]\nscorer-instrument = { version = \"0.1\", features = [\"tokio\"] }",
        ),
    ] {
        assert_eq!(
            named(&format!("{MANIFEST}{entry}\n")),
            format!("{MANIFEST}{made}\n")
        );
    }
}

#[test]
fn what_has_the_feature_stays() {
    for entry in [
        "scorer-instrument = { version = \"0.1\", features = [\"tokio\"] }",
        "scorer_instrument = { package = \"scorer-instrument\", version = \"0.1\", features = [\"uuid\", \"tokio\"] }",
    ] {
        let manifest = format!("{MANIFEST}{entry}\n");
        assert_eq!(named(&manifest), manifest);
    }
}

#[test]
fn a_workspace_is_asked() {
    let root = |features: &str| {
        format!(
            "[workspace]\nmembers = [\"service\"]\n\n[workspace.dependencies]\nscorer-instrument = {{ version = \"0.1\"{features} }}\n"
        )
    };
    let inherits = MANIFEST.replace("tracing = \"0.1\"", "tracing.workspace = true");
    let made = |line: &str| inherits.replace("tracing", &format!("{line}\ntracing"));
    let with = root(", features = [\"tokio\"]");
    assert_eq!(
        named_in(&[("service/Cargo.toml", &inherits), ("Cargo.toml", &with)]),
        made("scorer-instrument.workspace = true")
    );
    let without = root("");
    assert_eq!(
        named_in(&[("service/Cargo.toml", &inherits), ("Cargo.toml", &without)]),
        made("scorer-instrument = { workspace = true, features = [\"tokio\"] }")
    );
    let in_braces = MANIFEST.replace("\"0.1\"\n", "{ workspace = true }\n");
    assert_eq!(
        named_in(&[("service/Cargo.toml", &in_braces), ("Cargo.toml", &with)]),
        in_braces.replace(
            "tracing",
            "scorer-instrument = { workspace = true }\ntracing"
        )
    );
}

#[test]
fn line_ends_stay() {
    let windows = MANIFEST.replace('\n', "\r\n");
    let made = named(&format!("\u{feff}{windows}"));
    assert!(made.starts_with("\u{feff}[package]\r\n"), "{made:?}");
    assert_eq!(
        made.matches('\n').count(),
        made.matches("\r\n").count(),
        "{made:?}"
    );
}

#[test]
fn a_crate_that_code_cannot_name_is_told_of() {
    for (entry, why) in [
        (
            "si = { package = \"scorer-instrument\", version = \"0.1\" }",
            "calls `scorer-instrument` `si`",
        ),
        (
            "scorer-instrument = { version = \"0.1\", optional = true }",
            "is optional",
        ),
        (
            "scorer-instrument = { package = \"other\", version = \"0.1\" }",
            "is another crate",
        ),
    ] {
        assert_refused(&format!("{MANIFEST}{entry}\n"), why);
    }
    assert_refused("[workspace]\n", "describes no package");
    let own = MANIFEST.replace("\"service\"", "\"scorer-instrument\"");
    assert_refused(&own, "is `scorer-instrument` itself");
}

#[test]
fn a_source_that_is_named_alone_has_a_manifest() {
    let folder = Folder::of(&[SOURCE, ("Cargo.toml", MANIFEST), ("src/lib.rs", SPAWNED)]);
    let source = folder.path("src/lib.rs");
    let options = ["--fix", "--unsafe-fixes", "--allow-no-vcs"];
    let ran = super::lint(&options, &[&source]);
    assert_eq!(ran.err, "fixed 1 finding in 2 files\n");
    assert!(folder.text("Cargo.toml").contains("scorer-instrument"));
}

#[test]
fn a_source_of_no_package_is_left() {
    let folder = Folder::of(&[("lib.rs", SPAWNED)]);
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!(folder.text("lib.rs"), SPAWNED);
    assert!(
        ran.out.contains("there is no Cargo.toml that could name"),
        "{ran:?}"
    );
}

#[test]
fn a_leftover_goes_with_all_its_lines() {
    for entry in [
        "inferno = \"0.12\"\n",
        "inferno = { version = \"0.12\", features = [\n    \"cli\",\n] } # drawn\n",
        "inferno.version = \"0.12\"\n",
        "\n[dependencies.inferno]\nversion = \"0.12\"\nfeatures = [\n    \"cli\",\n]\n",
    ] {
        let folder = Folder::of(&[
            ("Cargo.toml", &format!("{MANIFEST}{entry}")),
            ("src/lib.rs", ""),
        ]);
        let ran = folder.fix(&[]);
        assert_eq!(
            folder.text("Cargo.toml").trim_end(),
            MANIFEST.trim_end(),
            "{ran:?}"
        );
    }
    let named = format!("{MANIFEST}inferno = \"0.12\"\n\n[features]\nsvg = [\"inferno/cli\"]\n");
    let folder = Folder::of(&[("Cargo.toml", &named), ("src/lib.rs", "")]);
    folder.fix(&[]);
    assert_eq!(folder.text("Cargo.toml"), named);
}

#[test]
fn the_team_says_where_the_crate_comes_from() {
    for (source, line) in [
        (
            "{ git = \"https://example.org/scorer\", tag = \"v1\" }",
            "scorer-instrument = { git = \"https://example.org/scorer\", tag = \"v1\", features = [\"tokio\"] }\n",
        ),
        (
            "{ path = \"../scorer/scorer-instrument\" }",
            "scorer-instrument = { path = \"../../../scorer/scorer-instrument\", features = [\"tokio\"] }\n",
        ),
    ] {
        let folder = Folder::of(&[
            (
                "team/scorer-instrument.toml",
                &format!("[lint]\ndependency = {source}\n"),
            ),
            (
                "team/Cargo.toml",
                "[workspace]\nmembers = [\"service/api\"]\n",
            ),
            ("team/service/api/Cargo.toml", MANIFEST),
            ("team/service/api/src/lib.rs", SPAWNED),
        ]);
        let ran = folder.fix(&["--unsafe-fixes"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(
            folder.text("team/service/api/Cargo.toml"),
            MANIFEST.replace("tracing", &format!("{line}tracing"))
        );
    }
}

#[test]
fn a_crate_that_comes_from_nowhere_is_not_named() {
    let folder = Folder::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SPAWNED)]);
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!(folder.text("Cargo.toml"), MANIFEST);
    assert_eq!(folder.text("src/lib.rs"), SPAWNED);
    let line = "add `scorer-instrument = { .., features = [\"tokio\"] }` to ";
    assert!(ran.err.contains(line), "{ran:?}");
    assert!(
        ran.out.contains("nothing says where the crate comes from"),
        "{ran:?}"
    );
}
