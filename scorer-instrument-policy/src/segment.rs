//! Splits an identifier into canonical words: `AWSAccessKeyId`, `aws_access_key_id` and `aws.accessKeyID` consist of
//! the same four words. Accents are removed.

use crate::fold;
use crate::vocabulary;

/// One word of a name.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    plural: bool,
}

/// The words of a name: in lower case, in the singular, without accents or numbers, with compounds split.
///
/// They are stored in one string, separated by single spaces. So any sequence of words is a slice of it, and looking up
/// a phrase in the vocabulary allocates nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    text: String,
    spans: Vec<Word>,
    /// The index of the first word in the last dotted part: `user.is_admin` -> 1.
    last_part: usize,
    /// The last word as it was written, and the number of words before it.
    written: (String, usize),
}

impl Words {
    /// Splits a name. Every string is accepted.
    pub(crate) fn of(name: &str) -> Self {
        let mut words = Self {
            text: String::with_capacity(name.len() + 8),
            spans: Vec::with_capacity(6),
            last_part: 0,
            written: (String::new(), 0),
        };
        if name.is_ascii() {
            words.push_name(name);
        } else {
            words.push_name(&fold::unmasked(name, vocabulary::is_word));
        }
        words.end();
        words
    }

    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns the index of the first word in the last dotted part.
    pub(crate) fn last_part(&self) -> usize {
        self.last_part
    }

    /// Returns the words `from..to`, separated by spaces. The result is empty if there are no such words.
    pub(crate) fn run(&self, from: usize, to: usize) -> &str {
        match (
            self.spans.get(from),
            to.checked_sub(1).and_then(|last| self.spans.get(last)),
        ) {
            (Some(first), Some(last)) if from < to => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// Returns one word.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.run(index, index + 1)
    }

    /// Whether the word was written in the plural.
    pub(crate) fn is_plural(&self, index: usize) -> bool {
        self.spans.get(index).is_some_and(|word| word.plural)
    }

    /// Returns the words `from..to`, followed by all words of `other`.
    pub(crate) fn joined(&self, from: usize, to: usize, other: &Self) -> Self {
        let mut joined = Self::default();
        for at in from..to {
            joined.push_plain(self.word(at), self.is_plural(at));
        }
        for at in 0..other.len() {
            joined.push_plain(other.word(at), other.is_plural(at));
        }
        joined
    }

    /// Returns the same words, with the last one in the singular.
    pub(crate) fn in_singular(&self) -> Self {
        let mut words = self.clone();
        if let Some(last) = words.spans.last_mut() {
            last.plural = false;
        }
        words
    }

    /// Splits at separators and at changes of case.
    fn push_name(&mut self, name: &str) {
        let mut chunk = String::with_capacity(16);
        let mut before = CharKind::Other;
        let mut run_of_capitals = 0_usize;
        let mut chars = name.chars();
        while let Some(c) = chars.next() {
            let kind = CharKind::of(c);
            if kind == CharKind::Other {
                // `r#type` is `type`.
                if !(c == '#' && chunk == "r") {
                    self.push_chunk(&chunk);
                }
                chunk.clear();
                if matches!(c, '.' | ':' | '/') {
                    self.last_part = self.spans.len();
                }
            } else {
                let cut = match (before, kind) {
                    (CharKind::Lower | CharKind::Digit, CharKind::Upper) => true,
                    (CharKind::Upper, CharKind::Upper) => {
                        begins_word(chars.as_str()) && run_of_capitals > 0
                    }
                    _ => false,
                };
                if cut {
                    self.push_chunk(&chunk);
                    chunk.clear();
                }
                if c.is_ascii() {
                    chunk.push(c.to_ascii_lowercase());
                } else {
                    c.to_lowercase()
                        .for_each(|letter| fold::push_folded(letter, &mut chunk));
                }
            }
            run_of_capitals = if kind == CharKind::Upper {
                run_of_capitals + 1
            } else {
                0
            };
            before = kind;
        }
        self.push_chunk(&chunk);
    }

    /// Adds the words of a chunk. Letters and digits are separated, unless they are one word (`sha256`).
    fn push_chunk(&mut self, chunk: &str) {
        if chunk.is_empty() {
            return;
        }
        if self.joins_initial(chunk) {
            return;
        }
        if !chunk.bytes().any(|b| b.is_ascii_digit()) {
            self.push_word(chunk);
            return;
        }
        let mut rest = chunk;
        while !rest.is_empty() {
            let cut = word_with_digits(rest);
            if cut > 0 {
                self.push_plain(&rest[..cut], false);
                rest = &rest[cut..];
                continue;
            }
            rest = &rest[leading(rest, true)..];
            let letters = leading(rest, false);
            // A version is not a word: `api_key_v2`.
            if letters > 0 && !(letters < rest.len() && &rest[..letters] == "v") {
                self.push_word(&rest[..letters]);
            }
            rest = &rest[letters..];
        }
    }

    /// Adds the first letter of `OAuth`, `IPv4` or `eMail` to the rest again, after the name was split there.
    fn joins_initial(&mut self, chunk: &str) -> bool {
        let Some(&last) = self.spans.last() else {
            return false;
        };
        let whole = match (&self.text[last.start..last.end], chunk) {
            ("o", "auth") => "oauth",
            ("o", "auth2") => "oauth2",
            ("i", "pv4") => "ipv4",
            ("i", "pv6") => "ipv6",
            ("e", "mail" | "mails") => "email",
            _ => return false,
        };
        self.text.truncate(last.start);
        self.spans.pop();
        self.text.truncate(self.text.trim_end().len());
        self.push_plain(whole, chunk.ends_with('s'));
        true
    }

    /// Adds one word without digits, in the singular and with compounds split.
    fn push_word(&mut self, word: &str) {
        // `useralias` ends in a word that is not a plural.
        if let Some(opened) = vocabulary::opened(word) {
            self.written = (word.to_owned(), self.spans.len());
            self.push_opened(opened, false);
            return;
        }
        let before = std::mem::replace(&mut self.written, (word.to_owned(), self.spans.len()));
        let mut buffer = String::new();
        let (word, plural) = singular(word, &mut buffer);
        // `sess_id` is the same as `sessid`, so the expansion of both replaces them.
        let is_beside = before.1 < self.spans.len() && self.last_part < self.spans.len();
        if let Some(opened) = vocabulary::opened_pair(&before.0, word).filter(|_| is_beside) {
            self.shorten(before.1);
            self.push_opened(opened, plural);
        } else if let Some(opened) = vocabulary::opened(word) {
            self.push_opened(opened, plural);
        } else if let Some((first, last)) = vocabulary::parted(word) {
            self.push_word(first);
            match vocabulary::opened(last) {
                Some(opened) => self.push_opened(opened, plural),
                None => self.push_plain(last, plural),
            }
        } else {
            self.push_plain(word, plural);
        }
    }

    /// Shortens the name to this many words.
    fn shorten(&mut self, words: usize) {
        self.spans.truncate(words);
        let end = self.spans.last().map_or(0, |last| last.end);
        self.text.truncate(end);
    }

    fn push_opened(&mut self, phrase: &str, plural: bool) {
        let mut remaining = phrase;
        while let Some((word, rest)) = remaining.split_once(' ') {
            self.push_plain(word, false);
            remaining = rest;
        }
        self.push_plain(remaining, plural);
    }

    fn push_plain(&mut self, word: &str, plural: bool) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.spans.push(Word {
            start,
            end: self.text.len(),
            plural,
        });
    }

