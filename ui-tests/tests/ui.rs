//! Every case of `ui/`: what is refused, with the whole message, and what compiles.
//!
//! `TRYBUILD=overwrite cargo test -p scorer-instrument-ui-tests` writes the messages anew; the
//! difference is to be read before it is kept. With `--features every-type` the messages are the same.

use std::path::{Path, PathBuf};
use std::sync::Once;

/// The policy of a team; the cases in `fail/policy` and those that pass as `team-..` are about it.
const POLICY: &str = include_str!("../ui/scorer-instrument.toml");

/// The cases' functions do nothing with their arguments: that is no part of their messages.
const CARGO_CONFIG: &str = "[target.'cfg(all())']\nrustflags = [\"-Aunused\"]\n";

/// The crate that trybuild makes of the cases.
fn project() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let target = target.expect("the target directory holds the tests' own");
    target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}

fn write(file: &str, text: &str) {
    let file = project().join(file);
    let dir = file.parent().expect("a file in the crate");
    std::fs::create_dir_all(dir).expect("a directory in the crate");
    std::fs::write(file, text).expect("a file in the crate");
}

/// What stands beside the cases, once for all tests.
fn prepare() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(|| {
        write("scorer-instrument.toml", POLICY);
        write(".cargo/config.toml", CARGO_CONFIG);
    });
}

// Two sets: without a case that passes among them, trybuild checks all of them in one go.
#[test]
fn refused() {
    prepare();
    trybuild::TestCases::new().compile_fail("ui/fail/**/*.rs");
}

#[test]
fn accepted() {
    prepare();
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}
