//! A statement's text without what was written into it: literals become `?`, comments go, spaces are one.

use crate::redact::upto;

use super::dialect::Dialect;

/// The text that is left, and what stands for its parameters.
#[derive(Debug)]
pub(super) struct Clean {
    pub(super) text: String,
    pub(super) placeholders: Placeholders,
}

/// How a statement marks its parameters, which tells the database where nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholders {
    None,
    /// `$1`.
    Dollar,
    /// `?1`.
    Numbered,
    /// `?`.
    Plain,
}

impl Placeholders {
    /// The database that writes so, by its name in the semantic conventions, where only one does.
    pub(super) fn system(self) -> Option<&'static str> {
        match self {
            Self::Dollar => Some("postgresql"),
            Self::Numbered => Some("sqlite"),
            Self::Plain | Self::None => None,
        }
    }
}

/// The statement without literals, cut at the bound: every byte is looked at once.
pub(super) fn cleaned(sql: &str, limit: usize, dialect: Dialect) -> Clean {
    let clean = read(sql, limit, dialect);
    // Its own placeholders say whose statement it is.
    match clean.placeholders.system().map(Dialect::of) {
        Some(own) if dialect == Dialect::Unknown => read(sql, limit, own),
        _ => clean,
    }
}

fn read(sql: &str, limit: usize, dialect: Dialect) -> Clean {
    let mut cleaner = Cleaner {
        dialect,
        start: 0,
        sql,
        bytes: sql.as_bytes(),
        out: String::with_capacity(sql.len().min(limit)),
        placeholders: Placeholders::None,
    };
    let mut at = 0;
    while at < sql.len() && cleaner.out.len() <= limit {
        at = cleaner.token(at);
    }
    let mut text = cleaner.out;
    text.truncate(text.trim_end_matches([' ', ';']).len());
    if text.len() > limit {
        text.truncate(upto(&text, limit.saturating_sub('…'.len_utf8())).len());
        text.push('…');
    }
    Clean {
        text,
        placeholders: cleaner.placeholders,
    }
}

struct Cleaner<'a> {
    dialect: Dialect,
    /// Where the statement begins in what is written, of several.
    start: usize,
    sql: &'a str,
    bytes: &'a [u8],
    out: String,
    placeholders: Placeholders,
}

