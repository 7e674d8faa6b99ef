//! Why the value of a name is replaced: the policy refuses the name, or refuses it together with the words before it, or
//! what follows it and what contains it say what it is.

use scorer_instrument_policy::{Class, Strength};

use crate::name::{KIND, NAME, Name, back};
use crate::named::value_start;
use crate::names::{Judged, Refused};
use crate::pair::{self, Member};
use crate::scan::Scan;
use crate::subject::{refused_before, with_words_before};
use crate::text::upto;
use crate::{bounds, group, random, stays, url};

/// Names that mean something only next to others.
const BESIDE: [&str; 8] = [
    "routing_key",
    "code",
    "simple",
    "response",
    "key",
    "sn",
    "cid",
    "community",
];

/// What a check says that it expected and got, and what a change says that was and is.
pub(crate) const COMPARED: [&str; 8] = [
    "got", "want", "expected", "actual", "given", "received", "old", "new",
];

/// Whether nothing refuses a name that is not refused itself, unless other words or signs stand around it.
pub(crate) fn is_plain(name: &str, member: Member) -> bool {
    const SHORTEST: usize = 3;
    member == Member::Other
        && name.len() >= SHORTEST
        && !name.ends_with(['s', 'S'])
        && !BESIDE.contains(&name)
        && !COMPARED.contains(&name)
}

impl Name {
    /// Whether no other words or signs stand around a plain name: nothing that it may belong to, and no list behind it.
    #[inline]
    pub(crate) fn stands_alone(&self, scan: &Scan<'_>, at: usize, after: usize) -> bool {
        let before = self.start.checked_sub(1).map_or(b'\n', |at| scan.bytes[at]);
        let next = scan.bytes.get(after).copied().unwrap_or(b'\n');
        (before != b' ' || !self.quoted && self.is_behind_pair(scan))
            && !matches!(before, b'/' | b'.')
            && !matches!(next, b'[' | b' ' | b'\t' | 0x1b | b'>')
            && scan.bytes[at] != b','
            && scan.owner.is_none()
            && scan.group.is_none()
            && (scan.variables.is_empty() || !self.quoted)
    }

