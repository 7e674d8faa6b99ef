//! What several tests need: the demo's output taken apart, and the shape that each tree should have.

use std::process::{Command, Output};

/// Runs the demo, whatever the environment says of telemetry.
pub(crate) fn demo(arguments: &[&str]) -> Output {
    demo_with(&[], arguments)
}

/// Runs the demo with these variables and no others that it reads.
pub(crate) fn demo_with(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorer-demo"));
    for setting in scorer_instrument::settings::SETTINGS {
        command.env_remove(setting.variable);
    }
    command
        .env_remove("DATABASE_URL")
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .expect("the demo runs")
}

/// What the demo printed of one sample.
pub(crate) struct Block {
    pub(crate) title: String,
    pub(crate) response: String,
    pub(crate) lines: Vec<Line>,
    /// What was logged within it, by level and message.
    pub(crate) events: Vec<String>,
}

/// One row of a printed tree.
pub(crate) struct Line {
    pub(crate) depth: usize,
    pub(crate) name: String,
    pub(crate) milliseconds: f64,
    /// The fields and notes, as printed.
    pub(crate) rest: String,
}

impl Block {
    /// The names of the tree, one a line, each as far in as it is deep.
    pub(crate) fn shape(&self) -> String {
        let indented = |line: &Line| format!("{}{}\n", "  ".repeat(line.depth), line.name);
        self.lines.iter().map(indented).collect()
    }

    /// What stands behind the time in the row of that name.
    pub(crate) fn row(&self, name: &str) -> &str {
        let mut found = self.lines.iter().filter(|line| line.name == name);
        let line = found.next().expect(name);
        assert!(found.next().is_none(), "two rows `{name}`");
        &line.rest
    }
}

/// Takes the output of samples apart.
pub(crate) fn blocks(output: &Output) -> Vec<Block> {
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    // The last part is the table.
    let (text, _) = text.trim_end().rsplit_once("\n\n").expect("a table");
    let parts: Vec<&str> = text.split("\n\n").collect();
    parts
        .chunks(2)
        .map(|parts| {
            let (title, response) = parts[0].split_once('\n').expect("two lines of heading");
            Block {
                title: title.to_owned(),
                response: response.to_owned(),
                lines: parts[1]
                    .lines()
                    .filter(|it| !is_event(it))
                    .map(line)
                    .collect(),
                events: parts[1]
                    .lines()
                    .filter(|it| is_event(it))
                    .map(|it| row(it).to_owned())
                    .collect(),
            }
        })
        .collect()
}

/// A line without the branches of the tree before it.
fn row(text: &str) -> &str {
    text.trim_start_matches(['│', '├', '└', '─', ' '])
}

fn is_event(text: &str) -> bool {
    let level = row(text).split(' ').next().unwrap_or_default();
    matches!(level, "ERROR" | "WARN" | "INFO" | "DEBUG" | "TRACE")
}

fn line(text: &str) -> Line {
    let row = row(text);
    let depth = (text.chars().count() - row.chars().count()) / 4;
    let (name, rest) = row.split_once("  ").expect("a time behind the name");
    let (milliseconds, rest) = rest.split_once(" ms").expect("milliseconds");
    Line {
        depth,
        name: name.to_owned(),
        milliseconds: milliseconds.trim().parse().expect("a number"),
        rest: rest.trim().to_owned(),
    }
}

/// The tree of a request that is scored, with the rows that only some requests have.
pub(crate) fn scored(passing: bool) -> String {
    let mut shape = String::from(
        "\
score_address_handler
  validate_api_key
    SELECT api_key
    verify_pbkdf2_hash
  SELECT community
  SELECT ceramic_cache
  validate_credentials_batch
    parse_credentials
    verify_signatures
  lifo_dedup
    SELECT hash_links
    INSERT hash_links
  calculate_score
    SELECT weights
  process_human_points
",
    );
    if passing {
        shape += "    INSERT human_points\n";
    }
    shape + "  COMMIT\n"
}

/// The tree of a request that ends after its API key.
pub(crate) const REFUSED: &str = "\
score_address_handler
  validate_api_key
    SELECT api_key
    verify_pbkdf2_hash
";

/// Asserts that nothing of a sample's secrets is in a text.
#[track_caller]
pub(crate) fn holds_no_secret(text: &str) {
    let secrets = secrets();
    // Twelve whole credentials with two each, two keys in six requests, the stored key's parts, and more.
    assert!(secrets.len() > 30, "only {} found", secrets.len());
    let text = text.to_lowercase();
    for secret in secrets {
        // Not even a part of one, as a log line with the first digits would have.
        for start in 0..=secret.len() - 12 {
            let part = &secret[start..start + 12];
            assert!(!text.contains(part), "a part of a secret is told");
        }
    }
}

/// Every text in the sample files that must not be printed: the keys, the signatures, the fingerprints, the stored
/// hash and its salt. All are hexadecimal digits, as the public addresses are, which have `0x` before them.
fn secrets() -> Vec<String> {
    let mut secrets = Vec::new();
    for (_, text) in scorer_demo::generate::files() {
        let mut before = "";
        for run in text.split_inclusive(|c: char| !c.is_ascii_hexdigit()) {
            let digits = run.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
            if digits.len() >= 32 && !before.ends_with("0x") {
                secrets.push(digits.to_owned());
            }
            before = run;
        }
    }
    secrets
}
