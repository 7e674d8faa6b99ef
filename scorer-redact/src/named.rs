//! A refused name with a value behind it, in free text: `password=..`, `"api_key": ".."`, `Login { token: ".." }`,
//! `Authorization: ..`, `("cookie", "..")`, `--passphrase ..`.

use scorer_instrument_policy::{Class, Strength};

use crate::fold::is_unseen;
use crate::names::{Judged, Refused};
use crate::pair::Member;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::value::{self, Context};
use crate::{Cause, code, diagnostic, pair, stays, url};

/// How far a name is followed back from its separator.
const LONGEST_NAME: usize = 128;

/// How many words of a sentence are a name: `the seed phrase: ..`.
const WORDS: usize = 3;

/// How many words are read for what makes a number in hexadecimal a key.
const WORDS_OF_KEY: usize = 4;

/// What stands behind a separator.
pub(crate) enum Value {
    /// The value of a refused name: from, to, why.
    Refused(usize, usize, Class, Cause),
    /// Nothing to replace; where to go on.
    Kept(usize),
}

/// What stands behind the separator from `at` to `after`.
pub(crate) fn value(scan: &mut Scan<'_>, at: usize, after: usize) -> Value {
    let Some(name) = Name::before(scan, at) else {
        return match diagnostic::parameter(scan, at, after) {
            Some((start, end)) => Value::Refused(start, end, Class::Vague, Cause::Name),
            None => Value::Kept(after),
        };
    };
    // `${NAME:?missing}`: what a shell says when it is not set.
    let is_message = scan.bytes.get(after) == Some(&b'?')
        && scan.bytes[..at].len() > 3
        && scan.bytes[at.saturating_sub(64)..at]
            .windows(2)
            .any(|it| it == b"${");
    if is_message || at < scan.stored_to {
        return Value::Kept(after);
    }
    // PHP says who may see a member: `["secret":protected]=>`.
    let after = seen_by(scan.bytes, after).unwrap_or(after);
    let is_comma = scan.bytes[at] == b',';
    let is_bare_pair = is_comma && !name.quoted && is_pair(scan.bytes, at);
    if is_comma && !name.quoted && !is_bare_pair {
        return Value::Kept(at + 1);
    }
    // One letter names nothing, but in a query.
    let is_letter = name.end - name.start == 1 && !name.quoted && !is_bare_pair;
    if is_letter && !(name.start > 0 && matches!(scan.bytes[name.start - 1], b'?' | b'&')) {
        return Value::Kept(after);
    }
    let own = scan.text.get(name.start..name.end).unwrap_or_default();
    let known = scan.names.known(own);
    if !is_comma {
        pair::seen(scan, known.member, name.start, after);
    }
    let Some(refused) = name.refused(scan, known, at, after) else {
        return Value::Kept(after);
    };
    // `scorer::auth::token: ..` says where a line was written.
    if scan.bytes[at] == b':' && (name.is_path(scan) || name.is_place(scan, after)) {
        return Value::Kept(after);
    }
    let from = value_start(scan.bytes, after);
    if marker_at(scan.bytes, from).is_some() {
        return Value::Kept(from);
    }
    if is_comma && !is_bare_pair {
        return match name.pair_value(scan, from) {
            Some((start, end)) => Value::Refused(start, end, refused.class, Cause::Name),
            None => Value::Kept(at + 1),
        };
    }
    let context = Context {
        refused,
        name: scan.text.get(name.start..name.end).unwrap_or_default(),
        is_colon: scan.bytes[at] != b'=' || scan.bytes[..at].ends_with(b")"),
        is_typed: scan.bytes[at] == b':' && (name.quoted || scan.braces > 0),
        indent: name.start,
    };
    // A map of headers is judged header by header.
    let is_map = matches!(scan.bytes.get(from), Some(b'{' | b'['))
        || scan.bytes[from.min(scan.bytes.len())..].starts_with(b"HeaderMap");
    let ends = |end: &str| {
        own.len() >= end.len() && own[own.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    if is_map
        && own.is_ascii()
        && (ends("headers") || ends("header") || known.member == Member::Value)
    {
        return Value::Kept(from);
    }
    if let Some(end) = method_end(scan, from, context.name) {
        return Value::Kept(end);
    }
    if let Some(end) = code::expression_end(scan, from, context.name) {
        return Value::Kept(end);
    }
    match value::of(scan, from, &context) {
        Some((start, end)) if scan.is_in_command(at, &scan.text[start..end]) => Value::Kept(end),
        Some((start, end)) => {
            changed(scan, end, refused.class);
            Value::Refused(start, end, refused.class, Cause::Name)
        }
        None => {
            if scan.bytes[from.min(scan.bytes.len())..].starts_with(b"$(") {
                scan.command_to = value::group_end(scan.bytes, from + 1);
            }
            let end = kept_end(scan, from);
            changed(scan, end, refused.class);
            Value::Kept(from.max(at + 1))
        }
    }
}

/// `auth=password`, `auth: jwt`: the kind of what lets somebody in, which a name of its own says.
fn method_end(scan: &Scan<'_>, from: usize, name: &str) -> Option<usize> {
    const LONGEST: usize = 16;
    if !name.eq_ignore_ascii_case("auth") && !name.eq_ignore_ascii_case("authentication") {
        return None;
    }
    let length = scan
        .bytes
        .get(from..)?
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_lowercase())
        .count();
    let end = from + length;
    let is_over = scan
        .bytes
        .get(end)
        .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b',' | b';' | b')'));
    (length > 0 && is_over && scan.names.of(scan.text.get(from..end)?).is_some()).then_some(end)
}

