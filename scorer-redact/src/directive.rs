//! Secrets whose position is given only by a word of a command, a configuration or a protocol, followed by a space:
//! `tacacs-server host 10.1.1.5 key 7 x`, `nmcli con modify home wifi-sec.psk x`, `OPER name x`.
//!
//! Their form does not distinguish them from other words, so a table lists the programs, each with its source.

use std::sync::LazyLock;

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::option::{before, holds};
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, stays};

/// The columns are the program or command on the line before (`^`: nothing but a prompt), the word, which part after
/// the word is removed, the source, and whether somebody opened the page and saw that it shows this. For the part, `!` means the argument, `?` the argument unless it is a plain
/// word, a number the argument that many places after the word, `only` the argument if nothing follows it, `last` the
/// last word of the line, `=` what follows each such sign, and another sign what follows that sign.
const TABLE: &str = include_str!("directives.tsv");

struct Row {
    program: &'static str,
    word: &'static str,
    part: &'static str,
}

/// The rows, by the first letter of their last words, and the lengths of these words by their first and last letters,
/// which rules out most words quickly.
pub(crate) struct Directives {
    rows: [Vec<Row>; LETTERS],
    lengths: [u32; LETTERS * LETTERS],
}

/// How many values letters are reduced to: their low bits, ignoring case.
const LETTERS: usize = 32;

fn letter(byte: u8) -> usize {
    usize::from(byte) % LETTERS
}

static DIRECTIVES: LazyLock<Directives> = LazyLock::new(|| {
    let mut rows = [const { Vec::new() }; LETTERS];
    let mut lengths = [0; LETTERS * LETTERS];
    for line in TABLE.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(program), Some(word), Some(part)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let last = last_word(word).as_bytes();
        let first = letter(last[0]);
        lengths[first * LETTERS + letter(last[last.len() - 1])] |= bit(last.len());
        rows[first].push(Row {
            program,
            word,
            part,
        });
    }
    Directives { rows, lengths }
});

/// Returns the part of a word or an option that the walk meets last, `password` of `--new-password`.
fn last_word(word: &str) -> &str {
    let last = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next();
    last.filter(|last| !last.is_empty()).unwrap_or(word)
}

impl Directives {
    /// Returns the table.
    pub(crate) fn get() -> &'static Self {
        &DIRECTIVES
    }

    /// Whether a word with this length, first and last letter may be in the table.
    #[inline]
    pub(crate) fn may_be(&self, word: &[u8]) -> bool {
        let (first, last) = (letter(word[0]), letter(word[word.len() - 1]));
        self.lengths[first * LETTERS + last] & bit(word.len()) != 0
    }

    /// Returns the words in the table, of an option of several words the last one.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.rows.iter().flatten().map(|row| last_word(row.word))
    }
}

/// The first letters of the words so far of a line, which rule out most programs quickly.
#[derive(Default)]
pub(crate) struct Initials {
    read_to: usize,
    letters: u32,
}

impl Initials {
    /// Returns the first letters of the words that `before` returns, as bits; others may be among them.
    fn read(&mut self, bytes: &[u8], at: usize, line: &str) -> u32 {
        if at < self.read_to {
            return u32::MAX;
        }
        let near = at - line.len();
        if self.read_to < near {
            *self = Self {
                read_to: near,
                letters: 0,
            };
        }
        let mut is_within = false;
        for byte in &bytes[self.read_to..at] {
            let is_letter = byte.is_ascii_alphanumeric();
            if is_letter && !is_within {
                self.letters |= 1 << letter(*byte);
            }
            is_within = is_letter;
        }
        self.read_to = at;
        self.letters
    }
}

fn bit(length: usize) -> u32 {
    1 << length.min(31)
}

