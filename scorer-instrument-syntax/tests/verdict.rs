//! The `verdict` example as a program: what it reads, writes and refuses.

#[path = "../examples/verdict/cli.rs"]
mod cli;
#[path = "../examples/verdict/score.rs"]
mod score;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use cli::Failure;

/// What the program writes, or the message that it ends with.
fn ran(arguments: &[&str], input: &[u8]) -> Result<String, String> {
    let mut out = Vec::new();
    let arguments = arguments.iter().map(Into::into);
    match cli::run(arguments, &mut io::Cursor::new(input), &mut out) {
        Ok(()) => Ok(String::from_utf8(out).expect("text")),
        Err(Failure::Message(message)) => Err(message),
        Err(Failure::ReaderGone) => Err("nobody reads".to_owned()),
    }
}

/// A file with this text, and its path as an argument.
fn file(name: &str, text: impl AsRef<[u8]>) -> String {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).expect("a file");
    file.display().to_string()
}

#[test]
fn names_are_answered_line_by_line() {
    let input = b"user_id\r\n\n   \napi_key\r\n";
    let out = ran(&[], input).expect("verdicts");
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert_eq!(lines[0], ["user_id", "fit", "none", "fit"]);
    assert_eq!(lines[1][..3], ["api_key", "refused", "credential"]);
    assert_eq!(lines[1].len(), 4, "{out}");
}

#[test]
fn types_are_answered_line_by_line() {
    let input = b"Option<&PgPool>\nu64\nScoreRequest\nfn(\n3 + 4\n\xef\xbb\xbfHeaderMap";
    let out = ran(&["--types"], input).expect("verdicts");
    let expected = "\
Option<&PgPool>\trefused\tinfra-pool\ta database connection pool (`PgPool`)
u64\tfit\tbenign\tfit
ScoreRequest\tfit\tunproven\tnot known: rustc proves it through Recordable
fn(\tfit\tunproven\tnot a type: not Rust tokens
3 + 4\tfit\tunproven\tnot a type: expected one of: `for`, parentheses, `fn`, `unsafe`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime
HeaderMap\trefused\tcredential\ta map of headers (`HeaderMap`)
";
    assert_eq!(out, expected);
}

#[test]
fn brackets_without_end_are_no_type() {
    let deep = format!("{}u8{}", "(".repeat(50_000), ")".repeat(50_000));
    let out = ran(&["--types"], deep.as_bytes()).expect("a verdict");
    assert!(out.ends_with("\tfit\tunproven\tnot a type: nested too deeply\n"));
}

#[test]
fn a_teams_file_is_asked_first() {
    let policy = file("verdict_policy.toml", "[[credential]]\ntype = \"Stamp\"\n");
    let out = ran(&["--types", "--policy", &policy], b"&[Stamp]\n").expect("verdicts");
    assert_eq!(
        out,
        "&[Stamp]\trefused\tcredential\ta credential (`Stamp`)\n"
    );

    let policy = file("verdict_bad_policy.toml", "[[pool]]\nname = 1\n");
    let told = ran(&["--policy", &policy], b"").expect_err("a bad file");
    let expected = format!(
        "{policy}:1: [[pool]] has no `type`: write the type's last path segment\nerror: {policy}:2: unknown key `name` in [[pool]]: known are `type`, `reason`"
    );
    assert_eq!(told, expected);
}

#[test]
fn a_team_that_lists_what_it_records_gets_the_same_verdicts() {
    let policy = file("verdict_listed.toml", "[span]\nrecord = \"listed\"\n");
    let names = b"user_email\ntoken_count\n";
    let listed = ran(&["--policy", &policy], names).expect("verdicts");
    assert_eq!(listed, ran(&[], names).expect("verdicts"));
}

#[test]
fn a_labelled_file_is_scored_by_its_columns() {
    let types = "type_path\tclass\r\nsqlx::PgPool\tinfra-pool\r\n\r\nredis::Client\tinfra-conn\r\nWeights\tcredential\r\n\
                 u8\tbenign\r\nAccessToken\tbenign\r\nOption<T>\twrapper\r\n";
    let out = ran(&["--score", &file("verdict_types.tsv", types)], b"").expect("a report");
    let expected = "\
class                precision  recall     F1 sensitive  refused
overall                  0.667   0.667  0.667         3        3
credential               0.000   0.000  0.000         1        1
infra-client             0.000       -  0.000         0        1
infra-conn                   -   0.000  0.000         1        0
infra-pool               1.000   1.000  1.000         1        1

5 rows judged

sensitive, but fit: 1
  Weights\tcredential\tunproven\tnot known: rustc proves it through Recordable

benign, but refused: 1
  AccessToken\tbenign\tcredential\ta credential (`AccessToken`)

refused as another class: 1
  redis::Client\tinfra-conn\tinfra-client\ta client of a service (`Client`)
";
    assert_eq!(out, expected);

    let names = "name\tlabel\tclass\torigin\napi_key\tsensitive\tcredential\tx\nbody\tambiguous\tnone\tx\n\
                 score\tbenign\tnone\tx\n";
    let out = ran(&["--score", &file("verdict_names.tsv", names)], b"").expect("a report");
    assert!(
        out.contains("overall                  1.000   1.000  1.000         1        1\n"),
        "{out}"
    );
    assert!(out.contains("\n2 rows judged\n"), "{out}");
}

#[test]
fn what_cannot_be_used_is_told() {
    let told = |arguments: &[&str], input: &[u8]| {
        ran(arguments, input).expect_err("unusable arguments or input")
    };
    let unknown = "unknown argument `--typs`; --help lists what is known";
    assert_eq!(told(&["--typs"], b""), unknown);
    assert_eq!(told(&["--score"], b""), "--score needs a file");
    assert_eq!(told(&[], b"fine\n\xff\n"), "standard input:2: not UTF-8");

    let missing = told(&["--score", "no/such/file.tsv"], b"");
    assert!(missing.starts_with("no/such/file.tsv: "), "{missing}");

    let header = "unknown columns: the header line is `name<TAB>label<TAB>class<TAB>origin` or `type_path<TAB>class`";
    let cases: &[(&str, &[u8], &str)] = &[
        ("verdict_empty.tsv", b"\n\n", ":1: no header line"),
        (
            "verdict_header.tsv",
            b"\nname\tclass\n",
            &format!(":2: {header}"),
        ),
        (
            "verdict_columns.tsv",
            b"type_path\tclass\nu8\n",
            ":2: 1 columns instead of 2",
        ),
        (
            "verdict_label.tsv",
            b"name\tlabel\tclass\torigin\n\nx\tmaybe\tnone\tx\n",
            ":3: unknown label `maybe`: sensitive, benign or ambiguous",
        ),
        (
            "verdict_bytes.tsv",
            b"type_path\tclass\n\xff\tx\n",
            ":2: not UTF-8",
        ),
    ];
    for (name, text, expected) in cases {
        let file = file(name, text);
        assert_eq!(told(&["--score", &file], b""), format!("{file}{expected}"));
    }
}

#[test]
fn help_is_written_and_nothing_is_read() {
    let out = ran(&["--help", "--types"], b"\xff").expect("help");
    assert!(
        out.contains("--score FILE") && out.contains("--policy FILE"),
        "{out}"
    );
}

/// A reader that has gone away, as `head` does.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let ended = cli::run(
        std::iter::empty(),
        &mut io::Cursor::new(b"user_id\n"),
        &mut Gone,
    );
    assert_eq!(ended, Err(Failure::ReaderGone));
}