    /// Writes out what is only an abbreviation at the end: `card_no`, `first_nm`, `zip_cd`. `num_cards`, `no_card` and
    /// `cd_rom` begin with another word.
    fn end(&mut self) {
        let count = self.spans.len();
        if self.last_part >= count {
            // `user.` and `items.0` mean the same without their last part.
            self.last_part = 0;
        }
        if count < 2 {
            return;
        }
        if let Some(whole) = vocabulary::opened_at_end(self.word(count - 1)) {
            let start = self.spans[count - 1].start;
            self.text.truncate(start);
            self.text.push_str(whole);
            self.spans[count - 1].end = self.text.len();
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharKind {
    Lower,
    Upper,
    Digit,
    Other,
}

impl CharKind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Lower,
            'A'..='Z' => Self::Upper,
            '0'..='9' => Self::Digit,
            _ if c.is_ascii() => Self::Other,
            _ if fold::is_unseen(c) => Self::Lower,
            _ if c.is_uppercase() => Self::Upper,
            _ if c.is_alphanumeric() => Self::Lower,
            _ => Self::Other,
        }
    }
}

/// Whether a capital letter followed by `rest` begins a word: the `K` of `APIKey` does, the `D` of `userIDs` does not.
fn begins_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('s') => chars
            .next()
            .is_some_and(|c| CharKind::of(c) == CharKind::Lower),
        Some(c) => CharKind::of(c) == CharKind::Lower,
        None => false,
    }
}

/// The longest word that keeps its digits, in bytes. Longer words are not looked up.
const LONGEST_WITH_DIGITS: usize = 16;

