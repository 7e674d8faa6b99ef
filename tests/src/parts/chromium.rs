//! Chromium without a window: what a page shows once its scripts have run.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::receiver::skipped;

/// The names of the program.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser that is started anew for each page.
#[derive(Debug)]
pub struct Chromium {
    program: &'static str,
    profile: tempfile::TempDir,
}

impl Chromium {
    /// Chromium, or a line that says that there is none.
    ///
    /// # Panics
    ///
    /// When there is no folder for its profile.
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let mut names = NAMES.into_iter();
        let Some(program) = names.find(|name| folders.iter().any(|it| it.join(name).is_file()))
        else {
            skipped("no `chromium` in PATH");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        Some(Self { program, profile })
    }

    /// The text of a page, after ten seconds of its own time, in which it waits for nothing but answers.
    ///
    /// # Panics
    ///
    /// When the browser fails.
    pub fn text(&self, address: &str) -> String {
        let output = Command::new(self.program)
            .args(["--headless", "--dump-dom", "--virtual-time-budget=10000"])
            .args(["--window-size=1280,1000", "--disable-gpu"])
            // As root it has no sandbox, and in a container little shared memory; it sees these pages alone.
            .args(["--no-sandbox", "--disable-dev-shm-usage"])
            .arg(format!("--user-data-dir={}", self.profile.path().display()))
            .arg(address)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .expect("the browser");
        assert!(output.status.success(), "{address}: {}", output.status);
        shown(&String::from_utf8_lossy(&output.stdout))
    }
}

/// The text of a page's elements, each run of white space as one space.
fn shown(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let behind = ["script", "style", "!--"].into_iter().find_map(|name| {
            let inner = tag.strip_prefix(name)?;
            let end = if name == "!--" { "-->" } else { "</" };
            Some(inner.split_once(end).map_or("", |it| it.1))
        });
        // A comment ends with its mark; an element that holds no text, with its closing tag.
        rest = match behind {
            Some(behind) if tag.starts_with("!--") => behind,
            Some(behind) => behind.split_once('>').map_or("", |it| it.1),
            None => tag.split_once('>').map_or("", |it| it.1),
        };
    }
    text.push_str(rest);
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