    /// Returns why its value is replaced: the word itself is refused, or together with the words before it, or because
    /// of what contains it.
    pub(crate) fn refused(
        &self,
        scan: &Scan<'_>,
        known: Judged,
        at: usize,
        after: usize,
    ) -> Option<Refused> {
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
            let of_variable = scan
                .variables
                .iter()
                .find(|((start, end), _)| scan.text.get(*start..*end) == Some(name));
            if let Some((_, refused)) = of_variable {
                return Some(*refused);
            }
            if name.len() <= 2 && pair::is_private_part(scan, name, after) {
                return Some(Refused::new(Class::Credential, Strength::Hard));
            }
        } else {
            let refused = with_words_before(scan, self.start, self.end, known);
            if refused.is_some() {
                return refused;
            }
            if scan.bytes[at] == b':' && scan.bytes.get(after) == Some(&b' ') {
                let refused = self.refused_before_link(scan, known.member, name);
                if refused.is_some() {
                    return refused;
                }
            }
        }
        if let Some(refused) = self.titled(scan, at, after) {
            return Some(refused);
        }
        let is_alone = scan.bytes[at] == b':' && scan.bytes.get(after) == Some(&b' ');
        if let Some(refused) = is_alone.then(|| self.announced(scan)).flatten() {
            return Some(refused);
        }
        if let Some(refused) = self.refused_beside(scan, name) {
            return Some(refused);
        }
        if let Some(refused) = Self::refused_within(scan, name, known, after) {
            return Some(refused);
        }
        if scan.bytes[at] != b',' {
            let refused = group::refused(scan, name, known, after);
            if refused.is_some() {
                return refused;
            }
        }
        if let Some(refused) = self.compared(scan, name, after) {
            return Some(refused);
        }
        if known.member != Member::Value {
            return None;
        }
        if let Some(refused) = self.refused_behind_sentence(scan, after) {
            return Some(refused);
        }
        let class = pair::owner(scan, self.start)?;
        Some(Refused::new(class, Strength::Soft))
    }

    /// Whether the value of another pair stands before it, or a number, and no word that it may form a name with:
    /// `attempt=2 route=/login`.
    fn is_behind_pair(&self, scan: &Scan<'_>) -> bool {
        const FAR: usize = 64;
        let Some(end) = self.start.checked_sub(1) else {
            return false;
        };
        let floor = scan
            .floor
            .max(scan.found_before(self.start))
            .max(end.saturating_sub(FAR));
        let word = back(scan.bytes, end, floor, |b| KIND[usize::from(b)] & NAME != 0);
        if word >= end || word <= floor {
            return false;
        }
        let (before, first) = (scan.bytes[word - 1], scan.bytes[word]);
        before < 0x80
            && before != b'['
            && (first.is_ascii_digit() || before == b'=' && KIND[usize::from(first)] == NAME)
    }

    /// Judges a plural by its singular: under `"tokens": ["a", "b"]`, a list of strings holds values and is not a
    /// count.
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

    /// A list of bytes is a value of its name: `seed=[100, 112, ..]`.
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

    /// Judges a name followed by a verb: `your API key is: x`,
    /// `A temporary password is generated for root@localhost: x`.
    fn refused_before_link(&self, scan: &Scan<'_>, member: Member, name: &str) -> Option<Refused> {
        const FAR: usize = 48;
        // `Admin password generated: x`.
        let is_link = member == Member::Link || stays::is_participle(name);
        if !stays::is_random(scan.text.get(self.end..)?, !is_link) {
            return None;
        }
        let from = if is_link {
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
        // `Invalid API key format received: x`.
        let before = &scan.bytes[scan.floor.min(end)..end];
        let noun = [&b" format"[..], b" value"]
            .iter()
            .find(|noun| before.ends_with(noun))
            .map_or(0, |noun| noun.len());
        let class = refused_before(scan, end - noun)?;
        matches!(class, Class::Credential | Class::Secret)
            .then_some(Refused::new(class, Strength::Hard))
    }

    /// Judges the title before an account and its value: `PASSWORD apm_system = x`.
    #[inline(never)]
    fn titled(&self, scan: &Scan<'_>, at: usize, after: usize) -> Option<Refused> {
        let is_spaced = scan.bytes[at] == b'='
            && scan.bytes[..at].ends_with(b" ")
            && scan.bytes.get(after) == Some(&b' ');
        if !is_spaced || self.quoted || !stays::is_random(scan.text.get(self.end..)?, true) {
            return None;
        }
        let line = scan.bytes[scan.floor.min(self.start)..self.start]
            .iter()
            .rev()
            .take_while(|b| **b != b'\n')
            .count();
        let title = scan.text.get(self.start - line..self.start)?.trim();
        scan.names
            .of(title)
            .filter(|it| matches!(it.class, Class::Credential | Class::Secret))
    }

    /// Judges what a check expected and got after a sentence about a credential:
    /// `CSRF token mismatch. got:x want:y`.
    #[inline(never)]
    fn compared(&self, scan: &Scan<'_>, name: &str, after: usize) -> Option<Refused> {
        const SHORTEST: usize = 16;
        if !(3..=8).contains(&name.len()) || self.quoted || !COMPARED.contains(&name) {
            return None;
        }
        let from = value_start(scan.bytes, after);
        let length = scan.bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'))
            .count();
        let value = &scan.bytes[from..from + length];
        let is_token = length >= SHORTEST
            && value.iter().any(u8::is_ascii_digit)
            && value.iter().any(u8::is_ascii_alphabetic);
        if !is_token {
            return None;
        }
        named_in_clause(scan, self.start)
    }

    /// Judges the words of the clause before the separator, if they announce only the value:
    /// `Password for user 'admin': x`, `The generated password for the built-in user is : x`,
    /// `A new encryption key, keep it safe: x`.
    fn announced(&self, scan: &Scan<'_>) -> Option<Refused> {
        const FAR: usize = 96;
        const LONGEST_CODE: usize = 32;
        const NEW: [&str; 6] = [
            "new",
            "generated",
            "initial",
            "temporary",
            "created",
            "your",
        ];
        let value = scan
            .text
            .get(self.end..)?
            .trim_start_matches(['\'', '"', ' ']);
        // `Verification code for mia: 482913`.
        let code = upto(value.trim_start_matches([':', ' ']), LONGEST_CODE);
        let code = code.split(['\n', '"']).next().unwrap_or(code).trim_end();
        let is_code = (4..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
        if !is_code && !stays::is_random(value, true) {
            return None;
        }
        let mut from = self
            .start
            .saturating_sub(FAR)
            .max(scan.floor.min(self.start));
        while !scan.text.is_char_boundary(from) {
            from += 1;
        }
        let clause = scan.text.get(from..self.start)?;
        let clause = clause
            .rsplit(['\n', ';', '|', '=', '"', ':'])
            .next()
            .unwrap_or(clause);
        let at = self.start - clause.len();
        let is_new = clause
            .split(' ')
            .any(|word| NEW.iter().any(|own| word.eq_ignore_ascii_case(own)));
        let joints: &[&str] = if is_new {
            &[" for ", " of ", ", "]
        } else {
            &[" for "]
        };
        joints
            .iter()
            .filter_map(|joint| clause.rfind(joint))
            .find_map(|joint| refused_before(scan, at + joint))
            .filter(|class| matches!(class, Class::Credential | Class::Secret))
            .map(|class| Refused::new(class, Strength::Hard))
    }

    /// Judges a member of a refused struct: `ApiKey { plaintext: "x" }`. Its value can only be a secret, or its name says
    /// that it is the value: `InvalidCredentials { attempted: "x" }`.
    fn refused_within(scan: &Scan<'_>, name: &str, known: Judged, after: usize) -> Option<Refused> {
        let is_kept = |has_secret_id: bool| {
            known.is_safe && !(has_secret_id && name == "id") || matches!(name, "public" | "pubkey")
        };
        let (_, refused, _) = scan.owner.filter(|(.., id)| !is_kept(*id))?;
        let from = value_start(scan.bytes, after);
        let rest = scan.bytes.get(from..)?;
        let open = from
            + match rest {
                [b'"', ..] => 1,
                _ if rest.starts_with(b"Some(\"") => 6,
                _ => return None,
            };
        let end = bounds::string_end(scan.bytes, open, b'"', 0);
        // The token of a parser is a word of a program: `Token { kind: Ident, text: "password" }`.
        let value = &scan.bytes[open..end];
        let is_value = stays::is_participle(name)
            || known.member == Member::Value && !value.iter().all(u8::is_ascii_lowercase);
        let is_reference =
            || stays::is_reference(scan.text.get(open..end).unwrap_or_default(), name);
        (is_value || random::is_random(value) && !is_reference()).then_some(refused)
    }

    /// Judges the value that a sentence about a refused name ends with:
    /// `smtp.password: Invalid type, given: integer (value: 90817264)`.
    fn refused_behind_sentence(&self, scan: &Scan<'_>, after: usize) -> Option<Refused> {
        const FAR: usize = 192;
        const COUNT: usize = 3;
        let (from, refused) = scan.sentence?;
        let between = scan.bytes.get(from..self.start)?;
        let digits = scan.bytes[value_start(scan.bytes, after)..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        (between.len() < FAR
            && between.ends_with(b"(")
            && !between.contains(&b'\n')
            && !(1..=COUNT).contains(&digits))
        .then_some(Refused::new(refused.class, Strength::Hard))
    }

    /// Names that mean something only next to others: a card number, SNMP, or a name whose beginning an ellipsis
    /// replaced.
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
        // The simple bind of LDAP, and a program's answer to a prompt of greetd.
        let is_of_login = name == "simple" && before.ends_with(b"AuthenticationChoice(")
            || name == "response" && before.windows(13).any(|it| it == b"_auth_message");
        let class = if is_of_login
            || is_code
            || name == "routing_key" && is_integration_key(scan.bytes, self.end)
            || name == "key" && is_key_of_bytes(scan.bytes, self.end) && !is_behind_public(before)
        {
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
}

/// Whether 32 hexadecimal digits follow: the key of an integration of `PagerDuty`. A broker's routing key consists of words.
/// <https://developer.pagerduty.com/docs/events-api-v2-overview>
fn is_integration_key(bytes: &[u8], end: usize) -> bool {
    const LENGTH: usize = 32;
    let gap = bytes[end..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\''))
        .count();
    let rest = &bytes[end + gap..];
    let length = rest
        .iter()
        .take(LENGTH + 1)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    length == LENGTH && rest[..length].iter().all(u8::is_ascii_hexdigit)
}

/// Returns why a word of the line before `at` is refused, if that is the name of a credential:
/// `CSRF token mismatch. got:x want:y`.
pub(crate) fn named_in_clause(scan: &Scan<'_>, at: usize) -> Option<Refused> {
    const FAR: usize = 96;
    let mut floor = at.saturating_sub(FAR).max(scan.floor.min(at));
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let before = scan.text.get(floor..at)?;
    let before = before.rsplit('\n').next().unwrap_or(before);
    before
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        // A random word may spell a name by chance.
        .filter(|word| word.len() > 2 && !random::is_random(word.as_bytes()))
        .find_map(|word| scan.names.of(word))
        .filter(|it| it.class == Class::Credential)
}

/// Whether the word `public` ends here.
fn is_behind_public(before: &[u8]) -> bool {
    const WORD: &[u8] = b"public ";
    before.len() >= WORD.len() && before[before.len() - WORD.len()..].eq_ignore_ascii_case(WORD)
}

/// Whether so many bytes of base64 follow that they are a key and not an index: `key = AQD3..==`.
fn is_key_of_bytes(bytes: &[u8], end: usize) -> bool {
    const SHORTEST: usize = 32;
    const LONGEST: usize = 128;
    let gap = bytes[end..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'=' | b':' | b'"'))
        .count();
    let rest = &bytes[end + gap..];
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        .count();
    let value = &rest[..length];
    length >= SHORTEST
        && rest.get(length) == Some(&b'=')
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_uppercase)
        && value.iter().any(u8::is_ascii_lowercase)
}