impl Cleaner<'_> {
    /// Writes what begins at `at`, and gives the place behind it.
    fn token(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        match rest[0] {
            b if b.is_ascii_whitespace() => {
                self.space();
                at + 1
            }
            b'-' if rest.starts_with(b"--") => {
                self.space();
                at + until(rest, b"\n")
            }
            b'/' if rest.starts_with(b"/*") => {
                self.space();
                at + comment(rest)
            }
            b'#' if self.dialect == Dialect::Mysql => {
                self.space();
                at + until(rest, b"\n")
            }
            // A comment or an operator: what follows may be either.
            b'#' if self.dialect == Dialect::Unknown => self.rest(),
            b'\'' => self.text(at, b'\''),
            b'"' if self.dialect != Dialect::Standard => self.text(at, b'"'),
            // A name, which stays as it is.
            quote @ (b'"' | b'`') => {
                let end = at + quoted(rest, quote, false);
                self.out.push_str(&self.sql[at..end]);
                end
            }
            b'$' => self.dollar(at),
            b'?' => {
                let digits = digits(&rest[1..]);
                self.placeholders = if digits > 0 {
                    Placeholders::Numbered
                } else {
                    Placeholders::Plain
                };
                self.parameter(at, at + 1 + digits)
            }
            b if b.is_ascii_digit() || b == b'.' && digits(&rest[1..]) > 0 => self.number(at),
            b if is_word(b) => {
                let end = at + rest.iter().take_while(|b| is_word(**b)).count();
                let word = &self.sql[at..end];
                let sets = word.eq_ignore_ascii_case("to") && self.sets(&["SET"]);
                self.out.push_str(word);
                if sets { self.value() } else { end }
            }
            b => {
                let sets = match b {
                    b'=' => self.sets(&["SET", "PRAGMA"]),
                    b'(' => self.sets(&["PRAGMA"]),
                    _ => false,
                };
                let end = at + 1;
                self.out.push_str(&self.sql[at..end]);
                if b == b';' {
                    self.start = self.out.len();
                }
                if sets { self.value() } else { end }
            }
        }
    }

    /// Whether the statement begins with one of these words: `SET x TO y`, `PRAGMA key = y`. There a value needs no quotes.
    fn sets(&self, verbs: &[&str]) -> bool {
        let first = self.out[self.start..].split_whitespace().next();
        first.is_some_and(|first| verbs.iter().any(|it| first.eq_ignore_ascii_case(it)))
    }

    /// Puts `?` for what is set, and for all behind it.
    fn value(&mut self) -> usize {
        if self.out.ends_with(|c: char| c.is_alphabetic()) || self.out.ends_with(" =") {
            self.out.push(' ');
        }
        self.rest()
    }

    /// Puts `?` for all that follows.
    fn rest(&mut self) -> usize {
        self.out.push('?');
        self.sql.len()
    }

    /// A text in quotes.
    fn text(&mut self, at: usize, quote: u8) -> usize {
        let rest = &self.bytes[at..];
        // `E'..'` alone takes a backslash for an escape, where nothing does.
        let escapes = match self.dialect {
            Dialect::Mysql => true,
            Dialect::Standard | Dialect::Unknown => self.last_word().eq_ignore_ascii_case("e"),
        };
        let length = quoted(rest, quote, escapes);
        self.literal();
        if self.dialect == Dialect::Unknown && length != quoted(rest, quote, !escapes) {
            // Where it ends, databases do not agree.
            return self.sql.len();
        }
        at + length
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '(']) {
            self.out.push(' ');
        }
    }

    /// Puts `?` for a literal. A list of them is one: `IN (?, ?, ?)` differs by its length alone.
    fn literal(&mut self) {
        // `E'..'`, `x'..'`, `N'..'`: the letter belongs to the literal.
        let prefix = self.out.len() - self.last_word().len();
        if self.last_word().len() == 1 {
            self.out.truncate(prefix);
        }
        // So does a sign where no value stands before it.
        let before = self.out.trim_end_matches(['-', '+']);
        let follows_operator = before
            .trim_end()
            .ends_with(['(', ',', '=', '<', '>', '*', '/']);
        if follows_operator {
            self.out.truncate(before.len());
        }
        self.put("?");
    }

    fn put(&mut self, parameter: &str) {
        let list = self.out.trim_end().strip_suffix(',').map(str::trim_end);
        let repeats = parameter == "?" && list.is_some_and(|list| list.ends_with(['?']));
        if let Some(list) = list.filter(|_| repeats) {
            let length = list.len();
            self.out.truncate(length);
        } else {
            self.out.push_str(parameter);
        }
    }

    fn parameter(&mut self, from: usize, to: usize) -> usize {
        let sql = self.sql;
        self.put(&sql[from..to]);
        to
    }

    /// The word that ends where the text does.
    fn last_word(&self) -> &str {
        let word = self.out.bytes().rev().take_while(|b| is_word(*b)).count();
        // Words hold whole characters: every byte outside ASCII is one of a word.
        &self.out[self.out.len() - word..]
    }

    /// `$1`, or a text in dollars: `$$..$$`, `$tag$..$tag$`.
    fn dollar(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let number = digits(&rest[1..]);
        if number > 0 {
            self.placeholders = Placeholders::Dollar;
            return self.parameter(at, at + 1 + number);
        }
        let tag = rest[1..].iter().take_while(|b| is_word(**b)).count();
        if rest.get(1 + tag) != Some(&b'$') {
            self.out.push('$');
            return at + 1;
        }
        let fence = &rest[..tag + 2];
        let body = &rest[tag + 2..];
        let end = find(body, fence).map_or(rest.len(), |end| tag + 2 + end + fence.len());
        self.literal();
        at + end
    }

    /// `1`, `1.5e-3`, `0xff`.
    fn number(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let mut length = 0;
        while let Some(byte) = rest.get(length) {
            let is_sign = matches!(byte, b'-' | b'+')
                && length > 0
                && matches!(rest[length - 1], b'e' | b'E')
                && !rest.starts_with(b"0x");
            if !(is_word(*byte) || *byte == b'.' || is_sign) {
                break;
            }
            length += 1;
        }
        self.literal();
        at + length
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// The length up to and with `end`, or of all.
fn until(bytes: &[u8], end: &[u8]) -> usize {
    find(bytes, end).map_or(bytes.len(), |at| at + end.len())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

/// The length of a comment, which may hold others.
fn comment(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// The length of a quoted text, in which the quote is written twice.
fn quoted(bytes: &[u8], quote: u8, escapes: bool) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' && escapes {
            at += 2;
        } else if *byte == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 2;
        } else {
            at += 1;
        }
    }
    bytes.len()
}
