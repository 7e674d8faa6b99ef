//! How fast the lint reads: all rules on the sources that cargo has downloaded, beside reading them alone and beside rustc's bare lexer.
//!
//! `cargo bench -p scorer-lint --bench speed [-- ROUNDS] [-- --ast-grep]`; with `--ast-grep` also beside ast-grep (from npm), on the rules
//! that it can express.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use ra_ap_rustc_lexer::{FrontmatterAllowed, tokenize};
use rayon::prelude::*;
use scorer_lint::engine::run;
use scorer_lint::package::problem;
use scorer_lint::package::unit::Unit;
use scorer_lint::package::workspace::{Selection, collect};
use scorer_lint::rules::ALL;

/// Sources that the figures ask for, in lines.
const ENOUGH: usize = 2_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(side) = arguments.iter().position(|word| word == "--memory-of") {
        return alone(arguments.get(side + 1).map_or("", String::as_str));
    }
    let rounds = arguments
        .iter()
        .find_map(|word| word.parse().ok())
        .unwrap_or(5);
    let units = downloaded();
    let sources = sources(&units);
    let (lines, bytes) = size(&sources);
    println!(
        "{} files, {:.2} M lines, {:.0} MB",
        sources.len(),
        float(lines) / 1e6,
        float(bytes) / 1e6
    );
    if lines < ENOUGH {
        println!(
            "fewer than {ENOUGH} lines: run `cargo fetch` in a few workspaces for figures that mean something"
        );
    }

    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        for (side, run) in SIDES {
            let start = Instant::now();
            run(&units);
            times
                .entry(side)
                .or_default()
                .push(start.elapsed().as_secs_f64());
        }
    }
    let medians: BTreeMap<&str, f64> = times
        .into_iter()
        .map(|(side, times)| (side, median(times)))
        .collect();
    println!(
        "\nmedian of {rounds}, on {} threads",
        rayon::current_num_threads()
    );
    for (side, _) in SIDES {
        let seconds = medians[side];
        println!(
            "{side:<16} {seconds:>7.3} s  {:>6.1} M lines/s  {:>5.2} x reading  {:>5.2} x the bare lexer  alone: {}",
            float(lines) / seconds / 1e6,
            seconds / medians["reading"],
            seconds / medians["bare lexer"],
            memory(side),
        );
    }
    one_file();
    doubling();
    if arguments.iter().any(|word| word == "--ast-grep") {
        ast_grep(&units, lines);
    }
}

type Side = (&'static str, fn(&[Unit]));

const SIDES: [Side; 3] = [
    ("reading", read),
    ("bare lexer", lex),
    ("lint, all rules", lint),
];

fn read(units: &[Unit]) {
    sources(units).par_iter().for_each(|path| {
        black_box(problem::read_source(path).map_or(0, |text| text.len()));
    });
}

fn lex(units: &[Unit]) {
    sources(units).par_iter().for_each(|path| {
        let text = problem::read_source(path).unwrap_or_default();
        black_box(
            tokenize(&text, FrontmatterAllowed::No)
                .map(|token| token.len)
                .fold(0, u32::wrapping_add),
        );
    });
}

fn lint(units: &[Unit]) {
    let outcome = run::lint(&ALL, units);
    black_box(outcome.findings.len());
}

/// The packages that cargo has downloaded.
fn downloaded() -> Vec<Unit> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registry = home
        .map(|home| home.join("registry/src"))
        .unwrap_or_default();
    let packages = children(&registry)
        .flat_map(|host| children(&host).collect::<Vec<_>>())
        .collect();
    let (units, _) = collect(
        ALL.rules(),
        &Selection {
            paths: packages,
            ..Selection::default()
        },
    );
    units
}

fn children(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found.into_iter()
}

fn sources(units: &[Unit]) -> Vec<PathBuf> {
    units
        .iter()
        .flat_map(|unit| &unit.sources)
        .map(|source| source.path.clone())
        .collect()
}

