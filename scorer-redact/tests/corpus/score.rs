//! Labelled lines, and what becomes of them: each part of a line between `⟦` and `⟧` must go; a line without one must stay
//! whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;

/// The shortest secret whose absence can be seen.
const SHORTEST: usize = 4;

/// A labelled line.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) kind: String,
    pub(crate) text: String,
    /// What must go.
    pub(crate) secrets: Vec<String>,
    /// What stands around it.
    pub(crate) context: Vec<String>,
}

/// The lines of a file: kind, line, source, parted by tabs, with a first line of headings.
pub(crate) fn read(table: &str) -> Vec<Case> {
    table.lines().skip(1).filter_map(case).collect()
}

fn case(row: &str) -> Option<Case> {
    let mut columns = row.split('\t');
    let (kind, line) = (columns.next()?, unescaped(columns.next()?));
    let (mut text, mut secrets, mut context) = (String::new(), Vec::new(), Vec::new());
    for (index, part) in line.split('⟦').enumerate() {
        let rest = match part.split_once('⟧') {
            Some((secret, rest)) if index > 0 => {
                secrets.push(secret.to_owned());
                text.push_str(secret);
                rest
            }
            _ => part,
        };
        context.push(rest.to_owned());
        text.push_str(rest);
    }
    Some(Case {
        kind: kind.to_owned(),
        text,
        secrets,
        context,
    })
}

/// A line as it was printed: `\n`, `\t`, `\r`, `\x1b` and `\\` are escaped in the table.
pub(crate) fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let line = line.replace("\\x1b", "\x1b");
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (letter, false) => out.push(letter),
        }
    }
    out
}

/// How many lines of a kind came out right.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) all: usize,
    /// Bytes around secrets, and how many of them are still there.
    pub(crate) around: usize,
    pub(crate) kept: usize,
}

/// A line that came out wrong, and as what.
pub(crate) struct Wrong {
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) out: String,
}

/// Puts every line through the redactor.
pub(crate) fn score(
    cases: &[Case],
    redact: impl Fn(&str) -> String,
) -> (BTreeMap<String, Score>, Vec<Wrong>) {
    let (mut scores, mut wrong) = (BTreeMap::<String, Score>::new(), Vec::new());
    for case in cases {
        let out = redact(&case.text);
        let score = scores.entry(case.kind.clone()).or_default();
        score.all += 1;
        if is_right(case, &out) {
            score.right += 1;
        } else {
            wrong.push(Wrong {
                kind: case.kind.clone(),
                text: case.text.clone(),
                out: out.clone(),
            });
        }
        if !case.secrets.is_empty() {
            for part in &case.context {
                score.around += part.len();
                score.kept += if out.contains(part.as_str()) {
                    part.len()
                } else {
                    0
                };
            }
        }
    }
    (scores, wrong)
}

fn is_right(case: &Case, out: &str) -> bool {
    if case.secrets.is_empty() {
        return out == case.text;
    }
    // A short secret that stands in the context as well can't be told apart from it.
    case.secrets
        .iter()
        .filter(|secret| secret.len() >= SHORTEST)
        .all(|secret| {
            let around = case
                .context
                .iter()
                .filter(|part| part.contains(secret.as_str()))
                .count();
            out.matches(secret.as_str()).count() <= around
        })
        && out != case.text
}

/// The redactor that the corpora are scored with: the default policy, and no bound.
pub(crate) fn redactor() -> Redactor {
    Redactor::with_limit(Policy::default(), 1 << 20)
}

/// A table of what came out right, by kind.
pub(crate) fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut out = String::new();
    let (mut gone, mut whole, mut around) = ((0, 0), (0, 0), (0, 0));
    for (kind, score) in scores {
        let _ = writeln!(out, "{kind:32} {:4} of {:4}", score.right, score.all);
        let sum = if kind.starts_with("harmless") {
            &mut whole
        } else {
            &mut gone
        };
        sum.0 += score.right;
        sum.1 += score.all;
        around.0 += score.kept;
        around.1 += score.around;
    }
    for (what, (right, all)) in [
        ("secrets gone", gone),
        ("harmless whole", whole),
        ("context kept, bytes", around),
    ] {
        let share = right * 10_000 / all.max(1);
        let _ = writeln!(
            out,
            "{what:32} {right:4} of {all:4}: {}.{:04}",
            share / 10_000,
            share % 10_000
        );
    }
    out
}