/// Where a value ends that may stay: at its closing quote, or with its word.
fn kept_end(scan: &Scan<'_>, from: usize) -> usize {
    match scan.bytes.get(from) {
        Some(b'"') => value::string_end(scan.bytes, from + 1, b'"', 0),
        Some(b'(') => value::group_end(
            &scan.bytes[..scan.bytes.len().min(from + LONGEST_NAME)],
            from,
        ),
        _ => {
            from + scan.bytes[from.min(scan.bytes.len())..]
                .iter()
                .take(LONGEST_NAME)
                .take_while(|b| !b.is_ascii_whitespace())
                .count()
        }
    }
}

/// The place behind `protected]=>`, `"Class":private] =>`, which stand between a member's name and its value.
fn seen_by(bytes: &[u8], after: usize) -> Option<usize> {
    const NEAR: usize = 96;
    let rest = &bytes[after..bytes.len().min(after + NEAR)];
    let word = rest.strip_prefix(b"\"").map_or(Some(0), |rest| {
        rest.iter().position(|b| *b == b':').map(|at| at + 2)
    })?;
    let rest = rest.get(word..)?;
    let word_length = [&b"protected"[..], b"private"]
        .iter()
        .find(|own| rest.starts_with(own))?
        .len();
    let rest = &rest[word_length..];
    let arrow = [&b"]=>"[..], b"] =>"]
        .iter()
        .find(|arrow| rest.starts_with(arrow))
        .map(|arrow| arrow.len())?;
    Some(after + word + word_length + arrow)
}

/// `"old" -> "new"`, `null => "new"`: what a value was changed to, behind the old one, which ends at `at`.
fn changed(scan: &mut Scan<'_>, at: usize, class: Class) {
    let Some(rest) = scan.bytes.get(at..) else {
        return;
    };
    let quote = usize::from(rest.first() == Some(&b'"'));
    let arrow = &rest[quote..];
    if arrow.starts_with(b" -> \"") || arrow.starts_with(b" => \"") {
        let start = at + quote + 5;
        let end = value::string_end(scan.bytes, start, b'"', 0);
        if !stays::says_nothing(&scan.text[start..end]) && marker_at(scan.bytes, start).is_none() {
            scan.mark(Found {
                start,
                end,
                class,
                cause: Cause::Name,
            });
        }
    }
}

/// The place behind spaces, colours of a terminal and a reference of YAML.
fn value_start(bytes: &[u8], after: usize) -> usize {
    let mut from = after;
    // PHP's `var_dump` writes the value on the line below.
    if bytes[..after].ends_with(b"]=>") && bytes.get(after) == Some(&b'\n') {
        from += 1;
    }
    loop {
        from += bytes[from..]
            .iter()
            .take_while(|b| {
                matches!(b, b' ' | b'\t' | b'>')
                    && (**b != b'>' || bytes.get(from.wrapping_sub(1)) == Some(&b'-'))
            })
            .count();
        match colour(&bytes[from..]) {
            Some(length) => from += length,
            None => return from,
        }
    }
}

