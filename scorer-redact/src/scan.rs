//! Finds what must not be written in a text. It walks once from left to right, and looks closer only where a byte can
//! begin something. Each closer look has a limit or skips what it has read, so the time is linear in the length of the
//! text.

use scorer_instrument_policy::Class;

use crate::directive::{self, Directives, Initials};
use crate::heads::Heads;
use crate::names::{Names, Refused};
use crate::phrase::Phrase;
use crate::text::Found;
use crate::view::Views;
use crate::{
    Cause, bounds, card, database, diagnostic, form, group, iban, markup, pair, protocol, random,
    secrets, sentence, spoken, table, token, told, url,
};

/// The shortest text that can contain something: `pw=x`.
const SHORTEST: usize = 4;

/// The shortest word in which a token without a prefix is recognised.
const SHORTEST_FORM: usize = 7;

/// The length of the word of letters alone that ends such a token: `mmk`.
const SHORT_FORM: usize = 3;

/// The shortest token that is recognised by itself.
const SHORTEST_TOKEN: usize = 8;

/// Returns all findings, in order and without overlaps. With `cut`, the text was cut, so a token at its end counts
/// although it may be incomplete.
pub(crate) fn scan(names: &Names, text: &str, cut: bool) -> Vec<Found> {
    within(names, text, cut, 0)
}

/// Does the same in a text that was decoded `depth` times.
pub(crate) fn within(names: &Names, text: &str, cut: bool, depth: u8) -> Vec<Found> {
    if text.len() < SHORTEST || holds_nothing(names, text) {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        names,
        cut,
        depth,
        found: Vec::new(),
        aside: Vec::new(),
        floor: 0,
        nested_work: 0,
        chained: 0,
        braces: 0,
        owner: None,
        group: None,
        variables: Vec::new(),
        sentence: None,
        no_token_before: 0,
        no_mail_at: None,
        port_at: None,
        url: url::Extent::default(),
        views: Views::default(),
        is_oracle: false,
        lines: table::Lines::default(),
        command_to: 0,
        stored_to: 0,
        spoken_to: 0,
        phrase: Phrase::default(),
        tokens: names.first_letters(),
        heads: Heads::get(),
        directives: Directives::get(),
        initials: Initials::default(),
        lists: diagnostic::Lists::default(),
        said: database::Said::default(),
        values: pair::Values::default(),
        tags: markup::Tags::default(),
        aws_secret: secrets::next_aws_secret(text.as_bytes(), 0).unwrap_or(usize::MAX),
    };
    scan.walk();
    scan.finish()
}

/// The state of a walk.
pub(crate) struct Scan<'a> {
    pub(crate) text: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) names: &'a Names,
    pub(crate) cut: bool,
    /// How often the text was decoded before.
    pub(crate) depth: u8,
    pub(crate) found: Vec<Found>,
    /// Findings that are not at the current position.
    pub(crate) aside: Vec<Found>,
    /// The end of the last marker. What is found next begins after it.
    pub(crate) floor: usize,
    /// How many bytes were read for values within values.
    pub(crate) nested_work: usize,
    /// How many values began within the previous one and ended after it.
    pub(crate) chained: usize,
    /// How many braces are open, as in the `Debug` of a struct.
    pub(crate) braces: usize,
    /// The struct that is refused and whose braces are open: how many braces are open within it at least, why it is refused,
    /// and whether its id gives access, as that of a session does.
    pub(crate) owner: Option<(usize, Refused, bool)>,
    /// Variables that stand in for the values of refused names, as in GraphQL: `password: $p`.
    pub(crate) variables: Vec<((usize, usize), Refused)>,
    /// The group under a refused name whose members are judged.
    pub(crate) group: Option<group::Group>,
    /// The last sentence about a refused name: where it begins, and why the name is refused.
    pub(crate) sentence: Option<(usize, Refused)>,
    /// No JWT begins before this position, because this run of letters was already checked.
    pub(crate) no_token_before: usize,
    /// The `@` of a URL without a password.
    pub(crate) no_mail_at: Option<usize>,
    /// The colon before the port of a URL, which is preceded by a host.
    pub(crate) port_at: Option<usize>,
    /// How far the last URL extends.
    pub(crate) url: url::Extent,
    /// How far the text was decoded.
    pub(crate) views: Views,
    /// Whether a program was named that accepts `user/pass@name`.
    pub(crate) is_oracle: bool,
    /// What is known of the lines that may be the head of a table.
    pub(crate) lines: table::Lines,
    /// Where the command ends whose output is a value: `$(..)`.
    pub(crate) command_to: usize,
    /// The end of a line that says how a value is stored.
    pub(crate) stored_to: usize,
    /// How far words of sentences were checked.
    pub(crate) spoken_to: usize,
    /// The words so far that may belong to the phrase of a wallet.
    pub(crate) phrase: Phrase,
    /// The first two letters of tokens.
    tokens: &'a [u8],
    /// What words may begin.
    heads: &'static Heads,
    /// Words that a secret may follow.
    directives: &'static Directives,
    /// The first letters of the words of the line.
    pub(crate) initials: Initials,
    /// How far no list of columns begins.
    pub(crate) lists: diagnostic::Lists,
    /// What is known of a database's message.
    pub(crate) said: database::Said,
    /// Values that may belong to a name after them.
    pub(crate) values: pair::Values,
    /// How far markup was searched.
    pub(crate) tags: markup::Tags,
    /// Where the next run of letters begins that is an AWS secret key.
    pub(crate) aws_secret: usize,
}

