//! Finds in a text what must not be written: one walk from left to right, which looks closer only where a byte can be
//! part of a shape. Each look has a bound, so that the time is linear in the text.

use scorer_instrument_policy::Class;

use super::names::Names;
use super::text::{Found, marker_at};
use super::{Cause, card, mail, named, secrets, url};

/// How often a text is read over for values within values.
const NESTED: usize = 4;

/// All findings, in order and apart. `cut`: the text goes on, so what reaches its end is taken for whole.
pub(super) fn scan(names: &Names, text: &str, cut: bool) -> Vec<Found> {
    if is_harmless(text.as_bytes()) {
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
        aws_secret: secrets::next_aws_secret(text.as_bytes(), 0),
    };
    let mut at = 0;
    while at < text.len() {
        at = if LOOKED_AT[usize::from(scan.bytes[at])] || scan.aws_secret == Some(at) {
            scan.step(at)
        } else {
            at + 1
        };
    }
    scan.found
}

/// The state of a walk.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) names: &'a Names,
    pub(super) cut: bool,
    found: Vec<Found>,
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
    aws_secret: Option<usize>,
}

impl Scan<'_> {
    /// Looks at one place, and gives the next. What is found is marked as a whole; values of names are walked through
    /// all the same, since what begins in them may go on behind them.
    fn step(&mut self, at: usize) -> usize {
        if self.aws_secret.is_some_and(|start| start < at) {
            // What was found before reaches into it.
            self.aws_secret = secrets::next_aws_secret(self.bytes, at);
        }
        if self.aws_secret == Some(at) {
            let after = at + secrets::AWS_SECRET;
            self.aws_secret = secrets::next_aws_secret(self.bytes, after);
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
            b'-' => {
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
            _ => {
                if let Some((start, end)) = secrets::at_letter(self, at) {
                    self.found(start, end, Class::Credential, Cause::Shape);
                    return start.max(at + 1);
                }
            }
        }
        at + 1
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
        self.found.push(Found {
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

/// Whether nothing can be found in the text: most values (ids, names of things, short words) end here.
fn is_harmless(bytes: &[u8]) -> bool {
    let mut seen = 0;
    for byte in bytes {
        seen |= HINT[usize::from(*byte)];
    }
    if seen & hint::SEPARATOR != 0 {
        return false;
    }
    // The shortest of the rest is a card's number, or `--pw x`.
    bytes.len() < 13 && !(seen & hint::DASH != 0 && seen & hint::SPACE != 0)
        || seen & (hint::DIGIT | hint::DASH | hint::DOT | hint::SPACE) == 0
            && bytes.len() < secrets::AWS_KEY
}

mod hint {
    pub(super) const SEPARATOR: u8 = 1;
    pub(super) const DIGIT: u8 = 2;
    pub(super) const DASH: u8 = 4;
    pub(super) const DOT: u8 = 8;
    pub(super) const SPACE: u8 = 16;
}

static HINT: [u8; 256] = {
    let mut table = [0; 256];
    let mut digit = b'0';
    while digit <= b'9' {
        table[digit as usize] = hint::DIGIT;
        digit += 1;
    }
    table[b'-' as usize] = hint::DASH;
    table[b'.' as usize] = hint::DOT;
    table[b' ' as usize] = hint::SPACE;
    table[b':' as usize] = hint::SEPARATOR;
    table[b'=' as usize] = hint::SEPARATOR;
    table[b',' as usize] = hint::SEPARATOR;
    table[b'@' as usize] = hint::SEPARATOR;
    table[b'%' as usize] = hint::SEPARATOR;
    table
};

/// The bytes that a shape begins with, or is recognised by.
static LOOKED_AT: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"[{}:=,@%-0123456789eABb";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};