/// The length of a sequence that sets a terminal's colour.
fn colour(bytes: &[u8]) -> Option<usize> {
    const LONGEST: usize = 16;
    let rest = bytes.strip_prefix(b"\x1b[")?;
    let digits = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_digit() || **b == b';')
        .count();
    (rest.get(digits) == Some(&b'm')).then_some(2 + digits + 1)
}

/// The end of `:`, `=`, `:=`, `==`, `=>`, `=~`, `->` or `,`; none within a path and where another separator went before.
pub(crate) fn separator_end(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(at + 1).copied();
    match bytes[at] {
        b':' if before == Some(b':') || after == Some(b':') => None,
        b':' if after == Some(b'=') => Some(at + 2),
        b'=' if matches!(before, Some(b'=' | b':')) => None,
        b'=' if matches!(after, Some(b'=' | b'>' | b'~')) => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// The width of a colon or an equals sign as wide as an ideograph.
pub(crate) fn wide_separator(bytes: &[u8]) -> Option<usize> {
    // `：` and `＝`.
    (bytes.starts_with(b"\xef\xbc\x9a") || bytes.starts_with(b"\xef\xbc\x9d")).then_some(3)
}

/// A name in a text, by its place.
struct Name {
    start: usize,
    end: usize,
    quoted: bool,
}

impl Name {
    /// The name that ends before a separator.
    fn before(scan: &Scan<'_>, separator: usize) -> Option<Self> {
        let floor = scan.floor.max(separator.saturating_sub(LONGEST_NAME));
        let bytes = scan.bytes;
        let mut end = separator;
        end = unspaced(scan.text, end, floor);
        let first = bytes[..end].last().copied()?;
        // The usual case first: a name and its separator, with nothing between.
        if !(first.is_ascii_alphanumeric() || first >= 0x80) {
            if bytes[separator] == b'=' {
                // `!=`, `+=`.
                end = back(bytes, end, floor, |b| {
                    matches!(b, b'!' | b'<' | b'>' | b'~' | b'+')
                });
            } else if bytes[separator] == b'>' {
                // `->`, `-->`.
                end = back(bytes, end, floor, |b| b == b'-');
            }
            end = back(bytes, end, floor, |b| matches!(b, b' ' | b'\t' | b'*'));
            if bytes[separator] == b'=' && end > floor && bytes[end - 1] == b')' {
                // `dbg!(&creds.token) = ..`.
                end -= 1;
            }
            end = uncoloured(bytes, end, floor);
            // `params[name]`, `map["name"]`, `keys[0]`.
            let unbracketed = back(bytes, end, floor, |b| b == b']');
            if unbracketed < end {
                let digits = back(bytes, unbracketed, floor, |b| b.is_ascii_digit());
                end = if digits < unbracketed && digits > floor && bytes[digits - 1] == b'[' {
                    digits - 1
                } else {
                    unbracketed
                };
            }
        }
        let unquoted = back(bytes, end, floor, |b| matches!(b, b'"' | b'\'' | b'`'));
        let bare = unquoted_by_books(scan.text, unquoted, floor);
        let quoted = bare < end;
        let unquoted = bare;
        end = back(bytes, unquoted, floor, |b| b == b'\\');
        end = uncoloured(bytes, end, floor);
        // Digits that were found to be something else are no part of the name.
        let start = word_start(scan, end, floor)
            .or_else(|| word_start(scan, end, floor.max(scan.found_before(end))))
            .or_else(|| {
                // `Unseal Key 1: ..`.
                let number = back(bytes, end, floor, |b| b.is_ascii_digit());
                let word = back(bytes, number, floor, |b| b == b' ');
                let is_numbered = number < end && end - number <= 2 && word < number;
                end = if is_numbered { word } else { end };
                is_numbered.then(|| word_start(scan, end, floor)).flatten()
            })?;
        Some(Self { start, end, quoted })
    }

    /// Why its value is replaced: the word itself is refused, or with the words before it, or by what holds it.
    fn refused(&self, scan: &Scan<'_>, known: Judged, at: usize, after: usize) -> Option<Refused> {
        if let Some(refused) = known.refused {
            if refused.class != Class::Vague {
                return Some(refused);
            }
        }
        if known.is_of_query {
            if let Some(class) = url::query_name(scan, self.start, after) {
                return Some(Refused::new(class, Strength::Soft));
            }
        }
        let name = scan.text.get(self.start..self.end)?;
        let of_form = self
            .refused_as_one(scan, name, after)
            .or_else(|| Self::refused_as_bytes(scan, name, after));
        if of_form.is_some() {
            return of_form;
        }
        if self.quoted {
            if name.len() <= 2 && pair::is_private_part(scan, name, after) {
                return Some(Refused::new(Class::Credential, Strength::Hard));
            }
        } else {
            let refused = words_before(scan, self.start, self.end);
            if refused.is_some() {
                return refused;
            }
            if scan.bytes[at] == b':' && scan.bytes.get(after) == Some(&b' ') {
                let refused = self.refused_before_link(scan, known.member);
                if refused.is_some() {
                    return refused;
                }
            }
        }
        if let Some(refused) = self.refused_beside(scan, name) {
            return Some(refused);
        }
        if known.member != Member::Value {
            return None;
        }
        let class = pair::owner(scan, self.start)?;
        Some(Refused::new(class, Strength::Soft))
    }

    /// `"tokens": ["a", "b"]`: many of them are a list of values, not a count.
    fn refused_as_one(&self, scan: &Scan<'_>, name: &str, after: usize) -> Option<Refused> {
        let one = name.strip_suffix(['s', 'S'])?;
        let from = value_start(scan.bytes, after);
        let rest = scan
            .bytes
            .get(from..from + 8)
            .unwrap_or(&scan.bytes[from.min(scan.bytes.len())..]);
        let is_list = match rest {
            [b'[' | b'(' | b'{', inner @ ..] => {
                let first = inner
                    .iter()
                    .find(|b| !b.is_ascii_whitespace() && **b != b'\\');
                let item = scan.bytes[from + 1..]
                    .iter()
                    .take(64)
                    .take_while(|b| !matches!(b, b',' | b']' | b')'));
                first.is_some_and(|b| matches!(b, b'"' | b'\'' | b'`'))
                    || item.into_iter().any(u8::is_ascii_alphabetic)
            }
            [b'\n', ..] => true,
            _ => rest.starts_with(b"vec![\"") || scan.bytes.get(self.end) == Some(&b'['),
        };
        if !is_list {
            return None;
        }
        scan.names.of(one).filter(|it| it.class != Class::Vague)
    }

    /// `seed=[100, 112, ..]`: a list of bytes is what its name says.
    fn refused_as_bytes(scan: &Scan<'_>, name: &str, after: usize) -> Option<Refused> {
        const FEWEST: usize = 16;
        let from = value_start(scan.bytes, after);
        if scan.bytes.get(from) != Some(&b'[') || !scan.bytes.get(from + 1)?.is_ascii_digit() {
            return None;
        }
        let list = scan.bytes[from + 1..]
            .iter()
            .take(512)
            .take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b' '));
        let is_key = list.filter(|b| **b == b',').count() + 1 >= FEWEST;
        is_key
            .then(|| scan.names.of(&format!("{name}_bytes")))
            .flatten()
    }

    /// `your API key is: x`, `A temporary password is generated for root@localhost: x`.
    fn refused_before_link(&self, scan: &Scan<'_>, member: Member) -> Option<Refused> {
        const FAR: usize = 48;
        if !stays::is_random(scan.text.get(self.end..)?, member != Member::Link) {
            return None;
        }
        let from = if member == Member::Link {
            self.start
        } else {
            let mut floor = self.start.saturating_sub(FAR).max(scan.floor);
            while !scan.text.is_char_boundary(floor) {
                floor += 1;
            }
            let before = scan.text.get(floor..self.start)?;
            floor + before.rfind(" is ").or_else(|| before.rfind(" was "))?
        };
        let end = back(scan.bytes, from, scan.floor, |b| b == b' ');
        let class = refused_before(scan, end)?;
        matches!(class, Class::Credential | Class::Secret)
            .then_some(Refused::new(class, Strength::Hard))
    }

    /// Names that say something only beside others: a card's number, SNMP, an ellipsis that cut the name's beginning.
    fn refused_beside(&self, scan: &Scan<'_>, name: &str) -> Option<Refused> {
        const NEAR: usize = 256;
        let before = &scan.bytes[self.start.saturating_sub(NEAR)..self.start];
        let is_code = name == "code"
            && scan.has_found(Class::Pii)
            && scan.bytes[self.end..]
                .iter()
                .skip(1)
                .skip_while(|b| matches!(b, b' ' | b'"' | b'\''))
                .take(9)
                .take_while(|b| b.is_ascii_digit())
                .count()
                .wrapping_sub(5)
                < 4;
        let class = if is_code {
            Class::Credential
        } else if name == "sn" && before.windows(4).any(|it| it == b"\ndn:" || it == b"dn: ") {
            // LDAP's surname, <https://www.rfc-editor.org/rfc/rfc4519#section-2.32>.
            Class::Pii
        } else if name == "cid" && scan.has_found(Class::Financial) {
            Class::Financial
        } else if name == "community" && before.windows(4).any(|it| it == b"snmp")
            || before.ends_with(b"...")
        {
            Class::Credential
        } else {
            return None;
        };
        Some(Refused::new(class, Strength::Hard))
    }

    /// Whether it is the end of a path: `scorer::auth::token: ..` says where a line was written, `arn:aws:..:secret:x` what a
    /// resource is.
    fn is_path(&self, scan: &Scan<'_>) -> bool {
        let before = &scan.bytes[self.start.saturating_sub(LONGEST_NAME)..self.start];
        if before.ends_with(b"::") {
            return true;
        }
        let word = before
            .iter()
            .rev()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'('))
            .count();
        let word = &before[before.len() - word..];
        before.ends_with(b"/") && is_tag(&scan.bytes[self.end..], word.contains(&b'.'))
            || before.ends_with(b":") && word.starts_with(b"arn:")
    }

    /// Whether a line's number follows the name of a file: `password.rs:42:13`.
    fn is_place(&self, scan: &Scan<'_>, after: usize) -> bool {
        let name = &scan.bytes[self.start..self.end];
        let rest = &scan.bytes[after..];
        let number = rest
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b':')
            .count();
        let is_file = name
            .rsplit(|b| *b == b'.')
            .next()
            .is_some_and(|kind| kind.len() < name.len() && kind.len() <= 5);
        is_file && number > 0 && !rest.get(number).is_some_and(u8::is_ascii_alphanumeric)
    }

    /// The value of a pair whose comma a quoted name stands before: `("name", ..)`, `["name", ".."]`.
    fn pair_value(&self, scan: &Scan<'_>, from: usize) -> Option<(usize, usize)> {
        let quote = self.start.checked_sub(1).map(|at| scan.bytes[at])?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let open = back(scan.bytes, self.start - 1, scan.floor, |b| {
            matches!(b, b'\\' | b'b' | b' ' | b'\n')
        });
        let is_pair = open > 0 && scan.bytes[open - 1] == b'(';
        // `HeaderName("x")` is closed before the comma.
        let start = match scan.bytes.get(from)? {
            b'b' => from + 1,
            _ => from,
        };
        if !is_pair && !matches!(scan.bytes.get(start)?, b'"' | b'\'') {
            return None;
        }
        let context = Context {
            refused: Refused {
                class: Class::Credential,
                strength: Strength::Soft,
            },
            name: "",
            is_colon: true,
            is_typed: true,
            indent: self.start,
        };
        let (value, end) = value::of(scan, from, &context)?;
        // A list of names is no pair of a name and its value.
        let text = scan.text.get(value..end)?;
        let is_name = text
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
        (is_pair || !is_name).then_some((value, end))
    }
}

