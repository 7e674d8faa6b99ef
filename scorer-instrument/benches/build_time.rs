//! What `scorer-instrument` adds to a cold build, with and without the feature `errors`: the CPU time beyond that of
//! `tracing` with its `attributes`, which a service builds anyway.
//!
//! `cargo bench -p scorer-instrument --bench build_time [-- ROUNDS]`

#[path = "support/cpu.rs"]
mod cpu;

use std::path::Path;
use std::process::Command;

fn main() {
    let rounds = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(3);
    let root = cpu::scratch("build-time");
    let facade = env!("CARGO_MANIFEST_DIR");
    let sides = [
        ("tracing", "tracing = \"0.1.44\"\n".to_owned()),
        (
            "scorer-instrument",
            format!("tracing = \"0.1.44\"\nscorer-instrument = {{ path = {facade:?} }}\n"),
        ),
        (
            "no-errors",
            format!(
                "tracing = \"0.1.44\"\nscorer-instrument = {{ path = {facade:?}, default-features = false }}\n"
            ),
        ),
    ];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for ((side, dependencies), times) in sides.iter().zip(&mut times) {
            let dir = root.join(format!("with-{side}"));
            let manifest = format!(
                "[package]\nname = \"with-{side}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{dependencies}\n[workspace]\n"
            );
            cpu::write(&dir.join("Cargo.toml"), &manifest);
            cpu::write(&dir.join("src/lib.rs"), "");
            times.push(cpu::seconds(|| build(&dir)));
        }
    }
    let [tracing, ours, without] = times.map(cpu::median);
    println!("cold `cargo build`, CPU seconds, median of {rounds}");
    println!("tracing with attributes   {tracing:>6.2}");
    for (side, seconds) in [
        ("and scorer-instrument     ", ours),
        ("the same without `errors` ", without),
    ] {
        println!(
            "{side}{seconds:>6.2}   adds {:.2} s, ratio {:.2}",
            seconds - tracing,
            seconds / tracing
        );
    }
}

/// Builds from nothing.
fn build(dir: &Path) {
    let target = dir.join("target");
    if target.exists() {
        std::fs::remove_dir_all(&target).expect("the target directory can be emptied");
    }
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", target)
        // Cargo compiles crates from a registry like this; only path dependencies are compiled incrementally.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