fn size(sources: &[PathBuf]) -> (usize, usize) {
    sources
        .par_iter()
        .map(|path| problem::read_source(path).unwrap_or_default())
        .map(|text| {
            (
                text.bytes().filter(|byte| *byte == b'\n').count(),
                text.len(),
            )
        })
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lines and bytes stay far below what a float counts by ones"
)]
fn float(count: usize) -> f64 {
    count as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// What a process that does nothing else spends.
fn memory(side: &str) -> String {
    let output = std::env::current_exe()
        .and_then(|exe| Command::new(exe).args(["--memory-of", side]).output());
    output.map_or_else(
        |_| "?".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

fn alone(side: &str) {
    let units = downloaded();
    let before = cpu_seconds();
    if let Some((_, run)) = SIDES.iter().find(|(name, _)| *name == side) {
        run(&units);
    }
    let spent = cpu_seconds() - before;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok());
    let peak = kilobytes.map_or_else(
        || "?".to_owned(),
        |kilobytes| (kilobytes / 1024).to_string(),
    );
    println!("{spent:.2} s of CPU time, {peak} MB at the peak");
}

/// What this process has used so far, its kernel's part included: steadier than a clock on a shared machine.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    // The 14th and 15th field, in hundredths of a second; the name is the second.
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The command on one file of 500 lines, start included.
fn one_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one-file");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("service.rs");
    let service = include_str!("../src/rules/pii_field.rs");
    let lines: Vec<&str> = service.lines().cycle().take(500).collect();
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let run = || {
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.expect("the command runs");
        start.elapsed().as_secs_f64() * 1000.0
    };
    run();
    println!(
        "\none file of 500 lines, start included: {:.1} ms (median of 21)",
        median((0..21).map(|_| run()).collect())
    );
}

/// What nests deep or stands on one line without end: twice as much must take about twice as long.
fn doubling() {
    let shapes: [(&str, &dyn Fn(usize) -> String); 10] = [
        ("nested parentheses", &|n| {
            format!(
                "fn f() {{ let a = {}x{}; info!(a); }}",
                "(".repeat(n),
                ")".repeat(n)
            )
        }),
        ("nested macros", &|n| {
            format!("fn f() {{ {}{} }}", "info!(".repeat(n), ")".repeat(n))
        }),
        ("unclosed macros", &|n| "span!(".repeat(n)),
        ("nested blocks", &|n| {
            format!("fn f() {{ {}{} }}", "if a {".repeat(n), "}".repeat(n))
        }),
        ("one long chain", &|n| {
            format!("fn f() {{ a{}; }}", ".with(b)".repeat(n))
        }),
        ("one line of events", &|n| {
            format!(
                "async fn f(email: &str) {{ {} }}",
                "info!(email, \"{email}\"); ".repeat(n)
            )
        }),
        ("one line of functions", &|n| {
            "#[instrument] fn f(x: Vec<u8>) { info!(?x); } ".repeat(n)
        }),
        ("aliases of aliases", &|n| {
            let alias = |at| {
                format!(
                    "type A{at} = A{}; #[instrument] fn f(x: A{at}) {{}}",
                    at + 1
                )
            };
            (0..n).map(alias).collect::<Vec<_>>().join(" ")
        }),
        ("tests and imports", &|n| {
            let test = |at| format!("#[test] fn t() {{ use a::b{at}; println!(\"{{b{at}}}\"); }}");
            (0..n).map(test).collect::<Vec<_>>().join(" ")
        }),
        ("one line of guards", &|n| {
            format!(
                "async fn f() {{ {} }}",
                "let g = span.enter(); x.await; ".repeat(n)
            )
        }),
    ];
    println!("\nfrom 5,000 to 10,000 of them:");
    for (name, shape) in shapes {
        let time = |n| {
            let text = shape(n);
            let start = Instant::now();
            black_box(run::lint_text(
                &ALL,
                &Unit::default(),
                PathBuf::from("x.rs"),
                &text,
            ));
            start.elapsed().as_secs_f64() * 1000.0
        };
        let [once, twice] = [5_000, 10_000].map(|n| median((0..3).map(|_| time(n)).collect()));
        println!(
            "{name:<22} {once:>7.1} ms  {twice:>7.1} ms  x{:.1}",
            twice / once
        );
    }
}

/// ast-grep on the rules that it can express: see `ast-grep/rules.yml`.
fn ast_grep(units: &[Unit], lines: usize) {
    let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ast-grep");
    std::fs::create_dir_all(&tools).expect("a folder");
    let binary = tools.join("node_modules/.bin/ast-grep");
    if !binary.exists() {
        let installed = Command::new("npm")
            .args(["install", "--silent", "--prefix"])
            .arg(&tools)
            .arg("@ast-grep/cli")
            .status();
        if !installed.is_ok_and(|status| status.success()) || !binary.exists() {
            println!("\nast-grep: npm could not install @ast-grep/cli");
            return;
        }
    }
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ast-grep/rules.yml");
    let folders: Vec<&Path> = units.iter().map(|unit| unit.root.as_path()).collect();
    let start = Instant::now();
    let output = Command::new(&binary)
        .arg("scan")
        .arg("--json=stream")
        .arg("--rule")
        .arg(rules)
        .args(folders)
        .output()
        .expect("ast-grep runs");
    let theirs = start.elapsed().as_secs_f64();
    let found = String::from_utf8_lossy(&output.stdout).lines().count();
    let start = Instant::now();
    lint(units);
    let ours = start.elapsed().as_secs_f64();
    println!(
        "\nast-grep, 6 of the rules  {theirs:>7.3} s  {:>6.2} M lines/s  {found} matches",
        float(lines) / theirs / 1e6
    );
    println!(
        "lint, all rules           {ours:>7.3} s  {:>6.2} M lines/s  ratio {:.1}",
        float(lines) / ours / 1e6,
        theirs / ours
    );
}