/// `:1.4.2`, `:latest`: the tag of an image, whose name a path precedes.
fn is_tag(rest: &[u8], has_host: bool) -> bool {
    let Some(tag) = rest.strip_prefix(b":") else {
        return false;
    };
    let length = tag
        .iter()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        .count();
    let tag = &tag[..length];
    let digits = tag.strip_prefix(b"v").unwrap_or(tag);
    let is_version = digits.first().is_some_and(u8::is_ascii_digit)
        && digits
            .iter()
            .take_while(|b| !b.is_ascii_alphabetic())
            .any(|b| *b == b'.');
    is_version
        || tag == b"latest"
        || has_host && length > 0 && tag.iter().all(u8::is_ascii_lowercase)
}

/// Why the words that end at `end` and begin at `start` are refused, alone or with those before them.
fn words_before(scan: &Scan<'_>, start: usize, end: usize) -> Option<Refused> {
    // `pass phrase for /etc/tls.key: ..`.
    if start > 0 && scan.bytes[start - 1] == b'/' {
        let floor = scan.floor.max(start.saturating_sub(LONGEST_NAME));
        let path = back(scan.bytes, start, floor, |b| b != b' ');
        let before = path
            .checked_sub(5)
            .filter(|at| *at > floor && scan.bytes[*at..path] == *b" for ")?;
        let word = word_start(scan, before, floor)?;
        return words_before(scan, word, before);
    }
    // Most names have no words before them, or a sign.
    if start < 2
        || scan.bytes[start - 1] != b' '
        || KIND[usize::from(scan.bytes[start - 2])] & NAME == 0
            && scan.bytes[start - 2] < 0x80
            && scan.bytes[start - 2] != b' '
    {
        return scan
            .names
            .of(scan.text.get(start..end)?)
            .filter(|it| it.class != Class::Vague);
    }
    let floor = scan.floor.max(scan.found_before(start));
    let mut starts = [start; WORDS];
    let (mut count, mut from, mut to) = (0, start, end);
    let mut says_something = false;
    for place in &mut starts {
        // Each word by itself first: most of them can be part of no refused name.
        let known = scan.names.known(scan.text.get(from..to)?);
        says_something |= known.ends_phrase || known.refused.is_some();
        *place = from;
        count += 1;
        if !is_plain(&scan.bytes[from..to]) {
            break;
        }
        let gap = back(scan.bytes, from, floor, |b| b == b' ');
        if gap == from || gap <= floor {
            break;
        }
        let near = floor.max(gap.saturating_sub(LONGEST_NAME));
        let Some(before) = word_start(scan, gap, near) else {
            break;
        };
        // The value of another name is no word of this one's.
        if before > near && scan.bytes[before - 1] == b'=' {
            break;
        }
        (from, to) = (before, gap);
    }
    if !says_something {
        return None;
    }
    starts[..count].iter().find_map(|start| {
        scan.names
            .of(scan.text.get(*start..end)?)
            .filter(|it| it.class != Class::Vague)
    })
}

