//! The text of a statement without the values in it: literals become `?`, comments are removed, and runs of space
//! become one.

use crate::redact::upto;

use super::dialect::{Dialect, MYSQL, POSTGRESQL, SQLITE};
use super::extent::{self, digits, is_word};

/// The end of a text that is cut.
pub(super) const CUT: char = '…';

/// The cleaned text, and the database that it reveals.
#[derive(Debug)]
pub(super) struct Clean {
    pub(super) text: String,
    /// The database's name in the semantic conventions, if only one database has this syntax.
    pub(super) system: Option<&'static str>,
}

/// Returns the statement without literals, cut at the limit. Without a dialect, it uses that of the database that the
/// statement itself reveals; `is_believed` says for which databases this is allowed.
pub(super) fn cleaned(
    sql: &str,
    limit: usize,
    dialect: Option<Dialect>,
    is_believed: impl Fn(&'static str) -> bool,
) -> Clean {
    let mut clean = read(sql, limit, dialect.unwrap_or(Dialect::Unknown));
    clean.system = clean.system.filter(|system| is_believed(system));
    match clean.system {
        // The part that reveals it is outside of anything that any database would read as a literal.
        Some(system) if dialect.is_none() => Clean {
            text: read(sql, limit, Dialect::of(system)).text,
            ..clean
        },
        _ => clean,
    }
}

/// Returns a cleaned text without the words that the redactor removed from the original.
pub(super) fn kept(text: &str, redacted: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_part(c) != is_part(first));
        let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let is_gone = is_part(first) && !redacted.contains(piece);
        out.push_str(if is_gone { "?" } else { piece });
        rest = behind;
    }
    out
}

/// Reads the statement. Each byte is looked at once, except behind an opening quote or bracket.
fn read(sql: &str, limit: usize, dialect: Dialect) -> Clean {
    let mut cleaner = Cleaner {
        dialect,
        start: 0,
        sql,
        bytes: sql.as_bytes(),
        out: String::with_capacity(sql.len().min(limit)),
        escaping: None,
        is_run: false,
        system: None,
    };
    let mut at = 0;
    while at < sql.len() && cleaner.out.len() <= limit {
        at = cleaner.token(at);
    }
    let mut text = cleaner.out;
    text.truncate(text.trim_end_matches([' ', ';']).len());
    if text.len() > limit {
        text.truncate(upto(&text, limit.saturating_sub(CUT.len_utf8())).len());
        text.push(CUT);
    }
    Clean {
        text,
        system: cleaner.system,
    }
}

struct Cleaner<'a> {
    dialect: Dialect,
    /// Where the current one of several statements begins in the output.
    start: usize,
    sql: &'a str,
    bytes: &'a [u8],
    out: String,
    /// Where the last literal ends in the output, if a backslash escaped something in it.
    escaping: Option<usize>,
    /// Whether a comment whose content `MySQL` executes is open.
    is_run: bool,
    system: Option<&'static str>,
}

