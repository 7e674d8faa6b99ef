//! What `#[scorer_span]` adds to `cargo check`: the CPU time of 1,000 annotated async functions, as a ratio to the same
//! functions under `#[tracing::instrument]`, in one interleaved run. Also what the checked event macros add: 1,000
//! functions of one event each, as a ratio to the same events of tracing's.
//!
//! `cargo bench -p scorer-instrument --bench check_time [-- ROUNDS] [ROW]`, where `ROW` is the beginning of a row's
//! name
//!
//! On a busy machine, count the instructions of rustc instead. This needs valgrind and is about fifty times slower, so
//! it checks fewer functions: `cargo bench -p scorer-instrument --bench check_time -- --instructions [FUNCTIONS]`

#[path = "support/callgrind.rs"]
mod callgrind;
#[path = "support/cpu.rs"]
mod cpu;

use std::path::{Path, PathBuf};
use std::process::Command;

const FUNCTIONS: usize = 1_000;

/// The types of the five arguments; the first one is skipped.
#[derive(Clone, Copy)]
struct Arguments {
    name: &'static str,
    declarations: &'static str,
    uses: &'static str,
}

const ARGUMENTS: [Arguments; 3] = [
    Arguments {
        name: "scalars and text",
        declarations: "pool: &Pool, community_id: i64, address: &str, limit: Option<u32>, dry_run: bool",
        uses: "address.len() as u64 + community_id as u64 + u64::from(limit.unwrap_or(0)) + u64::from(dry_run)",
    },
    Arguments {
        name: "half derived types",
        declarations: "pool: &Pool, community_id: CommunityId, address: &str, stage: Stage, dry_run: bool",
        uses: "address.len() as u64 + community_id.0 as u64 + stage as u64 + u64::from(dry_run)",
    },
    Arguments {
        name: "derived types alone",
        declarations: "pool: &Pool, community_id: CommunityId, stage: Stage, other: CommunityId, last: Stage",
        uses: "other.0 as u64 + community_id.0 as u64 + stage as u64 + last as u64",
    },
];

const SIDES: [(&str, &str); 3] = [
    ("plain", ""),
    ("instrument", "#[tracing::instrument(skip(pool), err)]"),
    (
        "scorer_span",
        "#[scorer_instrument::scorer_span(skip(pool), err)]",
    ),
];

/// The events, in turn: with a count, a capture, an error in a field, an error in the message, an id by its `Debug`.
const EVENTS: [&str; 5] = [
    "info!(community_id, total, \"scored {limit:?} of {}\", address)",
    "debug!(dry_run, \"scoring {address} of {community_id}\")",
    "error!(%err, community_id, \"scoring failed\")",
    "warn!(\"scoring {address} failed: {err}\")",
    "info!(id = ?community_id, elapsed = %total, \"done\")",
];

/// What is written for each side.
#[derive(Clone, Copy)]
enum Written {
    /// Functions with an attribute.
    Functions(Arguments),
    /// Functions with an event in each.
    Events,
}

impl Written {
    /// The rows whose names begin with one of the arguments, or all of them.
    fn asked_for() -> Vec<Self> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let is_named = |row: &&Self| arguments.iter().any(|word| row.name().starts_with(word));
        let named: Vec<Self> = Self::ALL.iter().filter(is_named).copied().collect();
        if named.is_empty() {
            Self::ALL.to_vec()
        } else {
            named
        }
    }

    const ALL: [Self; 4] = [
        Self::Functions(ARGUMENTS[0]),
        Self::Functions(ARGUMENTS[1]),
        Self::Functions(ARGUMENTS[2]),
        Self::Events,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Functions(arguments) => arguments.name,
            Self::Events => "events",
        }
    }

    /// The function of this number, under the attribute of a side.
    fn function(self, at: usize, side: &str, attribute: &str) -> String {
        match self {
            Self::Functions(Arguments {
                declarations, uses, ..
            }) => format!(
                "{attribute}\npub async fn score_{at}({declarations}) -> Result<u64, std::fmt::Error> {{\n    \
                 let Pool = pool;\n    let total = {uses};\n    if total == {at} {{\n        return Err(std::fmt::Error);\n    }}\n    \
                 Ok(total)\n}}\n"
            ),
            Self::Events => {
                let event = EVENTS[at % EVENTS.len()];
                let event = match side {
                    "plain" => {
                        "let _ = (community_id, address, limit, dry_run, err, total)".to_owned()
                    }
                    "instrument" => format!("tracing::{event}"),
                    _ => format!("scorer_instrument::{event}"),
                };
                format!(
                    "pub fn score_{at}(community_id: i64, address: &str, limit: Option<u32>, dry_run: bool, err: &std::fmt::Error) {{\n    \
                     let total = address.len() + {at};\n    let _ = (community_id, limit, dry_run, err);\n    {event};\n    let _ = total;\n}}\n"
                )
            }
        }
    }
}

