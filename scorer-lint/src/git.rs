//! Asks git what changed: since the merge base of a revision and HEAD, whether committed, staged, unstaged or untracked.

mod parse;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::package::problem::{Problem, reason};

use parse::{Changed, Hunk, parse};

/// What changed in a repository.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    root: PathBuf,
    files: HashMap<PathBuf, Vec<Hunk>>,
    /// Whether nothing of it was there before: a submodule that came with the change.
    is_new: bool,
}

impl Changes {
    /// Whether anything of a file changed, or it is gone.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.files.contains_key(path) || (self.is_new && path.starts_with(&self.root))
    }

    /// Whether something of these lines changed, the last one included.
    pub(crate) fn touches(&self, path: &Path, first: usize, last: usize) -> bool {
        self.is_new
            || self
                .files
                .get(path)
                .is_some_and(|hunks| hunks.iter().any(|hunk| hunk.touches(first, last)))
    }
}

/// The whole of a file.
const WHOLE: Hunk = Hunk {
    first: 1,
    count: usize::MAX >> 1,
    spoke_below: false,
};

/// The root of the repository around a folder or a file.
pub(crate) fn root(path_within: &Path) -> Result<PathBuf, Problem> {
    let folder = match path_within.parent() {
        Some(folder) if !path_within.is_dir() => folder,
        _ => path_within,
    };
    let found = ask(folder, &["rev-parse", "--show-toplevel"])?;
    match found {
        Answer::Yes(line) => Ok(path(line.trim_ascii_end())),
        Answer::No(_) => Err(Problem::at(
            folder,
            "lies in no git repository: `--diff` asks git what changed",
        )),
    }
}

/// What changed in the repository with this root.
pub(crate) fn changes(root: &Path, rev: &str) -> Result<Changes, Problem> {
    let mut changes = Changes {
        root: root.to_owned(),
        ..Changes::default()
    };
    let Some(base) = base(root, rev)? else {
        changes.is_new = true;
        return Ok(changes);
    };
    // Whatever the user has set for reading diffs is left aside.
    let diff = told(
        root,
        &[
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
            "--find-renames",
            "--submodule=short",
            "-O/dev/null",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &base,
            "--",
        ],
    )?;
    for Changed { path: name, hunks } in parse(&diff) {
        changes
            .files
            .entry(root.join(path(&name)))
            .or_default()
            .extend(hunks);
    }
    let untracked = told(root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    for name in untracked.split(|byte| *byte == 0) {
        if !name.is_empty() {
            changes.files.insert(root.join(path(name)), vec![WHOLE]);
        }
    }
    Ok(changes)
}

/// The commit that is compared with what lies here; none when the repository came with the change.
fn base(root: &Path, rev: &str) -> Result<Option<String>, Problem> {
    let above = told(root, &["rev-parse", "--show-superproject-working-tree"])?;
    let above = above.trim_ascii_end();
    if above.is_empty() {
        return merge_base(root, rev).map(Some);
    }
    // Of a submodule: the commit that the repository around it named.
    let above = path(above);
    let Some(base) = base(&above, rev)? else {
        return Ok(None);
    };
    let name = root.strip_prefix(&above).unwrap_or(root);
    let link = format!("{base}:{}", name.display());
    let Answer::Yes(commit) = ask(&above, &["rev-parse", "--verify", "--quiet", &link])? else {
        return Ok(None);
    };
    let commit = text(&commit);
    match ask(root, &["cat-file", "-e", &format!("{commit}^{{commit}}")])? {
        Answer::Yes(_) => Ok(Some(commit)),
        Answer::No(_) => {
            let message = format!(
                "the submodule's commit at `{rev}` is not here: `git fetch` it, or leave the folder out"
            );
            Err(Problem::at(root, message))
        }
    }
}

fn merge_base(root: &Path, rev: &str) -> Result<String, Problem> {
    let wanted = format!("{rev}^{{commit}}");
    let commit = ask(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ],
    )?;
    let Answer::Yes(commit) = commit else {
        return Err(Problem::of_run(format!(
            "there is no revision `{rev}`{}",
            if_shallow(root)?
        )));
    };
    match ask(root, &["merge-base", &text(&commit), "HEAD"])? {
        Answer::Yes(base) => Ok(text(&base)),
        Answer::No(_) => Err(Problem::of_run(format!(
            "`{rev}` and HEAD have no commit in common{}",
            if_shallow(root)?
        ))),
    }
}

/// What to do about a clone that lacks its history.
fn if_shallow(root: &Path) -> Result<&'static str, Problem> {
    let answer = told(root, &["rev-parse", "--is-shallow-repository"])?;
    Ok(if answer.trim_ascii_end() == b"true" {
        ": this clone is shallow; `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout, brings the rest"
    } else {
        ""
    })
}

/// What git answers.
enum Answer {
    Yes(Vec<u8>),
    /// It failed, and says this.
    No(Vec<u8>),
}

/// What git writes; an error when it fails.
fn told(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Problem> {
    match ask(root, arguments)? {
        Answer::Yes(out) => Ok(out),
        Answer::No(err) => {
            let err = String::from_utf8_lossy(&err);
            let first = err.lines().next().unwrap_or("it says nothing");
            let first = first.strip_prefix("fatal: ").unwrap_or(first);
            Err(Problem::at(root, format!("git fails: {first}")))
        }
    }
}

fn ask(root: &Path, arguments: &[&str]) -> Result<Answer, Problem> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "-c", "core.quotePath=true"])
        .args(["-c", "diff.relative=false"])
        .args(arguments)
        .env_remove("GIT_DIFF_OPTS")
        .env_remove("GIT_EXTERNAL_DIFF")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => Ok(Answer::Yes(output.stdout)),
        Ok(output) => Ok(Answer::No(output.stderr)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::of_run(
            "`git` is not in PATH: `--diff` asks it what changed",
        )),
        Err(error) => Err(Problem::of_run(format!(
            "git cannot be run: {}",
            reason(&error)
        ))),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.trim_ascii()).into_owned()
}

/// A path as git writes it.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path as git writes it: in UTF-8.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).as_ref() as &OsStr)
}