/// Handles the word from `start` to `end`, and looks at what follows it.
pub(crate) fn at_word(scan: &mut Scan<'_>, table: &Directives, start: usize, end: usize) {
    let text = scan.text;
    let is_word = |row: &&Row| {
        let start = end.checked_sub(row.word.len());
        start.is_some_and(|start| {
            let before = start.checked_sub(1).map_or(b' ', |at| scan.bytes[at]);
            scan.bytes[start..end].eq_ignore_ascii_case(row.word.as_bytes())
                && matches!(
                    before,
                    b' ' | b'\n' | b'\t' | b'"' | b'\'' | b'>' | b':' | b'.'
                )
        })
    };
    let mut rows = table.rows[letter(scan.bytes[start])]
        .iter()
        .filter(is_word)
        .peekable();
    let Some(first) = rows.peek() else { return };
    let at = end - first.word.len();
    let line = before(scan, at);
    let initials = scan.initials.read(scan.bytes, at, line);
    let is_of = |row: &&Row| match row.program {
        "^" => is_begun(line),
        program => initials >> letter(program.as_bytes()[0]) & 1 == 1 && holds(line, program),
    };
    let Some(row) = rows.find(is_of) else { return };
    let rest = text[end..].lines().next().unwrap_or_default();
    let words = words(rest, end);
    let found: Vec<(usize, usize)> = match row.part {
        "!" => argument(text, &words, 0).into_iter().collect(),
        "?" => argument(text, &words, 0)
            .filter(|(from, to)| !is_plain(&text[*from..*to]))
            .into_iter()
            .collect(),
        "only" if words.len() == 1 => words,
        "2" => argument(text, &words, 1).into_iter().collect(),
        // An optional account, and its password.
        "last" if words.len() <= 2 => words.last().copied().into_iter().collect(),
        "only" | "last" => Vec::new(),
        "=" => words
            .iter()
            .filter_map(|word| behind(text, *word, "="))
            .collect(),
        sign => words
            .first()
            .and_then(|word| behind(text, *word, sign))
            .into_iter()
            .collect(),
    };
    for (start, end) in found {
        let value = &text[start..end];
        let stays = value.is_empty()
            || value.starts_with(['-', '$', '|', '<', '[', '('])
            || stays::says_nothing(value)
            || stays::is_state(value)
            || marker_at(scan.bytes, start).is_some();
        if !stays {
            scan.mark(Found {
                start,
                end,
                class: Class::Credential,
                cause: Cause::Name,
            });
        }
    }
}

/// Whether nothing precedes on the line but the beginning of a trace or a prompt: `> `, `C: `, a quote.
fn is_begun(line: &str) -> bool {
    let line = line.trim_end();
    let head = line.rsplit([' ', '(']).next().unwrap_or_default();
    line.is_empty()
        || line.ends_with(['>', '$', '"', '\''])
        || matches!(head, "C:" | "#" | "+" | "->")
}

/// Returns the words of a line from `from` on, without the quotes around them.
fn words(line: &str, from: usize) -> Vec<(usize, usize)> {
    const MOST: usize = 24;
    let bytes = line.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while at < bytes.len() && words.len() < MOST {
        match bytes[at] {
            b' ' | b'\t' | b'\r' => at += 1,
            quote @ (b'"' | b'\'') => {
                let end = bounds::string_end(bytes, at + 1, quote, 0);
                words.push((from + at + 1, from + end));
                at = end + 1;
            }
            _ => {
                let length = bytes[at..]
                    .iter()
                    .take_while(|b| {
                        !matches!(b, b' ' | b'\t' | b'\r' | b'"' | b'\'' | b';' | b'\\')
                    })
                    .count();
                words.push((from + at, from + at + length));
                at += length.max(1);
                if matches!(bytes.get(at), Some(b'"' | b'\'' | b';' | b'\\')) {
                    // This quote closes a string that contains the whole line.
                    break;
                }
            }
        }
    }
    words
}

/// Returns the argument at this position, not counting the number or the word that says how it is written.
fn argument(text: &str, words: &[(usize, usize)], place: usize) -> Option<(usize, usize)> {
    let says_how = words.get(place).is_some_and(|(from, to)| {
        let word = &text[*from..*to];
        words.len() > place + 1
            && (word.len() == 1 && word.bytes().all(|b| b.is_ascii_digit())
                || matches!(
                    word,
                    "ENC" | "encrypted" | "ascii-text" | "hexadecimal" | "hex"
                ))
    });
    words.get(place + usize::from(says_how)).copied()
}

/// Returns the part of a word after this sign.
fn behind(text: &str, (from, to): (usize, usize), sign: &str) -> Option<(usize, usize)> {
    let at = text[from..to].find(sign)? + sign.len();
    let is_quoted = text[from + at..to].starts_with(['"', '\'']);
    (at < to - from && !is_quoted).then_some((from + at, to))
}

/// Whether this is an ordinary word of letters, or a number.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b'.' | b','))
        || text.bytes().all(|b| b.is_ascii_digit())
        || text
            .trim_end_matches(['.', ',', ':'])
            .bytes()
            .enumerate()
            .all(|(at, b)| b.is_ascii_lowercase() || at == 0 && b.is_ascii_uppercase())
}
