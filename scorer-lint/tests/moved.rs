//! A baseline outlives what formatters and editors do: the labelled services are shuffled, spread out and formatted to another
//! width, and every entry still holds.

use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use scorer_lint::cli::{self, Env};
use syn::spanned::Spanned;
use tempfile::TempDir;

fn services() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services");
    let mut services: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the services")
        .map(|entry| entry.expect("a service").path())
        .collect();
    services.sort();
    services
}

/// Copies a service; its Rust sources.
fn copy(from: &Path, to: &Path) -> Vec<PathBuf> {
    let mut sources = Vec::new();
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copied = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            sources.extend(copy(&path, &copied));
        } else {
            fs::copy(&path, &copied).expect("a copy");
            if copied.extension().is_some_and(|kind| kind == "rs") {
                sources.push(copied);
            }
        }
    }
    sources
}

fn lint(arguments: &[&str]) -> (u8, String, String) {
    let arguments = ["cargo-scorer-lint"].iter().chain(arguments);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let env = Env {
        var: &|_| None,
        is_terminal: false,
    };
    let arguments = arguments.map(OsString::from);
    let code = cli::run(arguments, &mut &b""[..], &mut out, &mut err, &env);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

/// A source with its items in another order and empty lines between them; none when it is not one file of items.
fn shuffled(text: &str, seed: u64) -> Option<String> {
    let parsed = syn::parse_file(text).ok()?;
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut from = parsed
        .attrs
        .last()
        .map_or(0, |attribute| attribute.span().byte_range().end);
    let head = from;
    for item in &parsed.items {
        let end = item.span().byte_range().end;
        items.push(from..end);
        from = end;
    }
    let mut state = seed;
    for at in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let other = usize::try_from(state >> 33).expect("small") % (at + 1);
        items.swap(at, other);
    }
    let mut shuffled = format!("{}\n", &text[..head]);
    for (at, item) in items.into_iter().enumerate() {
        shuffled.push_str(&"\n".repeat(at % 3));
        shuffled.push_str(&text[item]);
        shuffled.push('\n');
    }
    shuffled.push_str(&text[from..]);
    Some(shuffled)
}

/// Whether rustfmt formatted it: lines that no width fits are left as they are.
fn format(source: &Path, width: usize) -> bool {
    let heuristics = if width.is_multiple_of(2) {
        "Max"
    } else {
        "Off"
    };
    let status = Command::new("rustfmt")
        .args(["--edition", "2024", "--config"])
        .arg(format!(
            "max_width={width},use_small_heuristics={heuristics}"
        ))
        .arg(source)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.expect("rustfmt").success()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_baseline_holds_after_lines_move(index in any::<prop::sample::Index>(), seed in any::<u64>(), width in 50_usize..200) {
        let services = services();
        let service = index.get(&services);
        let folder = TempDir::new().expect("a folder");
        let sources = copy(service, folder.path());
        let root = folder.path().to_str().expect("UTF-8");
        let file = folder.path().join("baseline.toml");
        let file = file.to_str().expect("UTF-8");
        let (code, _, told) = lint(&["--write-baseline", file, root]);
        prop_assert_eq!(code, 0, "{}", told);
        let before = fs::read_to_string(file).expect("the baseline");
        for source in &sources {
            let text = fs::read_to_string(source).expect("a source");
            if let Some(shuffled) = shuffled(&text, seed) {
                fs::write(source, shuffled).expect("written");
            }
            format(source, width);
        }
        let (_, out, _) = lint(&["--baseline", file, "--format", "json", root]);
        prop_assert!(out.is_empty(), "{}\n{out}\n{before}", service.display());
    }
}

#[test]
fn the_services_can_be_moved() {
    let service = &services()[0];
    let folder = TempDir::new().expect("a folder");
    let sources = copy(service, folder.path());
    let changed = sources.iter().filter(|source| {
        let text = fs::read_to_string(source).expect("a source");
        let moved = shuffled(&text, 7).expect("a source that syn reads");
        fs::write(source, &moved).expect("written");
        moved != text && format(source, 60)
    });
    assert_eq!(changed.count(), sources.len());
}
