//! Tokens that are recognised by their prefix. A table lists the prefixes, and the letters and the length of the rest
//! are checked.
//!
//! Checksums are not verified. A token with a wrong checksum has a typo, or has a form that the vendor has changed, and
//! it may still give access.

use std::sync::LazyLock;

use scorer_instrument_policy::Secret;

use crate::{random, stays};

/// The columns are vendor, kind, prefix, the rest as a regular expression, checksum, source and note.
const TABLE: &str = include_str!("tokens.tsv");

/// A prefix of at most this length says little by itself.
const WEAK: usize = 4;

/// A prefix of this length says enough before many random letters, if a sign ends it: `SG.`.
const TELLING: usize = 3;

/// So many random letters after a prefix are a token, whatever length is documented.
const LONG: usize = 24;

/// So much of a token is enough at the end of a text that was cut.
const ENOUGH: usize = 8;

static TOKENS: LazyLock<Tokens> = LazyLock::new(|| Tokens::read(TABLE));

struct Tokens {
    /// In the order of their prefixes.
    rows: Vec<Row>,
    /// For each pair of letters, the position of the first row whose prefix begins with it, plus one. 0 means that
    /// there is none.
    index: Vec<u8>,
}

/// One kind of token.
struct Row {
    prefix: &'static str,
    /// The letters that can follow, as bits.
    letters: u128,
    /// The least number of these letters.
    least: usize,
    most: usize,
    /// A part that the rest must contain.
    holds: Option<&'static str>,
}

/// Two letters as a number; both are ASCII.
fn pair(first: u8, second: u8) -> usize {
    usize::from(first & 0x7f) << 7 | usize::from(second & 0x7f)
}

/// Whether a token, or a word that precedes one, can begin like this.
#[inline]
pub(crate) fn may_begin(letters: &[u8], first: u8, second: Option<u8>) -> bool {
    letters
        .get(pair(first, second.unwrap_or(0)))
        .is_some_and(|place| *place != 0)
}

/// Returns the possible first two letters of tokens, including the team's own.
pub(crate) fn first_letters(own: &[Secret]) -> Vec<u8> {
    let mut index = TOKENS.index.clone();
    for secret in own {
        if let [first, second, ..] = secret.prefix.as_bytes() {
            let slot = &mut index[pair(*first, *second)];
            if *slot == 0 {
                *slot = u8::MAX;
            }
        }
    }
    index
}

/// Returns the end of the team's own token that begins at `at`.
pub(crate) fn own_end(own: &[Secret], bytes: &[u8], at: usize) -> Option<usize> {
    const FEWEST: usize = 4;
    own.iter().find_map(|secret| {
        let rest = bytes[at..].strip_prefix(secret.prefix.as_bytes())?;
        let length = rest
            .iter()
            .take_while(|b| {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=')
            })
            .count();
        let points = rest[..length]
            .iter()
            .rev()
            .take_while(|b| **b == b'.')
            .count();
        let token = std::str::from_utf8(&rest[..length - points]).ok()?;
        (token.len() >= FEWEST && !stays::is_mask(token))
            .then_some(at + secret.prefix.len() + token.len())
    })
}

/// Returns the end of the token that begins at `at`.
pub(crate) fn end(bytes: &[u8], at: usize, cut: bool) -> Option<usize> {
    let tokens = &*TOKENS;
    let rest = &bytes[at..];
    let place = tokens.index[pair(rest[0], rest.get(1).copied().unwrap_or(0))];
    let first = usize::from(place.checked_sub(1)?);
    tokens.rows[first.min(tokens.rows.len())..]
        .iter()
        .take_while(|row| row.prefix.as_bytes()[..2] == rest[..rest.len().min(2)])
        .filter_map(|row| row.end(rest, cut))
        .max()
        .map(|length| at + length)
}