/// The class of the words that end at `end`.
pub(crate) fn refused_before(scan: &Scan<'_>, end: usize) -> Option<Class> {
    refused_words(scan, end).map(|refused| refused.class)
}

/// Why the words that end at `end` are refused: words of a sentence or of a program, no hosts and no paths.
pub(crate) fn refused_words(scan: &Scan<'_>, end: usize) -> Option<Refused> {
    let floor = scan.floor.max(end.saturating_sub(LONGEST_NAME));
    let end = back(scan.bytes, end, floor, |b| matches!(b, b'"' | b'\'' | b'`'));
    let start = word_start(scan, end, floor)?;
    // `acme:dbPassword  x`: a name of a namespace, in a column of its own; `//host/:_password x`.
    let is_column = scan.bytes[end..].starts_with(b"  ") || scan.bytes[..start].ends_with(b"/:");
    let is_within = start > floor
        && matches!(scan.bytes[start - 1], b'/' | b'@' | b':' | b'\\')
        && !(is_column && scan.bytes[start - 1] == b':');
    if is_within || scan.bytes[start..end].contains(&b'.') {
        return None;
    }
    words_before(scan, start, end)
}

/// Whether words near a number in hexadecimal make it a key: those before it, whatever parts them, or in brackets behind.
pub(crate) fn around_key(scan: &Scan<'_>, from: usize, to: usize) -> Option<Class> {
    const NEAR: usize = 64;
    let mut start = from.saturating_sub(NEAR).max(scan.floor);
    while !scan.text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = scan.text.len().min(to + NEAR / 2);
    while !scan.text.is_char_boundary(end) {
        end -= 1;
    }
    let before = scan.text.get(start..from)?;
    let after = scan
        .text
        .get(to..end)?
        .strip_prefix(" (")
        .unwrap_or_default();
    let after = after.split(')').next().unwrap_or_default();
    let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let mut words: Vec<&str> = before
        .split_whitespace()
        .rev()
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()))
        .filter(|word| !word.is_empty() && !is_number(word))
        .take_while(is_word)
        .take(WORDS_OF_KEY)
        .collect();
    words.reverse();
    let judged = |words: &[&str]| {
        words.windows(2).find_map(|two| {
            scan.names
                .of(&two.join("_"))
                .filter(|it| matches!(it.class, Class::Credential | Class::Secret))
        })
    };
    judged(&words)
        .or_else(|| judged(&after.split(' ').collect::<Vec<_>>()))
        .map(|refused| refused.class)
}