fn main() {
    let number = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let (root, rustc) = (cpu::scratch("check-time"), rustc());
    if std::env::args().any(|argument| argument == "--instructions") {
        instructions(&root, &rustc, number.unwrap_or(10));
    } else {
        seconds(&root, &rustc, number.unwrap_or(5));
    }
}

/// Instructions per function: the instructions for twice as many functions minus those for `functions`, so that what
/// rustc does only once counts for neither side.
fn instructions(root: &Path, rustc: &Path, functions: usize) {
    println!(
        "cargo check of an async function, 5 arguments, one skipped, err, or of an event; thousands of rustc's instructions, \
         over {functions}"
    );
    println!(
        "{:<22} {:>11} {:>12} {:>7}",
        "arguments", "instrument", "scorer_span", "ratio"
    );
    let [_, sides @ ..] = &SIDES;
    for written in Written::asked_for() {
        let [theirs, ours] = sides.map(|(side, attribute)| {
            let count = |functions| {
                let dir = generate(root, side, attribute, written, functions);
                // Builds the dependencies before anything is counted.
                check(&dir, root, rustc);
                touch(&dir);
                callgrind::instructions(|valgrind| {
                    valgrind.arg(env!("CARGO"));
                    in_crate(valgrind, &dir, root, rustc);
                })
            };
            #[expect(clippy::cast_precision_loss, reason = "some dozens of functions")]
            let thousands = functions as f64 * 1e3;
            (count(2 * functions) - count(functions)) / thousands
        });
        println!(
            "{:<22} {theirs:>11.0} {ours:>12.0} {:>7.3}",
            written.name(),
            ours / theirs
        );
    }
}

/// The path of the compiler itself, because the `rustc` in the path may be a proxy for it.
fn rustc() -> PathBuf {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .expect("rustc runs");
    let sysroot = String::from_utf8(output.stdout).expect("the path is text");
    Path::new(sysroot.trim()).join("bin/rustc")
}

/// CPU seconds of all [`FUNCTIONS`].
fn seconds(root: &Path, rustc: &Path, rounds: usize) {
    println!(
        "cargo check of {FUNCTIONS} async functions, 5 arguments each, one skipped, err, and of events; CPU seconds, median of \
         {rounds}"
    );
    println!(
        "{:<22} {:>8} {:>11} {:>12} {:>7}",
        "arguments", "plain", "instrument", "scorer_span", "ratio"
    );
    for written in Written::asked_for() {
        let crates =
            SIDES.map(|(side, attribute)| generate(root, side, attribute, written, FUNCTIONS));
        // The first check builds the dependencies.
        for dir in &crates {
            check(dir, root, rustc);
        }
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let mut ratios = Vec::new();
        for _ in 0..rounds {
            for (dir, times) in crates.iter().zip(&mut times) {
                touch(dir);
                times.push(cpu::seconds(|| check(dir, root, rustc)));
            }
            ratios.extend(
                times[2]
                    .last()
                    .zip(times[1].last())
                    .map(|(ours, theirs)| ours / theirs),
            );
        }
        let [plain, instrument, ours] = times.map(cpu::median);
        println!(
            "{:<22} {plain:>8.2} {instrument:>11.2} {ours:>12.2} {:>7.2}",
            written.name(),
            cpu::median(ratios)
        );
    }
}

/// Writes the crate of one side.
fn generate(
    root: &Path,
    side: &str,
    attribute: &str,
    written: Written,
    functions: usize,
) -> PathBuf {
    let dir = root.join(side);
    let facade = Path::new(env!("CARGO_MANIFEST_DIR")).display().to_string();
    let manifest = format!(
        "[package]\nname = \"{side}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         scorer-instrument = {{ path = {facade:?} }}\ntracing = \"0.1.44\"\n\n[workspace]\n"
    );
    let mut source = String::from(
        "#[derive(Debug)] pub struct Pool;\n\
         #[derive(Clone, Copy, Debug, scorer_instrument::Recordable)] pub struct CommunityId(pub i64);\n\
         #[derive(Clone, Copy, Debug, scorer_instrument::Recordable)] pub enum Stage { Parsed, Verified }\n",
    );
    for at in 0..functions {
        source.push_str(&written.function(at, side, attribute));
    }
    cpu::write(&dir.join("Cargo.toml"), &manifest);
    cpu::write(&dir.join("src/lib.rs"), &source);
    dir
}

/// Makes cargo check this crate again, and nothing else.
fn touch(dir: &Path) {
    let file = dir.join("src/lib.rs");
    let source = std::fs::read_to_string(&file).expect("the generated source is there");
    cpu::write(&file, &source);
}

fn check(dir: &Path, root: &Path, rustc: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    in_crate(&mut cargo, dir, root, rustc);
    let output = cargo.output().expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn in_crate(cargo: &mut Command, dir: &Path, root: &Path, rustc: &Path) {
    cargo
        .args(["check", "--quiet", "--offline"])
        .current_dir(dir)
        .env("RUSTC", rustc)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .env("CARGO_INCREMENTAL", "0");
}