impl Row {
    fn end(&self, rest: &[u8], cut: bool) -> Option<usize> {
        let run = rest.strip_prefix(self.prefix.as_bytes())?;
        let is_letter = |b: &u8| b.is_ascii() && self.letters >> *b & 1 == 1;
        let length = run.iter().position(|b| !is_letter(b)).unwrap_or(run.len());
        let goes_on = cut && length == run.len() && length >= ENOUGH;
        // One sign, however often: several of them are the token's own.
        let last = run[..length].last().copied().unwrap_or_default();
        let punctuation = run[..length]
            .iter()
            .rev()
            .take_while(|b| **b == last && matches!(last, b'.' | b'-' | b'_'))
            .count();
        // A full stop does not belong to the token, unless the token would be too short without it.
        let length = if length - punctuation >= self.least {
            length - punctuation
        } else {
            length
        };
        let token = std::str::from_utf8(&run[..length]).ok()?;
        let is_weak =
            self.prefix.len() <= WEAK && !self.prefix.ends_with('_') || self.prefix.len() < WEAK;
        // The form may have changed since it was listed. This one is too long to be a word.
        let is_telling = !is_weak
            || self.prefix.len() >= TELLING
                && !self.prefix.as_bytes()[self.prefix.len() - 1].is_ascii_alphanumeric()
                && random::is_random(token.as_bytes());
        let is_near = is_telling && length >= LONG && looks_random(token.as_bytes());
        let fits = length >= self.least && (length <= self.most || !is_weak) || is_near;
        let is_one = (fits || goes_on)
            && (is_near || self.holds.is_none_or(|part| token.contains(part)))
            && !stays::is_mask(token)
            && (!is_weak || looks_random(token.as_bytes()));
        is_one.then_some(self.prefix.len() + length)
    }
}

/// Whether letters look random: there are digits among them, or capitals within words.
fn looks_random(token: &[u8]) -> bool {
    let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    let turns = token
        .windows(2)
        .filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
        .count();
    digits >= 2 || turns >= 3
}

impl Tokens {
    fn read(table: &'static str) -> Self {
        let mut rows: Vec<Row> = table.lines().skip(1).filter_map(Row::read).collect();
        rows.sort_by_key(|row| row.prefix);
        let mut index = vec![0_u8; 1 << 14];
        for (place, row) in rows.iter().enumerate() {
            let prefix = row.prefix.as_bytes();
            let slot = &mut index[pair(prefix[0], prefix[1])];
            if *slot == 0 {
                *slot = u8::try_from(place + 1).unwrap_or(u8::MAX);
            }
        }
        // Other beginnings of a credential: schemes, base64 of JSON, base64 of a key.
        for (first, seconds) in [
            (b'e', "y"),
            (b'b', "ea"),
            (b'B', "eEaA"),
            (b'M', "ABCDEFGHIJKLMNOP"),
            (b'K', "123456789wxyz"),
            (b'L', "12345"),
            (b'c', "MNOPQRSTUV"),
            (b'x', "p"),
            (b'y', "p"),
            (b'z', "p"),
            (b't', "p"),
            (b'u', "p"),
            (b'v', "p"),
            (b'5', "HJK"),
            (b'9', "123"),
        ] {
            for second in seconds.bytes() {
                let slot = &mut index[pair(first, second)];
                if *slot == 0 {
                    *slot = u8::MAX;
                }
            }
        }
        Self { rows, index }
    }
}

impl Row {
    /// Reads a row of the table. Returns `None` if the token has no prefix or is not secret.
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t').skip(2);
        let (prefix, rest) = (columns.next()?, columns.next()?);
        let note = columns.nth(2).unwrap_or_default();
        // A prefix that ends in `=` is a name, and three parts of base64 are handled as a JWT.
        let is_known = prefix.ends_with('=') || prefix == "eyJ";
        if prefix.len() < 2 || is_known || note.contains("NOT A SECRET") {
            return None;
        }
        let rest = if rest == "uuid" {
            "[0-9a-f-]{36}"
        } else {
            rest
        };
        let mut form = Form::default();
        let (least, most) = form.alternatives(&mut rest.chars().peekable());
        Some(Self {
            prefix,
            letters: form.letters,
            least,
            most,
            holds: Form::longest_literal(rest),
        })
    }
}

/// The letters that a regular expression allows. It supports only the syntax that the table uses.
#[derive(Default)]
struct Form {
    letters: u128,
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

impl Form {
    /// Reads alternatives up to their closing bracket. Returns the least and the greatest number of letters.
    fn alternatives(&mut self, chars: &mut Chars<'_>) -> (usize, usize) {
        let (mut least, mut most) = self.sequence(chars);
        while chars.next_if_eq(&'|').is_some() {
            let (other_least, other_most) = self.sequence(chars);
            least = least.min(other_least);
            most = most.max(other_most);
        }
        (least, most)
    }