impl Scan<'_> {
    /// Of a word only its beginning is looked at, and what it is made of: nothing begins within one.
    #[inline(never)]
    fn walk(&mut self) {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            let kind = KIND[usize::from(*byte)];
            if kind & LETTER != 0 && self.names.secrets().is_empty() {
                let next = self.ordinary(at);
                if next > at {
                    at = next;
                    continue;
                }
            }
            if kind & WORD != 0 {
                let (mut kinds, mut end) = (kind, at + 1);
                for byte in &self.bytes[end..] {
                    let kind = KIND[usize::from(*byte)];
                    if kind & WORD == 0 {
                        break;
                    }
                    kinds |= kind;
                    end += 1;
                }
                at = self.word(at, end, kinds);
            } else if kind & LOOKED_AT != 0 || self.aws_secret <= at {
                at = self.step(at);
            } else {
                at += 1;
            }
        }
        self.lines.end(self.bytes, self.text.len());
    }

    /// Passes over words that begin nothing: letters, and what follows them if that is a space. Returns the position of the
    /// first one that may be something else, or of what stands behind a word.
    fn ordinary(&mut self, from: usize) -> usize {
        let (bytes, heads, tokens) = (self.bytes, self.heads, self.tokens);
        let (mut at, mut words) = (from, 0);
        while let Some(chunk) = chunk(bytes, at).filter(|_| at < self.aws_secret) {
            let mut length = letters(chunk);
            if length == CHUNK {
                length += self::chunk(bytes, at + CHUNK).map_or(0, letters);
            }
            let [first, second, ..] = chunk.to_le_bytes();
            let after = bytes.get(at + length).copied().unwrap_or(b'\n');
            let is_possible = length == 0
                || length == 2 * CHUNK
                || after.is_ascii_digit()
                || heads.may_begin(first, second, length);
            if is_possible {
                break;
            }
            // No token is as short as a word of a sentence.
            let is_short = length < SHORTEST_TOKEN && matches!(after, b' ' | b'\n');
            if !is_short && token::may_begin(tokens, first, Some(second)) {
                break;
            }
            if (Phrase::SHORTEST_WORD..=Phrase::LONGEST_WORD).contains(&length) {
                self.of_phrase(at, at + length);
            }
            at += length;
            words += 1;
            if after != b' ' {
                break;
            }
            at += 1;
        }
        if words > table::WORDS {
            self.lines.sentence(from);
        }
        at
    }

    /// Handles the word from `start` to `end`. Returns the next position.
    fn word(&mut self, start: usize, end: usize, kinds: u8) -> usize {
        if self.aws_secret <= start {
            if let Some(next) = self.aws(start) {
                return next.max(end);
            }
        }
        let after = self.bytes.get(end).copied().unwrap_or(b'\n');
        let first = self.bytes[start];
        let is_word = kinds & DIGIT == 0
            && end - start < SHORTEST_TOKEN
            && !matches!(first, b'b' | b'B')
            && matches!(after, b' ' | b'\n');
        if token::may_begin(self.tokens, first, self.bytes.get(start + 1).copied()) {
            if let Some(to) = token::own_end(self.names.secrets(), self.bytes, start) {
                self.found(start, to, Class::Team, Cause::Shape);
                return to.max(end);
            }
            let token = (!is_word)
                .then(|| secrets::at_word(self, start, end))
                .flatten();
            if let Some((from, to)) = token {
                self.found(from, to, Class::Credential, Cause::Shape);
                // What stands behind a scheme may itself begin something that goes on behind it: `Bearer password='x'`.
                return if from > start { end } else { to.max(end) };
            }
        }
        if kinds & DIGIT != 0 && first.is_ascii_uppercase() {
            if let Some(after) = iban::end(self.bytes, start) {
                return self.found(start, after, iban::CLASS, Cause::Shape).max(end);
            }
        }
        if end - start >= SHORTEST_FORM && kinds & DIGIT != 0
            || first == b'm' && end - start == SHORT_FORM
        {
            if let Some((from, to)) = form::at_word(self, start, end) {
                return self
                    .found(from, to, Class::Credential, Cause::Shape)
                    .max(end);
            }
        }
        // A space must follow the word.
        if after == b' ' && self.directives.may_be(&self.bytes[start..end]) {
            directive::at_word(self, self.directives, start, end);
        }
        if kinds & DIGIT == 0 {
            let second = self.bytes.get(start + 1).copied().unwrap_or(b' ');
            if self.heads.may_begin(first, second, end - start) {
                if matches!(&self.bytes[start..end], b"is" | b"does") {
                    if let Some(found) = sentence::predicate(self, start, end) {
                        self.mark(found);
                    }
                }
                protocol::at_word(self, start, end);
            }
            if (Phrase::SHORTEST_WORD..=Phrase::LONGEST_WORD).contains(&(end - start)) {
                self.of_phrase(start, end);
            }
            if end - start < random::SHORTEST_LETTERS {
                return end;
            }
        } else if kinds & LETTER == 0 && card::may_begin(end - start) {
            if let Some(after) = card::end(self.bytes, start) {
                return self.found(start, after, card::CLASS, Cause::Shape);
            }
        }
        if kinds & DIGIT != 0 && self.lines.has_rows && start > 0 && self.bytes[start - 1] == b'\n'
        {
            if let Some((from, to, class)) = told::alone_below(self, start) {
                return self.found(from, to, class, Cause::Name).max(end);
            }
        }
        if kinds & LETTER == 0 {
            if self.bytes[start..end] == *b"334" {
                protocol::challenged(self, start, end);
            }
            if let Some((from, to, class, cause)) = told::number(self, start, end) {
                return self.found(from, to, class, cause).max(end);
            }
        }
        self.said(start, end, kinds)
    }

    /// Handles a word that may belong to the phrase of a wallet.
    #[inline]
    fn of_phrase(&mut self, start: usize, end: usize) {
        if self.phrase.note(start, end) {
            let ended = self.phrase.looked_up(self.bytes, start, end);
            self.aside.extend(ended);
        }
    }

    /// Handles a word that may be what the words before it, or a row of dots, lead to.
    #[inline]
    fn said(&mut self, start: usize, end: usize, kinds: u8) -> usize {
        let is_behind_dots = start > 2 && self.bytes[start - 2..start] == *b"..";
        let found = if is_behind_dots {
            told::behind_dots(self, start)
        } else {
            spoken::word(self, start, end, kinds & LETTER != 0)
        };
        found.map_or(end, |(from, to, class, cause)| {
            self.found(from, to, class, cause).max(end)
        })
    }

    /// Returns the secret key that was expected at `at`, unless an earlier finding reaches into it.
    pub(crate) fn aws(&mut self, at: usize) -> Option<usize> {
        if self.aws_secret < at {
            self.look_for_aws_secret(at);
        }
        if self.aws_secret != at {
            return None;
        }
        let after = at + secrets::AWS_SECRET;
        self.look_for_aws_secret(after);
        Some(self.found(at, after, Class::Credential, Cause::Shape))
    }

    fn look_for_aws_secret(&mut self, from: usize) {
        self.aws_secret = secrets::next_aws_secret(self.bytes, from).unwrap_or(usize::MAX);
    }

    /// Whether a word is part of a command whose output is the value: `$(vault read --secret=name)`.
    pub(crate) fn is_in_command(&self, at: usize, word: &str) -> bool {
        at < self.command_to && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    }

    /// Whether there is no letter or digit before this position.
    pub(crate) fn begins(&self, at: usize) -> bool {
        at == 0
            || at == self.found_before(at)
            || !self.bytes[at - 1].is_ascii_alphanumeric()
            // `\n`, as a text within a text is written.
            || at > 1 && self.bytes[at - 2] == b'\\'
            || bounds::is_behind_colour(self.bytes, at)
    }
}

