//! Embeds the pages of Jaeger UI, out of the crate that brings them.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The crate, and the folder within it.
const CRATE: &str = "otlp-embedded";
const FOLDER: &str = "jaeger-ui/build";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let pages = downloaded()?.join(FOLDER);
    let mut table = String::from("&[\n");
    for file in files(&pages)? {
        let name = file.strip_prefix(&pages)?.display().to_string();
        let (name, path) = (name.replace('\\', "/"), file.display().to_string());
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("pages.rs"), table)?;
    Ok(())
}

/// Where Cargo keeps the crate's files. Asked for its metadata, it downloads what Cargo.lock names and is not there yet.
fn downloaded() -> Result<PathBuf, Box<dyn Error>> {
    let answer = Command::new(env::var("CARGO")?)
        .args(["metadata", "--locked", "--format-version=1"])
        .current_dir(env::var("CARGO_MANIFEST_DIR")?)
        .output()?;
    if !answer.status.success() {
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        return Err(format!("`cargo metadata` failed, so {CRATE} is not found: {said}").into());
    }
    let metadata: Value = serde_json::from_slice(&answer.stdout)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut found = packages.filter(|it| it["name"] == CRATE);
    let manifest = found.next().and_then(|it| it["manifest_path"].as_str());
    let manifest = manifest.ok_or_else(|| format!("`cargo metadata` does not name {CRATE}"))?;
    let folder = Path::new(manifest).parent();
    Ok(folder.ok_or("a manifest without a folder")?.to_path_buf())
}

/// All files of a folder and of those within it, in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