    fn sequence(&mut self, chars: &mut Chars<'_>) -> (usize, usize) {
        let (mut least, mut most) = (0_usize, 0_usize);
        while let Some(letter) = chars.next_if(|c| !matches!(c, '|' | ')')) {
            let (low, high) = match letter {
                '(' => {
                    let bounds = self.alternatives(chars);
                    chars.next_if_eq(&')');
                    bounds
                }
                '[' => {
                    self.class(chars);
                    (1, 1)
                }
                '\\' => {
                    let escaped = chars.next().unwrap_or('\\');
                    self.add(escaped, escaped);
                    (1, 1)
                }
                letter => {
                    self.add(letter, letter);
                    (1, 1)
                }
            };
            let (fewest, often) = repeated(chars);
            least = least.saturating_add(low.saturating_mul(fewest));
            most = most.saturating_add(high.saturating_mul(often));
        }
        (least, most)
    }

    fn class(&mut self, chars: &mut Chars<'_>) {
        while let Some(from) = chars.next() {
            if from == ']' {
                return;
            }
            let is_range = {
                let mut ahead = chars.clone();
                ahead.next() == Some('-') && ahead.next().is_some_and(|to| to != ']')
            };
            let to = if is_range {
                chars.nth(1).unwrap_or(from)
            } else {
                from
            };
            self.add(from, to);
        }
    }

    fn add(&mut self, from: char, to: char) {
        // Base32 is documented, but real tokens contain the other digits as well.
        let (from, to) = if (from, to) == ('2', '7') {
            ('0', '9')
        } else {
            (from, to)
        };
        for letter in from..=to {
            if letter.is_ascii() {
                self.letters |= 1 << u32::from(letter);
            }
        }
    }

    /// Returns the longest run of letters outside brackets, which every such token contains.
    fn longest_literal(rest: &'static str) -> Option<&'static str> {
        const SAYS_SOMETHING: usize = 5;
        if rest.contains(['(', '|']) {
            return None;
        }
        rest.split(['[', ']', '{', '}', '\\', '+', '?', '*'])
            .filter(|part| {
                part.len() >= SAYS_SOMETHING && !part.contains('-') && !part.contains(',')
            })
            .filter(|part| !rest.contains(&format!("[{part}")))
            .max_by_key(|part| part.len())
    }
}

/// Reads how often the preceding item is repeated.
fn repeated(chars: &mut Chars<'_>) -> (usize, usize) {
    match chars.peek() {
        Some('?') => {
            chars.next();
            (0, 1)
        }
        Some('*') => {
            chars.next();
            (0, usize::MAX)
        }
        Some('+') => {
            chars.next();
            (1, usize::MAX)
        }
        Some('{') => {
            chars.next();
            let bounds: String = chars.by_ref().take_while(|c| *c != '}').collect();
            let (least, most) = bounds.split_once(',').unwrap_or((&bounds, &bounds));
            (
                least.parse().unwrap_or(0),
                most.parse().unwrap_or(usize::MAX),
            )
        }
        _ => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLE, TOKENS, end};

    #[test]
    fn every_row_has_its_source() {
        for line in TABLE.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 7, "{line}");
            assert!(columns[5].starts_with("https://"), "{line}");
        }
        assert!(TOKENS.rows.len() > 100 && TOKENS.rows.len() < 255);
    }

    #[test]
    fn lengths_and_letters_are_read() {
        let found = |text: &str| end(text.as_bytes(), 0, false);
        let token = format!("ghp_{}", "aB3".repeat(12));
        assert_eq!(found(&token), Some(40));
        assert_eq!(found(&token[..20]), None);
        assert_eq!(found(&format!("{token}.")), Some(40));
        // It is too long for the current form, but a future form may allow it.
        assert_eq!(found(&format!("{token}xx")), Some(42));
        assert_eq!(found("npm_package_name"), None);
        assert_eq!(found("sk_buff"), None);
        assert_eq!(found("EAAA-8524"), None);
    }
}
