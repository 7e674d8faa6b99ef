//! Finds in a text what must not be written: one walk from left to right, which looks closer only where a byte can be
//! part of a shape. Each look has a bound, so that the time is linear in the text.

use scorer_instrument_policy::Class;

use super::names::Names;
use super::text::{SecretRange, marker_at};
use super::{Cause, card, mail, named, secrets, url};

/// The shortest text in which something is found: `pw=x`.
const SHORTEST: usize = 4;

/// How often a text is read over for values within values.
const NESTED: usize = 4;

/// All findings, in order and apart. `cut`: the text goes on, so what reaches its end is taken for whole.
pub(super) fn scan(names: &Names, text: &str, cut: bool) -> Vec<SecretRange> {
    if text.len() < SHORTEST {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        names,
        cut,
        found: Vec::new(),
        floor: 0,
        nested_work: 0,
        braces: 0,
        no_token_before: 0,
        no_mail_at: None,
        port_at: None,
        aws_secret: secrets::next_aws_secret(text.as_bytes(), 0).unwrap_or(usize::MAX),
    };
    scan.walk();
    scan.found
}

/// The state of a walk.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) names: &'a Names,
    pub(super) cut: bool,
    found: Vec<SecretRange>,
    /// The end of the last marker: nothing before it belongs to what is found next.
    pub(super) floor: usize,
    /// How many bytes were looked at for values within values.
    nested_work: usize,
    /// How many braces are open, as in the `Debug` of a struct.
    pub(super) braces: usize,
    /// No JWT begins before this place: the run of letters there was looked through.
    pub(super) no_token_before: usize,
    /// The `@` of a URL without a password.
    pub(super) no_mail_at: Option<usize>,
    /// The colon before the port of a URL: what stands before it is a host.
    pub(super) port_at: Option<usize>,
    /// Where the next run of letters begins that is an AWS secret key.
    aws_secret: usize,
}

impl Scan<'_> {
    /// Of a word only the first letter is looked at: nothing begins within one.
    fn walk(&mut self) {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            let kind = KIND[usize::from(*byte)];
            if kind & LOOKED_AT != 0 || self.aws_secret <= at {
                let next = self.step(at);
                if next > at + 1 || kind & WORD == 0 {
                    at = next;
                    continue;
                }
            }
            at += 1;
            if kind & WORD != 0 {
                let rest = &self.bytes[at..];
                at += rest
                    .iter()
                    .position(|b| KIND[usize::from(*b)] & WORD == 0)
                    .unwrap_or(rest.len());
            }
        }
    }

    /// Looks at one place, and gives the next. What is found is marked as a whole; values of names are walked through
    /// all the same, since what begins in them may go on behind them.
    fn step(&mut self, at: usize) -> usize {
        if self.aws_secret < at {
            // What was found before reaches into it.
            self.look_for_aws_secret(at);
        }
        if self.aws_secret == at {
            let after = at + secrets::AWS_SECRET;
            self.look_for_aws_secret(after);
            return self.found(at, after, Class::Credential, Cause::Shape);
        }
        match self.bytes[at] {
            b'[' => {
                if let Some(after) = marker_at(self.bytes, at) {
                    self.floor = after;
                    return after;
                }
            }
            b'{' => self.braces += 1,
            b'}' => self.braces = self.braces.saturating_sub(1),
            b':' | b'=' | b',' => return self.separator(at),
            b'@' => return self.at_sign(at, 1),
            b'%' if self.bytes[at..].starts_with(b"%40") => return self.at_sign(at, 3),
            b'-' if self.bytes.get(at + 1) == Some(&b'-') => {
                if let Some(after) = secrets::private_key(self.bytes, at) {
                    return self.found(at, after, Class::Credential, Cause::Shape);
                }
                if let Some((start, end, refused)) = named::option(self, at) {
                    self.found(start, end, refused.class, Cause::Name);
                    return start;
                }
            }
            b'0'..=b'9' => {
                if let Some(after) = card::end(self.bytes, at) {
                    return self.found(at, after, card::CLASS, Cause::Shape);
                }
            }
            b'A' | b'B' | b'b' | b'e' => {
                if let Some((start, end)) = secrets::at_letter(self, at) {
                    self.found(start, end, Class::Credential, Cause::Shape);
                    return start.max(at + 1);
                }
            }
            _ => {}
        }
        at + 1
    }

    fn look_for_aws_secret(&mut self, from: usize) {
        self.aws_secret = secrets::next_aws_secret(self.bytes, from).unwrap_or(usize::MAX);
    }

    fn separator(&mut self, at: usize) -> usize {
        if self.bytes[at..].starts_with(b"://") {
            if let Some((start, end)) = url::userinfo(self, at + 3) {
                return self.found(start, end, Class::Credential, Cause::Shape);
            }
            return at + 3;
        }
        match named::value(self, at) {
            named::Value::Refused(start, end, refused) => {
                let is_nested = self.found.last().is_some_and(|last| start < last.end);
                if is_nested {
                    self.nested_work += end - start;
                }
                // Names in values of names, so deep that only an attack is: all of the rest goes.
                let is_attack = self.nested_work > NESTED * self.text.len();
                let end = if is_attack { self.text.len() } else { end };
                let end = self.found(start, end, refused.class, Cause::Name);
                if end == self.text.len() { end } else { start }
            }
            named::Value::Kept(next) => next,
        }
    }

    fn at_sign(&mut self, at: usize, width: usize) -> usize {
        if let Some(start) = url::bare_userinfo(self, at, width) {
            self.found(start, at, Class::Credential, Cause::Shape);
            return at + width;
        }
        if self.no_mail_at != Some(at) {
            if let Some((start, end)) = mail::around(self, at, width) {
                return self.found(start, end, Class::Pii, Cause::Shape);
            }
        }
        at + width
    }

    /// Keeps a finding, as one with those that it overlaps; the walk goes on behind it.
    fn found(&mut self, from: usize, to: usize, class: Class, cause: Cause) -> usize {
        let (mut start, mut end, mut class, mut cause) = (from, to, class, cause);
        while self.found.last().is_some_and(|last| start < last.end) {
            let Some(last) = self.found.pop() else { break };
            start = start.min(last.start);
            end = end.max(last.end);
            (class, cause) = (last.class, last.cause);
        }
        self.found.push(SecretRange {
            start,
            end,
            class,
            cause,
        });
        to
    }

    /// The end of what was found before `at`.
    pub(super) fn found_before(&self, at: usize) -> usize {
        self.found
            .last()
            .map_or(0, |last| if last.end <= at { last.end } else { 0 })
    }

    /// Whether no letter or digit stands before this place.
    pub(super) fn begins(&self, at: usize) -> bool {
        at == self.found_before(at) || !self.bytes[at - 1].is_ascii_alphanumeric()
    }
}

/// The kind of a byte: part of a word, looked at, or both.
const WORD: u8 = 1;
const LOOKED_AT: u8 = 2;

static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = WORD;
        }
        byte += 1;
    }
    let looked_at = b"[{}:=,@%-0123456789eABb";
    let mut at = 0;
    while at < looked_at.len() {
        table[looked_at[at] as usize] |= LOOKED_AT;
        at += 1;
    }
    table
};
