//! What compiles, compiles when it is fixed: the packages of `tests/fixes`, each a small one with findings.

#[path = "fixes/generated.rs"]
mod generated;
#[path = "fixes/generator.rs"]
mod generator;
#[path = "fixes/harness.rs"]
mod harness;
#[path = "fixes/records.rs"]
mod records;

use harness::Copies;

/// Fixes copies of every fixture; what rustc, rustfmt and the lint itself say of them then.
fn fixed(name: &str, options: &[&str]) -> Copies {
    let copies = Copies::of_fixtures(name, &[]);
    copies.assert_compile("before");
    copies.assert_formatted("before");
    let ran = copies.fix(options);
    assert!(ran.code < 2, "{ran:?}");
    copies.assert_compile("after");
    copies.assert_formatted("after");
    let again = copies.fix(options);
    assert!(again.err.starts_with("nothing to fix"), "{again:?}");
    assert_eq!((ran.code, &ran.out), (again.code, &again.out));
    copies
}

#[test]
fn safe_fixes_compile() {
    fixed("safe", &[]);
}

#[test]
fn unsafe_fixes_compile() {
    let copies = fixed("unsafe", &["--unsafe-fixes"]);
    let manifest = copies.text("spawned/Cargo.toml");
    assert!(manifest.contains("scorer-instrument = {"), "{manifest}");
}
