//! What a sign in the text begins: a bracket, a quote, a separator, a dash, an encoding.

use scorer_instrument_policy::Class;

use crate::scan::Scan;
use crate::text::marker_at;
use crate::{
    Cause, bounds, call, database, diagnostic, echo, form, group, mail, markup, name, named,
    option, pair, protocol, redis, secrets, sentence, stays, url, variant, view, wallet,
};

impl Scan<'_> {
    /// Handles one position. Returns the next one. A finding is marked as a whole. The values of names are searched as
    /// well, because what begins in them may extend beyond them.
    #[inline]
    pub(crate) fn step(&mut self, at: usize) -> usize {
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
                self.owner = self.owner.or_else(|| {
                    let (refused, has_secret_id) = variant::owner(self, at)?;
                    Some((self.braces, refused, has_secret_id))
                });
            }
            b'}' => {
                self.braces = self.braces.saturating_sub(1);
                self.values.forget();
                self.owner = self.owner.filter(|(depth, ..)| self.braces >= *depth);
                group::ends(self);
            }
            b':' => return self.separator(at),
            b'=' => {
                self.lines.has_rows |= self.bytes.get(at + 1) == Some(&b'>');
                return self.separator(at);
            }
            b',' => {
                let quoted = at > 0 && matches!(self.bytes[at - 1], b'"' | b'\'');
                if quoted || name::is_pair(self.bytes, at) {
                    return self.separator(at);
                }
            }
            b'\n' => {
                self.lines.has_rows = true;
                self.lines.end(self.bytes, at);
            }
            b'>' if at > 0 && self.bytes[at - 1] == b'-' => {
                self.lines.has_rows = true;
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
            b'\'' | b'"' | b'`' if at > 0 && self.bytes[at - 1] == b' ' => self.quote(at),
            b'"' if at > 0 && self.bytes[at - 1] == b'(' => self.echoed(at),
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
            // The end of a colour is no part of the word behind it.
            0x1b => return self.colour(at),
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

    /// Handles a sequence that sets a colour. Returns where to continue.
    fn colour(&mut self, at: usize) -> usize {
        let length = bounds::colour(&self.bytes[at..]);
        if length.is_some() {
            view::coloured(self, at);
        }
        at + length.unwrap_or(1)
    }

    /// Handles a string after a space.
    fn quote(&mut self, at: usize) {
        let found = sentence::quoted(self, at)
            .or_else(|| redis::string(self, at))
            .or_else(|| protocol::piped(self, at));
        if let Some(found) = found {
            self.mark(found);
        }
        diagnostic::at_quote(self, at);
        database::at_quote(self, at);
        self.echoed(at);
    }

    /// Handles a string that a parser repeats.
    fn echoed(&mut self, at: usize) {
        if let Some(found) = echo::at_quote(self, at) {
            self.mark(found);
        }
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

    fn separator(&mut self, at: usize) -> usize {
        let next = self.bytes.get(at + 1).copied().unwrap_or(b'\n');
        // Most separators stand before a space or a word.
        if self.bytes[at] == b':' && matches!(next, b'/' | b':' | b'A' | b'$' | b'"') {
            if let Some(next) = self.colon(at) {
                return next;
            }
        }
        if self.port_at == Some(at) {
            return at + 1;
        }
        match name::separator_end(self.bytes, at) {
            Some(after) => self.named(at, after),
            None => at + 1,
        }
    }

    /// Handles a colon that begins something by what follows it. Returns where to continue.
    fn colon(&mut self, at: usize) -> Option<usize> {
        if self.bytes[at..].starts_with(b"://") {
            if let Some((start, end)) = url::at(self, at + 3) {
                return Some(self.found(start, end, Class::Credential, Cause::Shape));
            }
            return Some(at + 3);
        }
        if self.port_at == Some(at) {
            return Some(at + 1);
        }
        // <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#masking-a-value-in-a-log>
        if self.bytes[at..].starts_with(b"::") && self.bytes[..at].ends_with(b"::add-mask") {
            return Some(self.masked(at + 2));
        }
        if let Some((from, to)) = form::at_colon(self.bytes, at) {
            return Some(self.found(from, to, Class::Credential, Cause::Shape));
        }
        if let Some((from, to)) =
            form::at_hash(self.bytes, at).filter(|(from, _)| marker_at(self.bytes, *from).is_none())
        {
            return Some(self.found(from, to, Class::Credential, Cause::Shape));
        }
        if let Some((name, (from, to))) = form::at_serialized(self.bytes, at) {
            let class = self
                .text
                .get(name.0..name.1)
                .and_then(|name| self.names.of(name))
                .map(|refused| refused.class)
                .filter(|class| *class != Class::Vague);
            let is_new = self
                .text
                .get(from..to)
                .is_some_and(|text| !stays::says_nothing(text))
                && marker_at(self.bytes, from).is_none();
            if let Some(class) = class.filter(|_| is_new) {
                return Some(self.found(from, to, class, Cause::Name));
            }
        }
        // In LDIF, base64 follows two colons.
        if self.bytes[at..].starts_with(b":: ")
            && self.bytes[..at]
                .last()
                .is_some_and(u8::is_ascii_alphanumeric)
        {
            return Some(self.named(at, at + 2));
        }
        None
    }

    /// Handles what a workflow asks to mask in its log: the rest of the line.
    #[inline(never)]
    fn masked(&mut self, from: usize) -> usize {
        let length = self.bytes[from..]
            .iter()
            .take_while(|b| !matches!(b, b'\n' | b'\r'))
            .count();
        let text = self.text.get(from..from + length).unwrap_or_default();
        if text.is_empty() || stays::says_nothing(text) || marker_at(self.bytes, from).is_some() {
            return from;
        }
        self.found(from, from + length, Class::Credential, Cause::Name)
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
}
