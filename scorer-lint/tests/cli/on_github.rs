//! Annotations as GitHub shows them: from the repository's root on, and ten of each kind.

use super::{Folder, LEAK, lint};

#[test]
fn paths_are_seen_from_the_repositorys_root() {
    let folder = Folder::of(&[(".git/HEAD", ""), ("service/src/lib.rs", LEAK)]);
    let ran = lint(&["--format", "github", &folder.name("service/src")]);
    assert!(
        ran.out
            .starts_with("::error file=service/src/lib.rs,line=2,"),
        "{}",
        ran.out
    );
}

#[test]
fn more_than_are_shown_are_told_of_first() {
    let folder = Folder::of(&[("a.rs", &LEAK.repeat(10))]);
    let ran = lint(&["--format", "github", &folder.name("a.rs")]);
    assert_eq!(ran.out.lines().count(), 10);
    folder.write("a.rs", LEAK.repeat(11).as_bytes());
    let ran = lint(&["--format", "github", &folder.name("a.rs")]);
    assert_eq!(ran.out.lines().count(), 12);
    let first = ran.out.lines().next().expect("a line");
    assert!(
        first.starts_with("::notice title=scorer-lint::11 errors: GitHub shows 10 of each"),
        "{first}"
    );
}