/// Whether a short text can hold nothing, so that it need not be walked: words that begin nothing and are fewer than a
/// phrase has, joined by single signs that begin nothing either, an id, or the address of an account.
fn holds_nothing(names: &Names, text: &str) -> bool {
    const LONGEST: usize = 64;
    let bytes = text.as_bytes();
    if bytes.len() > LONGEST || !names.secrets().is_empty() {
        return false;
    }
    if bytes[0].is_ascii_digit() && (random::is_uuid(bytes) || is_address(bytes)) {
        return true;
    }
    let (heads, tokens) = (Heads::get(), names.first_letters());
    let (mut at, mut words) = (0, 0);
    while let Some(chunk) = chunk(bytes, at) {
        let length = letters(chunk);
        let [first, second, ..] = chunk.to_le_bytes();
        let after = bytes.get(at + length).copied().unwrap_or(b'\n');
        let is_plain = (1..CHUNK).contains(&length)
            && !heads.may_begin(first, second, length)
            && (length < SHORTEST_TOKEN && matches!(after, b' ' | b'\n')
                || !token::may_begin(tokens, first, Some(second)));
        if !is_plain {
            return false;
        }
        at += length + 1;
        words += 1;
        if at > bytes.len() {
            return words < Phrase::FEWEST;
        }
        if !matches!(after, b' ' | b'.' | b'!') {
            return false;
        }
    }
    false
}

