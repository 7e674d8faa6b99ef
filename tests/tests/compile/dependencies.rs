//! What the caller's Cargo.toml has to hold, and what rustc says when it does not.

use crate::fixture::{Fixture, TRACING, facade};

const CALLER: &str = "\
use scorer_instrument::scorer_span;

#[scorer_span]
fn load(depth: u8) {
    let _ = depth;
}

fn main() {
    load(1);
}
";

/// One error, at the attribute, that names what is missing.
const NO_TRACING: &str = "\
error[E0433]: cannot find `tracing` in the crate root
 --> src/main.rs:3:1
  |
3 | #[scorer_span]
  | ^^^^^^^^^^^^^^ could not find `tracing` in the list of imported crates
  |
  = note: this error originates in the attribute macro `scorer_span` (in Nightly builds, run with -Z macro-backtrace for more info)

For more information about this error, try `rustc --explain E0433`.
error: could not compile";

#[test]
fn the_facade_is_renamed() {
    let fixture = Fixture::new("renamed-facade");
    fixture
        .package(".", "renamed-facade", &[TRACING, &facade("obs")])
        .workspace(".", &[])
        .write(
            "src/main.rs",
            include_str!("../../fixtures/renamed-facade.rs"),
        )
        .run(".")
        .succeeds();
}

#[test]
fn tracing_is_missing() {
    let fixture = Fixture::new("missing-tracing");
    let built = fixture
        .package(".", "missing-tracing", &[&facade("scorer-instrument")])
        .workspace(".", &[])
        .write("src/main.rs", CALLER)
        .run(".");
    assert!(!built.success);
    assert!(built.stderr.contains(NO_TRACING), "{}", built.stderr);
}

#[test]
fn tracing_is_renamed() {
    let fixture = Fixture::new("renamed-tracing");
    let built = fixture
        .package(
            ".",
            "renamed-tracing",
            &[
                "spans = { package = \"tracing\", version = \"0.1.44\" }",
                &facade("scorer-instrument"),
            ],
        )
        .workspace(".", &[])
        .write("src/main.rs", CALLER)
        .run(".");
    assert!(!built.success);
    assert!(built.stderr.contains(NO_TRACING), "{}", built.stderr);
}
