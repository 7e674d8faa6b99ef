//! CPU time of child processes, and files in a scratch folder.

use std::path::{Path, PathBuf};

/// A folder of this benchmark under the target directory.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).expect("the target directory can be written");
    dir
}

/// Writes a file and the folders above it.
pub(crate) fn write(file: &Path, text: &str) {
    let dir = file.parent().expect("a file stands in a folder");
    std::fs::create_dir_all(dir).expect("the target directory can be written");
    std::fs::write(file, text).expect("the target directory can be written");
}

/// The CPU seconds, user and system, that the child processes of `work` took.
///
/// Linux counts them in `/proc/self/stat`, fields 16 and 17, in hundredths of a second (proc(5)).
pub(crate) fn seconds(work: impl FnOnce()) -> f64 {
    let before = children();
    work();
    children() - before
}

fn children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this bench needs Linux's /proc");
    // The command's name may contain spaces; nothing after its closing bracket does.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

/// The median of the measured values.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
