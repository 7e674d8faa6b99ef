//! clippy.toml and deny.toml: added to, with the team's formatting and comments as they were.

use super::Service;

#[test]
fn a_row_is_added_to_the_teams_own_list() {
    let service = Service::new();
    let before = "# Ours.\nmsrv = \"1.85\"   # as in Cargo.toml\nawait-holding-invalid-types = [\n  \"std::cell::Ref\", # why\n]\n\n[[disallowed-methods]]\npath = \"std::env::var\"\n";
    service.write("clippy.toml", before);
    service.written("clippy");
    let reason =
        "reason = \"other tasks run meanwhile, and what they record becomes part of this span\"";
    let rows = format!(
        "  {{ path = \"tracing::span::Entered\", {reason} }},\n  {{ path = \"tracing::span::EnteredSpan\", {reason} }},\n"
    );
    let after = before.replace("# why\n", &format!("# why\n{rows}"));
    assert_eq!(service.read("clippy.toml"), after);
}

#[test]
fn a_list_on_one_line_becomes_several() {
    let service = Service::new();
    service.write(
        "clippy.toml",
        "await-holding-invalid-types = [\"std::cell::Ref\"] # why\n",
    );
    service.written("clippy");
    let text = service.read("clippy.toml");
    assert!(
        text.starts_with("await-holding-invalid-types = [\n    \"std::cell::Ref\",\n    { path = "),
        "{text}"
    );
    assert!(text.ends_with(" },\n] # why\n"), "{text}");
}

#[test]
fn comments_within_a_list_stay_where_they_are() {
    let service = Service::new();
    service.write(
        "clippy.toml",
        "await-holding-invalid-types = [\n    # A cell.\n    \"std::cell::Ref\" # the last\n]\n",
    );
    service.written("clippy");
    let text = service.read("clippy.toml");
    assert!(
        text.starts_with("await-holding-invalid-types = [\n    # A cell.\n    \"std::cell::Ref\", # the last\n    { path"),
        "{text}"
    );
}

#[test]
fn nothing_is_added_twice() {
    let service = Service::new();
    let clippy = "await-holding-invalid-types = [\"tracing::span::Entered\", { path = \"tracing::span::EnteredSpan\" }]\n";
    service.write("clippy.toml", clippy);
    let ran = service.written("clippy");
    assert_eq!(ran.out, "nothing to do\n");
    assert_eq!(service.read("clippy.toml"), clippy);
}

#[test]
fn clippys_hidden_file_is_the_one_that_counts() {
    let service = Service::new();
    service.write(".clippy.toml", "");
    service.written("clippy");
    assert!(!service.has("clippy.toml"));
    assert!(service.read(".clippy.toml").contains("EnteredSpan"));
}

#[test]
fn a_member_with_a_file_of_its_own_is_told_of() {
    let service = Service::new();
    service.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"api\"]\nresolver = \"3\"\n",
    );
    service.write(
        "api/Cargo.toml",
        "[package]\nname = \"api\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    service.write("api/src/lib.rs", "");
    service.write("api/clippy.toml", "");
    let ran = service.written("clippy");
    assert!(
        ran.out
            .contains("clippy reads `api/clippy.toml` in its place"),
        "{}",
        ran.out
    );
}

#[test]
fn guarded_fields_become_clippys() {
    let service = Service::new();
    service.write(
        "scorer-instrument.toml",
        "[lint]\nguarded-fields = [\"service::model::Proof::nullifier\"]\n",
    );
    service.written("clippy");
    let text = service.read("clippy.toml");
    assert!(text.contains("disallowed-fields = ["), "{text}");
    assert!(
        text.contains("{ path = \"service::model::Proof::nullifier\", reason ="),
        "{text}"
    );
}

#[test]
fn what_would_be_wrong_in_clippys_file_is_not_in_it() {
    let service = Service::new();
    service.written("clippy");
    let text = service.read("clippy.toml");
    for never in [
        "replacement",
        "disallowed-macros",
        "disallowed-methods",
        "Span::enter",
    ] {
        assert!(!text.contains(never), "{never}: {text}");
    }
}

#[test]
fn bans_are_added_in_the_teams_form() {
    let service = Service::new();
    let before = "[licenses]\nallow = [\"MIT\"]\n\n[bans]\nmultiple-versions = \"warn\"\n\n[[bans.deny]]\ncrate = \"flame\"\nreason = \"ours\"\n";
    service.write("deny.toml", before);
    service.written("deny");
    let text = service.read("deny.toml");
    assert!(text.starts_with(before), "{text}");
    assert_eq!(text.matches("\"flame\"").count(), 1, "{text}");
    assert!(
        text.contains("[[bans.deny]]\ncrate = \"opentelemetry\"\ndeny-multiple-versions = true\n"),
        "{text}"
    );
}

#[test]
fn a_file_without_bans_keeps_the_rest() {
    let service = Service::new();
    let before = "[licenses]\nallow = [\"MIT\"]\n";
    service.write("deny.toml", before);
    service.written("deny");
    assert!(
        service
            .read("deny.toml")
            .starts_with(&format!("{before}\n[bans]\n"))
    );
}

#[test]
fn a_ban_on_some_releases_is_not_one_on_all() {
    let service = Service::new();
    service.write("deny.toml", "[bans]\ndeny = [\"flame@0.1\", \"flamer\"]\n");
    service.written("deny");
    let text = service.read("deny.toml");
    assert!(text.contains("{ crate = \"flame\","), "{text}");
    assert!(!text.contains("{ crate = \"flamer\","), "{text}");
}

#[test]
fn the_teams_leftovers_are_banned_and_what_others_bring_is_not() {
    let service = Service::new();
    service.write(
        "scorer-instrument.toml",
        "[lint]\nleftover-crates = [\"our-old-tracer\"]\n",
    );
    service.write(
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"inferno\"\nversion = \"0.12.0\"\n\n[[package]]\nname = \"service\"\nversion = \"0.1.0\"\n",
    );
    let ran = service.written("deny");
    let text = service.read("deny.toml");
    assert!(text.contains("{ crate = \"our-old-tracer\","), "{text}");
    assert!(!text.contains("inferno"), "{text}");
    assert!(
        ran.out
            .contains("`inferno` is not banned: another crate brings it"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    for (file, part, text, said) in [
        (
            "clippy.toml",
            "clippy",
            "msrv = \"1.85\"\nx = = 1\n",
            "clippy.toml:2: is not TOML: ",
        ),
        ("deny.toml", "deny", "[bans\n", "deny.toml:1: is not TOML: "),
        (
            "clippy.toml",
            "clippy",
            "await-holding-invalid-types = 1\n",
            "clippy.toml: `await-holding-invalid-types` is not a list",
        ),
        (
            "scorer-instrument.toml",
            "toml",
            "\n[lent]\n",
            "scorer-instrument.toml:2: ",
        ),
    ] {
        let service = Service::new();
        service.write(file, text);
        let ran = service.init(&["--yes", "--only", part]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        assert_eq!(service.read(file), text);
    }
}
