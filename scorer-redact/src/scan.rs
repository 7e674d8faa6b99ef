//! Finds what must not be written in a text. It walks once from left to right, and looks closer only where a byte can
//! begin something. Each closer look has a limit or skips what it has read, so the time is linear in the length of the
//! text.

use scorer_instrument_policy::Class;

use crate::directive::{self, Directives};
use crate::name;
use crate::names::Names;
use crate::phrase::Phrase;
use crate::text::{Found, beside_markers, marker_at};
use crate::view::Views;
use crate::{
    Cause, call, card, database, diagnostic, form, iban, mail, markup, named, option, pair,
    protocol, redis, secrets, spoken, table, token, told, url, variant, view, wallet,
};

/// The shortest text that can contain something: `pw=x`.
const SHORTEST: usize = 4;

/// The shortest word in which a token without a prefix is recognised.
const SHORTEST_FORM: usize = 7;

/// The shortest token that is recognised by itself.
const SHORTEST_TOKEN: usize = 8;

/// How many times the length of a text may be read for values within values.
const NESTED: usize = 4;

/// How many values may each begin within the previous one and end after it.
const CHAINED: usize = 32;

/// Returns all findings, in order and without overlaps. With `cut`, the text was cut, so a token at its end counts
/// although it may be incomplete.
pub(crate) fn scan(names: &Names, text: &str, cut: bool) -> Vec<Found> {
    within(names, text, cut, 0)
}