impl Cleaner<'_> {
    /// Writes the token that begins at `at`. Returns the position after it.
    fn token(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        match rest[0] {
            b if b.is_ascii_whitespace() => self.gap(at, Some(1)),
            b'-' if rest.starts_with(b"--") => match self.dialect {
                Dialect::Mysql if !extent::is_dashed(rest) => self.copied(at, 1),
                dialect => self.gap(at, extent::line_comment(rest, dialect)),
            },
            b'/' if rest.starts_with(b"/*") => self.comment(at),
            b'*' if self.is_run && rest.starts_with(b"*/") => {
                self.is_run = false;
                self.gap(at, Some(2))
            }
            b'#' if self.dialect == Dialect::Mysql => {
                self.gap(at, extent::line_comment(rest, self.dialect))
            }
            // It may be a comment or an operator, and what follows depends on which.
            b'#' if self.dialect == Dialect::Unknown => self.rest(),
            b'\'' => self.text(at),
            b'"' => self.double_quoted(at),
            b'`' if self.dialect != Dialect::Postgres => self.copied(at, extent::name(rest)),
            b'[' => match extent::bracket(rest, self.dialect) {
                Some(length) => self.copied(at, length),
                None => self.rest(),
            },
            b'$' => self.dollar(at),
            b'?' if self.dialect != Dialect::Postgres => {
                let digits = digits(&rest[1..]);
                if digits > 0 {
                    self.system.get_or_insert(SQLITE);
                }
                self.parameter(at, 1 + digits)
            }
            b'@' | b':' if self.dialect == Dialect::Sqlite => self.variable(at),
            b if b.is_ascii_digit() || b == b'.' && digits(&rest[1..]) > 0 => {
                let length = extent::number(rest);
                self.literal();
                at + length
            }
            b if is_word(b) => self.word(at),
            b => {
                let end = self.copied(at, 1);
                if b == b';' {
                    self.start = self.out.len();
                }
                let sets = match b {
                    b'=' => self.sets(),
                    b'(' => self.begins("PRAGMA"),
                    _ => false,
                };
                if sets { self.value() } else { end }
            }
        }
    }

    /// Copies this many bytes unchanged.
    fn copied(&mut self, at: usize, length: usize) -> usize {
        let end = at + length;
        self.out.push_str(&self.sql[at..end]);
        end
    }

    fn word(&mut self, at: usize) -> usize {
        let is_first = self.statement().is_empty();
        let length = self.bytes[at..].iter().take_while(|b| is_word(**b)).count();
        let word = &self.sql[at..at + length];
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        let sets = is("to") && self.sets() || is("key") && self.begins("ATTACH");
        if is_first && is("pragma") {
            self.system.get_or_insert(SQLITE);
        }
        // sqlx sends this to MySQL and MariaDB on each new connection.
        if is("sql_mode") && self.statement().trim_end().eq_ignore_ascii_case("set") {
            self.system.get_or_insert(MYSQL);
        }
        let end = self.copied(at, length);
        if sets { self.value() } else { end }
    }

    /// Returns what was written so far of the current statement.
    fn statement(&self) -> &str {
        &self.out[self.start..]
    }

    /// Whether the statement begins with this word, or explains one that does.
    fn begins(&self, verb: &str) -> bool {
        const EXPLAINED: [&str; 3] = ["EXPLAIN", "QUERY", "PLAN"];
        let is = |word: &str, of: &str| word.eq_ignore_ascii_case(of);
        let mut words = self.statement().split_whitespace();
        let first = words.find(|word| !EXPLAINED.iter().any(|it| is(word, it)));
        first.is_some_and(|first| is(first, verb))
    }

    /// Whether what follows is a setting: `SET x TO y`, `ALTER ROLE r SET x = y`, `PRAGMA key = y`. There, values need
    /// no quotes.
    fn sets(&self) -> bool {
        let has_set = || {
            let mut words = self.statement().split_whitespace();
            words.any(|word| word.eq_ignore_ascii_case("set"))
        };
        self.begins("SET")
            || self.begins("PRAGMA")
            || (self.begins("ALTER") || self.begins("CREATE")) && has_set()
    }

    /// Writes `?` for the value of a setting and everything after it.
    fn value(&mut self) -> usize {
        if self.out.ends_with(|c: char| c.is_alphabetic()) || self.out.ends_with(" =") {
            self.out.push(' ');
        }
        self.rest()
    }

    /// Writes `?` for everything that follows.
    fn rest(&mut self) -> usize {
        self.out.push('?');
        self.sql.len()
    }

    fn comment(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        if self.dialect == Dialect::Mysql && extent::is_run(rest) {
            let head = extent::run_comment(rest);
            self.is_run = head.is_some();
            return self.gap(at, head);
        }
        self.gap(at, extent::comment(rest, self.dialect))
    }

    /// A text in single quotes.
    fn text(&mut self, at: usize) -> usize {
        let escapes = match self.dialect {
            Dialect::Mysql => true,
            Dialect::Sqlite => false,
            // `E'..'`, and a literal that continues it on the next line.
            Dialect::Postgres | Dialect::Unknown => {
                self.last_word().eq_ignore_ascii_case("e")
                    || self.escaping == Some(self.out.trim_end().len())
            }
        };
        let end = self.quoted(at, escapes);
        self.escaping = escapes.then_some(self.out.len());
        end
    }

    /// Reads a text up to its closing quote. If databases disagree on where that is, it reads everything that follows.
    fn quoted(&mut self, at: usize, escapes: bool) -> usize {
        let length = extent::text(&self.bytes[at..], escapes, self.dialect);
        self.literal();
        match length.map(|length| at + length) {
            // No database accepts a word this close behind a text, unless a quote within the text did not end it.
            Some(end) if !self.bytes.get(end).copied().is_some_and(is_word) => end,
            _ => self.sql.len(),
        }
    }

    /// A name or a text in double quotes.
    fn double_quoted(&mut self, at: usize) -> usize {
        let length = extent::name(&self.bytes[at..]);
        match self.dialect {
            Dialect::Postgres => self.copied(at, length),
            Dialect::Sqlite if self.is_name(at + length) => self.copied(at, length),
            Dialect::Sqlite => self.quoted(at, false),
            Dialect::Mysql | Dialect::Unknown => self.quoted(at, true),
        }
    }

    /// Whether `SQLite` accepts only a name here: after a word that introduces a table or an alias, or next to a dot.
    fn is_name(&self, end: usize) -> bool {
        const ANNOUNCED_BY: [&str; 6] = ["FROM", "INTO", "UPDATE", "JOIN", "TABLE", "AS"];
        let before = self.out.trim_end();
        let is_part = before.ends_with('.') || self.sql[end..].trim_start().starts_with('.');
        let mut words = before.split_whitespace().rev();
        let mut is_next = |names: &[&str]| {
            let word = words.next();
            word.is_some_and(|word| names.iter().any(|it| word.eq_ignore_ascii_case(it)))
        };
        // `IS DISTINCT FROM "text"`, `VACUUM INTO "file"`.
        is_part || is_next(&ANNOUNCED_BY) && !is_next(&["DISTINCT", "VACUUM"])
    }

    /// Reads space or a comment. If databases disagree on where it ends, it reads everything that follows.
    fn gap(&mut self, at: usize, length: Option<usize>) -> usize {
        if !self.out.is_empty() && !self.out.ends_with([' ', '(']) {
            self.out.push(' ');
        }
        match length {
            Some(length) => at + length,
            None => self.rest(),
        }
    }

    /// Writes `?` for a literal. A list of literals becomes one, because `IN (?, ?, ?)` would differ only in its
    /// length.
    fn literal(&mut self) {
        // In `E'..'`, `x'..'` and `N'..'`, the letter belongs to the literal.
        let prefix = self.out.len() - self.last_word().len();
        if self.last_word().len() == 1 {
            self.out.truncate(prefix);
        }
        // So does a sign, unless a value comes before it.
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

    fn parameter(&mut self, at: usize, length: usize) -> usize {
        let sql = self.sql;
        self.put(&sql[at..at + length]);
        at + length
    }

    /// The word at the end of the output.
    fn last_word(&self) -> &str {
        let word = self.out.bytes().rev().take_while(|b| is_word(*b)).count();
        // Words consist of whole characters, because every byte outside ASCII belongs to a word.
        &self.out[self.out.len() - word..]
    }

    /// Reads `$1`, `$name`, or a dollar-quoted text.
    fn dollar(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let number = digits(&rest[1..]);
        if number > 0 && self.dialect != Dialect::Mysql {
            if self.dialect != Dialect::Sqlite {
                self.system.get_or_insert(POSTGRESQL);
            }
            return self.parameter(at, 1 + number);
        }
        match (self.dialect, extent::dollars(rest)) {
            (Dialect::Postgres, Some(length)) => {
                self.literal();
                at + length
            }
            (Dialect::Unknown, Some(_)) => self.rest(),
            (Dialect::Mysql, _) => self.word(at),
            (Dialect::Sqlite, _) => self.variable(at),
            (Dialect::Postgres | Dialect::Unknown, None) => self.copied(at, 1),
        }
    }

    /// Reads `$name`, `@name` or `:name` of `SQLite`. If a bracket follows, everything in it belongs to the name.
    fn variable(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let name = rest[1..].iter().take_while(|b| is_word(**b) || **b == b':');
        let length = 1 + name.count();
        if length > 1 && rest.get(length) == Some(&b'(') {
            return self.rest();
        }
        self.copied(at, length)
    }
}