/// Whether this is the address of an account of Ethereum. A private key is longer.
fn is_address(bytes: &[u8]) -> bool {
    bytes
        .strip_prefix(b"0x")
        .is_some_and(|digits| digits.len() == 40 && digits.iter().all(u8::is_ascii_hexdigit))
}

/// How many bytes are compared at once.
const CHUNK: usize = 8;

/// Returns the next bytes as a number, with zeros behind the last of them.
#[inline]
fn chunk(bytes: &[u8], at: usize) -> Option<u64> {
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    if let Some(chunk) = rest.first_chunk() {
        return Some(u64::from_le_bytes(*chunk));
    }
    let mut last = [0; CHUNK];
    last[..rest.len()].copy_from_slice(rest);
    Some(u64::from_le_bytes(last))
}

/// Returns how many of these bytes are letters before the first one that is none. All are compared at once: adding to the
/// lower bits of a byte carries into its highest bit if they are those of a letter, or of what follows the letters.
#[inline]
fn letters(bytes: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // `a` and `z`.
    const FIRST: u64 = 0x61;
    const LAST: u64 = 0x7a;
    let low = (bytes | (0x20 * EACH)) & (0x7f * EACH);
    let from_a = low + (0x80 - FIRST) * EACH;
    let above_z = low + (0x7f - LAST) * EACH;
    let others = !(from_a & !above_z & !bytes) & (0x80 * EACH);
    (others.trailing_zeros() / 8) as usize
}

/// The kind of a byte: part of a word, a letter, a digit, looked at.
const WORD: u8 = 1;
const LOOKED_AT: u8 = 2;
const DIGIT: u8 = 4;
const LETTER: u8 = 8;

static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphabetic() {
            table[byte as usize] = WORD | LETTER;
        }
        if byte.is_ascii_digit() {
            table[byte as usize] = WORD | DIGIT;
        }
        byte += 1;
    }
    let looked_at = b"\n[{}:=,>(<'\"`\\&@%-~/\x1b\xe2\xef";
    let mut at = 0;
    while at < looked_at.len() {
        table[looked_at[at] as usize] |= LOOKED_AT;
        at += 1;
    }
    table
};