/// Does the same in a text that was decoded `depth` times.
pub(crate) fn within(names: &Names, text: &str, cut: bool, depth: u8) -> Vec<Found> {
    if text.len() < SHORTEST {
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
        no_token_before: 0,
        no_mail_at: None,
        port_at: None,
        url: url::Extent::default(),
        views: Views::default(),
        is_oracle: false,
        has_rows: false,
        command_to: 0,
        stored_to: 0,
        spoken_to: 0,
        phrase: Phrase::default(),
        tokens: names.first_letters(),
        directives: Directives::get(),
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
    found: Vec<Found>,
    /// Findings that are not at the current position.
    aside: Vec<Found>,
    /// The end of the last marker. What is found next begins after it.
    pub(crate) floor: usize,
    /// How many bytes were read for values within values.
    nested_work: usize,
    /// How many values began within the previous one and ended after it.
    chained: usize,
    /// How many braces are open, as in the `Debug` of a struct.
    pub(crate) braces: usize,
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
    /// Whether the text has several lines or an arrow, so that it may contain a table.
    has_rows: bool,
    /// Where the command ends whose output is a value: `$(..)`.
    pub(crate) command_to: usize,
    /// The end of a line that says how a value is stored.
    pub(crate) stored_to: usize,
    /// How far words of sentences were checked.
    pub(crate) spoken_to: usize,
    /// The words so far that may belong to the phrase of a wallet.
    phrase: Phrase,
    /// The first two letters of tokens.
    tokens: &'a [u8],
    /// Words that a secret may follow.
    directives: &'static Directives,
    /// How far no list of columns begins.
    pub(crate) lists: diagnostic::Lists,
    /// What is known of a database's message.
    pub(crate) said: database::Said,
    /// Values that may belong to a name after them.
    pub(crate) values: pair::Values,
    /// How far markup was searched.
    pub(crate) tags: markup::Tags,
    /// Where the next run of letters begins that is an AWS secret key.
    aws_secret: usize,
}

impl Scan<'_> {
    /// Of a word only its beginning is looked at, and what it is made of: nothing begins within one.
    fn walk(&mut self) {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            let kind = KIND[usize::from(*byte)];
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
    }

    /// Everything that was found, in order and apart.
    fn finish(mut self) -> Vec<Found> {
        let phrase = std::mem::take(&mut self.phrase);
        if let Some(found) = phrase.finish() {
            self.aside.push(found);
        }
        if self.has_rows {
            table::rows(&mut self);
        }
        self.again();
        if self.aside.is_empty() {
            return beside_markers(self.text, self.found);
        }
        let mut all = self.found;
        all.append(&mut self.aside);
        all.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
        let mut apart: Vec<Found> = Vec::with_capacity(all.len());
        for it in all {
            match apart.last_mut() {
                Some(last) if it.start < last.end => last.end = last.end.max(it.end),
                _ => apart.push(it),
            }
        }
        beside_markers(self.text, apart)
    }

    /// What a name gave away is a secret wherever else it stands: `{etl Sn0wdr1ft db} password:Sn0wdr1ft`.
    fn again(&mut self) {
        const SHORTEST: usize = 8;
        const MOST: usize = 4;
        let text = self.text;
        let mut others = Vec::new();
        for it in self.found.iter().take(MOST) {
            let value = text.get(it.start..it.end).unwrap_or_default();
            let value = value.split(' ').next().unwrap_or_default();
            let is_own = it.cause == Cause::Name
                && value.len() >= SHORTEST
                && value.bytes().any(|b| b.is_ascii_digit())
                && value.bytes().any(|b| b.is_ascii_alphabetic());
            if is_own {
                let places = text.match_indices(value).filter(|(at, _)| *at != it.start);
                others.extend(places.map(|(start, _)| Found {
                    start,
                    end: start + value.len(),
                    ..*it
                }));
            }
        }
        self.aside.append(&mut others);
    }

    /// Handles the word from `start` to `end`. Returns the next position.
    #[inline]
    fn word(&mut self, start: usize, end: usize, kinds: u8) -> usize {
        if self.aws_secret <= start {
            if let Some(next) = self.aws(start) {
                return next.max(end);
            }
        }
        let first = self.bytes[start];
        if token::may_begin(self.tokens, first, self.bytes.get(start + 1).copied()) {
            if let Some(to) = token::own_end(self.names.secrets(), self.bytes, start) {
                self.found(start, to, Class::Team, Cause::Shape);
                return to.max(end);
            }
            // No token is as short as a word of a sentence.
            let is_word = kinds & DIGIT == 0
                && end - start < SHORTEST_TOKEN
                && !matches!(first, b'b' | b'B')
                && self
                    .bytes
                    .get(end)
                    .is_some_and(|b| matches!(b, b' ' | b'\n'));
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
        if kinds & DIGIT != 0 && end - start >= SHORTEST_FORM || first == b'm' {
            if let Some((from, to)) = form::at_word(self, start, end) {
                return self
                    .found(from, to, Class::Credential, Cause::Shape)
                    .max(end);
            }
        }
        if self
            .directives
            .may_be(first, self.bytes[end - 1], end - start)
        {
            directive::at_word(self, self.directives, start, end);
        }
        if kinds & DIGIT == 0 {
            if matches!(&self.bytes[start..end], b"is" | b"does") {
                if let Some(found) = spoken::predicate(self, start, end) {
                    self.mark(found);
                }
            }
            if matches!(
                first,
                b'A' | b'a'
                    | b'E'
                    | b'e'
                    | b'h'
                    | b'H'
                    | b'L'
                    | b'P'
                    | b'R'
                    | b'S'
                    | b'V'
                    | b'm'
                    | b's'
            ) && matches!(end - start, 3..=7 | 12)
            {
                protocol::at_word(self, start, end);
            }
            if end - start <= Phrase::LONGEST_WORD && end - start >= Phrase::SHORTEST_WORD {
                if let Some(found) = self.phrase.word(self.text, start, end) {
                    self.aside.push(found);
                }
            }
            if end - start < spoken::SHORTEST_LETTERS {
                return end;
            }
        } else if kinds & LETTER == 0 && card::may_begin(end - start) {
            if let Some(after) = card::end(self.bytes, start) {
                return self.found(start, after, card::CLASS, Cause::Shape);
            }
        }
        if kinds & LETTER == 0 {
            if self.bytes[start..end] == *b"334" {
                protocol::challenged(self, end);
            }
            if let Some((from, to, class, cause)) = told::number(self, start, end) {
                return self.found(from, to, class, cause).max(end);
            }
        }
        if let Some((from, to, class, cause)) = spoken::word(self, start, end, kinds & LETTER != 0)
        {
            return self.found(from, to, class, cause).max(end);
        }
        end
    }

    /// Returns the secret key that was expected at `at`, unless an earlier finding reaches into it.
    fn aws(&mut self, at: usize) -> Option<usize> {
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

    /// Handles one position. Returns the next one. A finding is marked as a whole. The values of names are searched as
    /// well, because what begins in them may extend beyond them.
    fn step(&mut self, at: usize) -> usize {
        if self.aws_secret <= at {
            if let Some(next) = self.aws(at) {
                return next;
            }
        }
        match self.bytes[at] {
            b'[' => {
                if let Some(next) = self.bracket(at) {
                    return next;
                }
            }
            b'{' => {
                self.braces += 1;
                let is_new = |(from, _): &(usize, usize)| marker_at(self.bytes, *from).is_none();
                if let Some((from, to)) = form::at_brace(self.bytes, at).filter(is_new) {
                    return self.found(from, to, Class::Credential, Cause::Shape);
                }
                call::record(self, at);
                self.values.forget();
            }
            b'}' => {
                self.braces = self.braces.saturating_sub(1);
                self.values.forget();
            }
            b':' => return self.separator(at),
            b'=' => {
                self.has_rows |= self.bytes.get(at + 1) == Some(&b'>');
                return self.separator(at);
            }
            b',' => {
                let quoted = at > 0 && matches!(self.bytes[at - 1], b'"' | b'\'');
                if quoted || name::is_pair(self.bytes, at) {
                    return self.separator(at);
                }
            }
            b'\n' => self.has_rows = true,
            b'>' if at > 0 && self.bytes[at - 1] == b'-' => {
                self.has_rows = true;
                return self.separator(at);
            }
            b'>' if at > 0 && self.bytes[at - 1] == b' ' => redis::rule(self, at),
            b'(' => {
                if let Some(found) = variant::at(self, at) {
                    self.mark(found);
                }
                diagnostic::at_bracket(self, at);
                call::at(self, at);
            }
            b'<' => {
                if let Some(found) = markup::at(self, at) {
                    self.mark(found);
                }
            }
            b'\'' | b'"' | b'`' if at > 0 && self.bytes[at - 1] == b' ' => {
                let found = spoken::quoted(self, at)
                    .or_else(|| redis::string(self, at))
                    .or_else(|| protocol::piped(self, at));
                if let Some(found) = found {
                    self.mark(found);
                }
                diagnostic::at_quote(self, at);
                database::at_quote(self, at);
            }
            b'\\' => return view::escape(self, at),
            b'&' => view::entity(self, at),
            b'@' => return self.at_sign(at, 1),
            b'~' => {
                if let Some((from, to)) = form::at_tilde(self.bytes, at) {
                    return self.found(from, to, Class::Credential, Cause::Shape);
                }
            }
            b'%' => {
                view::percent(self, at);
                if self.bytes[at..].starts_with(b"%40") {
                    return self.at_sign(at, 3);
                }
            }
            b'-' => return self.dash(at),
            b'/' => {
                if at > 0 && self.bytes[at - 1] == b' ' {
                    option::slash(self, at);
                    pair::requested(self, at);
                }
                url::bare_path(self, at);
                url::link(self, at);
            }
            0xe2 => view::unseen(self, at),
            0xef => {
                view::unseen(self, at);
                if let Some(width) = name::wide_separator(&self.bytes[at..]) {
                    return self.named(at, at + width);
                }
            }
            _ => {}
        }
        at + 1
    }

    /// Handles a marker, a line of a mail server's passwords, a login, or a key as a list of numbers. Returns where to
    /// continue.
    fn bracket(&mut self, at: usize) -> Option<usize> {
        if let Some(after) = marker_at(self.bytes, at) {
            self.floor = after;
            return Some(after);
        }
        let relay = form::at_relay(self.bytes, at);
        if let Some((from, to)) = relay.filter(|(from, _)| marker_at(self.bytes, *from).is_none()) {
            return Some(self.found(from, to, Class::Credential, Cause::Shape));
        }
        diagnostic::at_login(self, at);
        let after = wallet::key_of_numbers(self.bytes, at)?;
        Some(self.found(at, after, Class::Secret, Cause::Shape))
    }

    fn dash(&mut self, at: usize) -> usize {
        if self.bytes.get(at + 1) == Some(&b'-') {
            if let Some(after) = secrets::private_key(self.bytes, at) {
                return self.found(at, after, Class::Credential, Cause::Shape);
            }
        }
        if let Some((start, end)) = option::attached(self, at) {
            return self.found(start, end, Class::Credential, Cause::Name);
        }
        if let Some((start, end, class)) = option::at(self, at) {
            self.found(start, end, class, Cause::Name);
            return start;
        }
        at + 1
    }

    fn look_for_aws_secret(&mut self, from: usize) {
        self.aws_secret = secrets::next_aws_secret(self.bytes, from).unwrap_or(usize::MAX);
    }

    fn separator(&mut self, at: usize) -> usize {
        if self.bytes[at..].starts_with(b"://") {
            if let Some((start, end)) = url::at(self, at + 3) {
                return self.found(start, end, Class::Credential, Cause::Shape);
            }
            return at + 3;
        }
        if self.port_at == Some(at) {
            return at + 1;
        }
        if let Some((from, to)) = form::at_colon(self.bytes, at) {
            return self.found(from, to, Class::Credential, Cause::Shape);
        }
        // In LDIF, base64 follows two colons.
        if self.bytes[at..].starts_with(b":: ")
            && self.bytes[..at]
                .last()
                .is_some_and(u8::is_ascii_alphanumeric)
        {
            return self.named(at, at + 2);
        }
        match name::separator_end(self.bytes, at) {
            Some(after) => self.named(at, after),
            None => at + 1,
        }
    }

    /// Handles what follows the separator from `at` to `after`.
    fn named(&mut self, at: usize, after: usize) -> usize {
        match named::value(self, at, after) {
            named::Value::Refused(start, end, class, cause) => {
                let end = self.bounded(start, end);
                let end = self.found(start, end, class, cause);
                if end == self.text.len() { end } else { start }
            }
            named::Value::Kept(next) => next,
        }
    }

    /// Returns the end of a value. If names are nested so deep or are so many that it must be an attack, the whole rest
    /// is replaced.
    fn bounded(&mut self, start: usize, end: usize) -> usize {
        match self.found.last() {
            Some(last) if start < last.end => {
                self.nested_work += end - start;
                self.chained += usize::from(end > last.end);
            }
            _ => self.chained = 0,
        }
        let is_attack = self.nested_work > NESTED * self.text.len() || self.chained > CHAINED;
        if is_attack { self.text.len() } else { end }
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

    /// Adds a finding, merged with those that it overlaps. The walk continues after it.
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

    /// Whether something of this class was found before.
    pub(crate) fn has_found(&self, class: Class) -> bool {
        self.found.iter().rev().take(8).any(|it| it.class == class)
    }

    /// Adds a finding that need not begin at the current position.
    pub(crate) fn mark(&mut self, found: Found) {
        if found.start < found.end {
            self.aside.push(found);
        }
    }

    /// Returns the end of what was found before `at`.
    pub(crate) fn found_before(&self, at: usize) -> usize {
        self.found
            .last()
            .map_or(0, |last| if last.end <= at { last.end } else { 0 })
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
    }
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
    let looked_at = b"\n[{}:=,>(<'\"`\\&@%-~/\xe2\xef";
    let mut at = 0;
    while at < looked_at.len() {
        table[looked_at[at] as usize] |= LOOKED_AT;
        at += 1;
    }
    table
};