/// Returns the length of the word with digits at the start of `chunk`, or 0 if there is none.
fn word_with_digits(chunk: &str) -> usize {
    let bytes = chunk.as_bytes();
    // It is the whole chunk, or it ends between a digit and a letter.
    let mut end = bytes.len().min(LONGEST_WITH_DIGITS);
    while end > 0 {
        let ends_here = end == bytes.len()
            || bytes[end - 1].is_ascii_digit() && bytes[end].is_ascii_alphabetic();
        if ends_here && chunk.get(..end).is_some_and(vocabulary::keeps_digits) {
            return end;
        }
        end -= 1;
    }
    // `s3`, `p99`, `x509`: a single letter is a word only with its number. `v2` is a version.
    if bytes[0].is_ascii_lowercase() && bytes[0] != b'v' {
        let digits = leading(&chunk[1..], true);
        if digits > 0 {
            return 1 + digits;
        }
    }
    0
}

/// Returns how many bytes at the start of `chunk` are digits, or are not.
fn leading(chunk: &str, digits: bool) -> usize {
    let mut length = 0;
    for byte in chunk.bytes() {
        if byte.is_ascii_digit() != digits {
            break;
        }
        length += 1;
    }
    length
}

/// Returns the singular of a word, and whether it was a plural.
fn singular<'a>(word: &'a str, buffer: &'a mut String) -> (&'a str, bool) {
    if matches!(word, "ids" | "ips" | "ivs") {
        return (&word[..2], true);
    }
    if word.len() < 4 || !word.ends_with('s') || vocabulary::ends_in_s(word) {
        return (word, false);
    }
    let stem = &word[..word.len() - 1];
    if stem.ends_with(['s', 'u', 'i']) {
        return (word, false);
    }
    if let Some(short) = stem.strip_suffix("ie") {
        // `cookies` is not the plural of `cooky`.
        if matches!(short, "cook" | "mov" | "zomb" | "t" | "d" | "p") {
            return (stem, true);
        }
        buffer.push_str(short);
        buffer.push('y');
        return (buffer, true);
    }
    if let Some(short) = stem.strip_suffix('e') {
        if short.ends_with("ss")
            || short.ends_with("sh")
            || short.ends_with("ch")
            || short.ends_with('x')
        {
            return (short, true);
        }
    }
    (stem, true)
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn cut(name: &str) -> String {
        let words = Words::of(name);
        words.run(0, words.len()).to_owned()
    }

    #[test]
    fn every_style_gives_the_same_words() {
        for name in [
            "aws_access_key_id",
            "AWSAccessKeyId",
            "aws-access-key-id",
            "AWS_ACCESS_KEY_ID",
            "aws.accessKeyID",
            "aws::access:key_ids",
        ] {
            assert_eq!(cut(name), "aws access key id", "{name}");
        }
    }

    #[test]
    fn digits_are_cut_unless_they_belong_to_the_word() {
        for (name, words) in [
            ("address_line1", "address line"),
            ("password2", "password"),
            ("oauth2_token", "oauth2 token"),
            ("OAuth2Token", "oauth2 token"),
            ("oauth2token", "oauth2 token"),
            ("IPv4Addr", "ipv4 address"),
            ("sha256Hash", "sha256 hash"),
            ("SHA256_HASH", "sha256 hash"),
            ("ed25519_key", "ed25519 key"),
            ("s3_key", "s3 key"),
            ("latency_p99", "latency p99"),
            ("api_key_v2", "api key"),
            (
                "application_1_password_create_1",
                "application password create",
            ),
            ("0", ""),
            ("", ""),
        ] {
            assert_eq!(cut(name), words, "{name}");
        }
    }

    #[test]
    fn closed_compounds_are_opened() {
        for (name, words) in [
            ("apikey", "api key"),
            ("user_apikeys", "user api key"),
            ("passwd", "password"),
            ("PHPSESSID", "php session id"),
            ("macaddr", "mac address"),
            ("dob", "date of birth"),
            ("creditcard", "credit card"),
            ("seedPhrase", "seed phrase"),
            ("seedphrase", "seed phrase"),
            ("privkey_hex", "private key hex"),
            ("userpassword", "user password"),
            ("monkey", "monkey"),
            ("author", "author"),
        ] {
            assert_eq!(cut(name), words, "{name}");
        }
    }

    #[test]
    fn the_last_word_is_singular_and_numbers_are_spelt_out() {
        for (name, words) in [
            ("addresses", "address"),
            ("entries", "entry"),
            ("cookies", "cookie"),
            ("status", "status"),
            ("userIDs", "user id"),
            ("URLs", "url"),
            ("cardNo", "card number"),
            ("r#type", "type"),
            ("user.r#type", "user type"),
        ] {
            assert_eq!(cut(name), words, "{name}");
        }
    }

    #[test]
    fn the_last_part_is_known() {
        assert_eq!(Words::of("user.is_admin").last_part(), 1);
        assert_eq!(Words::of("is_admin").last_part(), 0);
        assert_eq!(Words::of("creds.0").last_part(), 0);
    }
}