/// Whether these are words of a sentence; a name of a program says all by itself.
fn is_plain(words: &[u8]) -> bool {
    !words
        .iter()
        .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-' | b'#'))
}

/// Where the run of such bytes that ends at `end` begins.
fn back(bytes: &[u8], end: usize, floor: usize, is: impl Fn(u8) -> bool) -> usize {
    let run = bytes[floor.min(end)..end]
        .iter()
        .rev()
        .take_while(|b| is(**b))
        .count();
    end - run
}

/// The place before spaces that are no ASCII.
fn unspaced(text: &str, end: usize, floor: usize) -> usize {
    let mut end = end;
    while end > floor && text.as_bytes()[end - 1] >= 0x80 {
        let Some(letter) = text.get(..end).and_then(|it| it.chars().next_back()) else {
            break;
        };
        if !letter.is_whitespace() {
            break;
        }
        end -= letter.len_utf8();
    }
    end
}

/// The place before a closing quote as books print it.
fn unquoted_by_books(text: &str, end: usize, floor: usize) -> usize {
    if end <= floor || text.as_bytes()[end - 1] < 0x80 {
        return end;
    }
    match text.get(..end).and_then(|it| it.chars().next_back()) {
        Some(letter @ ('”' | '“' | '’' | '»')) => end - letter.len_utf8(),
        _ => end,
    }
}

