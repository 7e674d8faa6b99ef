//! `names` and `types`: standard input in, verdicts out.

use super::{Folder, LEAK, MANIFEST, finished, lint_as, process};

fn verdicts(word: &str, input: &[u8]) -> (u8, Vec<String>) {
    let ran = lint_as(&[word], input, false, &[]);
    (ran.code, ran.out.lines().map(str::to_owned).collect())
}

#[test]
fn names_are_judged_a_line_each() {
    let (code, lines) = verdicts("names", b"user_email\n\n token_count \r\n");
    assert_eq!(code, 0);
    assert_eq!(
        lines,
        [
            "user_email\trefused\tpii\tan e-mail address",
            "token_count\tfit\tnone\tfit"
        ]
    );
}

#[test]
fn a_vague_name_is_said_to_be_one() {
    let (code, lines) = verdicts("names", b"key\nraw_hash\ninfo_hash\n");
    assert_eq!(code, 0);
    let of = "fit\tnone\tfit for a number, a flag, an id or a time; text under this name could be anything, and is refused";
    assert_eq!(
        lines,
        [
            format!("key\t{of}"),
            format!("raw_hash\t{of}"),
            "info_hash\tfit\tnone\tfit".to_owned()
        ]
    );
}

#[test]
fn types_are_judged_a_line_each() {
    let (code, lines) = verdicts("types", b"Option<&PgPool>\nu32\n");
    assert_eq!(code, 0);
    assert_eq!(
        lines,
        [
            "Option<&PgPool>\trefused\tinfra-pool\ta database connection pool (`PgPool`)",
            "u32\tfit\tbenign\tfit"
        ]
    );
}

#[test]
fn what_stands_before_a_bad_line_is_answered() {
    let ran = lint_as(&["scorer-lint", "names"], b"user_id\n\xff\n", false, &[]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1));
    assert_eq!(ran.err, "error: standard input:2: is not UTF-8\n");
}

#[test]
fn the_teams_words_count() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        (
            "scorer-instrument.toml",
            "[[refuse]]\nname = \"nullifier\"\ninstead = \"nullifier_count\"\n",
        ),
        ("input", "nullifier\n"),
        ("src/lib.rs", ""),
    ]);
    let input = std::fs::File::open(folder.path("input")).expect("the input");
    let ran = finished(
        process()
            .arg("names")
            .stdin(input)
            .current_dir(folder.path("src")),
    );
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with("nullifier\trefused\tteam\t"),
        "{}",
        ran.out
    );
}

#[test]
fn a_folder_that_is_called_so_is_named_with_a_dot() {
    let folder = Folder::of(&[("names/leak.rs", LEAK)]);
    let ran = finished(process().arg("./names").current_dir(folder.root()));
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("--> names/leak.rs:2:13"), "{}", ran.out);
}
