//! Tells cargo when to build again.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rustc-env=BUILD_TIME={}", std::env::var("SOURCE_DATE_EPOCH").unwrap_or_default());
    let head = std::fs::read_to_string(".git/HEAD").unwrap_or_default();
    println!("cargo:rustc-env=GIT_HEAD={}", head.trim());
}