/// Whether the comma at `at` stands between an unquoted name and its string, in brackets of their own: `{password,<<"x">>}`,
/// `(cfg.password, "x")`.
pub(crate) fn is_pair(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at + 1..];
    let is_string = matches!(
        rest,
        [b'"' | b'\'', ..] | [b' ', b'"' | b'\'', ..] | [b'<', b'<', b'"', ..]
    );
    if !is_string || at == 0 || !bytes[at - 1].is_ascii_alphanumeric() {
        return false;
    }
    let name = bytes[..at]
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(|b| KIND[usize::from(**b)] & NAME != 0)
        .count();
    at > name && matches!(bytes[at - name - 1], b'(' | b'{')
}

/// The place before the sequences that set a terminal's colour.
fn uncoloured(bytes: &[u8], end: usize, floor: usize) -> usize {
    let mut end = end;
    while end > floor && bytes[end - 1] == b'm' {
        let digits = back(bytes, end - 1, floor, |b| b.is_ascii_digit() || b == b';');
        if digits < floor + 2 || bytes[digits - 2..digits] != *b"\x1b[" {
            break;
        }
        end = digits - 2;
    }
    end
}

/// Bytes of a name in ASCII, and those that it may not begin with.
const NAME: u8 = 1;
const INNER: u8 = 2;

static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphabetic() || byte == b'_' {
            table[byte as usize] = NAME;
        }
        if byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'#') {
            table[byte as usize] = NAME | INNER;
        }
        byte += 1;
    }
    table
};

/// The start of the identifier that ends at `end`.
fn word_start(scan: &Scan<'_>, end: usize, floor: usize) -> Option<usize> {
    let floor = floor.min(end);
    // Most names are ASCII.
    let mut start = end;
    for byte in scan.bytes[floor..end].iter().rev() {
        if KIND[usize::from(*byte)] & NAME == 0 {
            break;
        }
        start -= 1;
    }
    if start > floor && scan.bytes[start - 1] >= 0x80 {
        return wide_word_start(scan, end, floor);
    }
    while start < end && matches!(scan.bytes[start], b'-' | b'.' | b'#') {
        start += 1;
    }
    // Hours before minutes and hosts before ports are no names.
    (start < end && KIND[usize::from(scan.bytes[start])] & INNER == 0).then_some(start)
}

/// The same where the name holds letters beyond ASCII.
fn wide_word_start(scan: &Scan<'_>, end: usize, floor: usize) -> Option<usize> {
    let mut floor = floor;
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let start = scan
        .text
        .get(floor..end)?
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            c.is_alphanumeric()
                || matches!(
                    c,
                    '_' | '-' | '.' | '#' | '\u{ff3f}' | '\u{ff0d}' | '\u{2010}'..='\u{2015}'
                )
                || is_unseen(*c)
        })
        .last()
        .map_or(end, |(at, _)| floor + at);
    let word = scan.text.get(start..end)?;
    let word = word.trim_start_matches(['-', '.', '#']);
    let is_name = word.starts_with(|c: char| c.is_alphabetic() || c == '_' || is_unseen(c));
    is_name.then_some(end - word.len())
}
