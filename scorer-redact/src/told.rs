//! Numbers in a sentence that says what they are: `Your one-time code is 774 120`, `SSN 749-97-4803`,
//! `phone +1 (415) 555-0136`, `Delivery address changed to 221 Harrow Lane`. Also codes on a line of their own, as in
//! e-mails.

use scorer_instrument_policy::Class;

use crate::Cause;
use crate::name::{word_before, word_start};
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::Found;
use crate::{stays, subject};

/// The least number of digits of a code or of an identifying number.
const CODE: usize = 4;
const IDENTITY: usize = 7;

/// The longest number, including what separates its digits.
const LONGEST: usize = 32;

/// The longest rest of a postal address.
const LONGEST_ADDRESS: usize = 80;

/// The words between a name and its value, sometimes several: copulas and verbs of change. Their form does not
/// distinguish them from nouns, so they are listed.
const LINKS: [&str; 11] = [
    "is", "was", "are", "to", "changed", "set", "updated", "number", "no", "nr", "new",
];

/// Returns the secret that begins with the digits from `start` to `end`.
pub(crate) fn number(
    scan: &mut Scan<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize, Class, Cause)> {
    let bytes = scan.bytes;
    let before = start.checked_sub(1).map_or(b' ', |at| bytes[at]);
    if !matches!(before, b' ' | b'+' | b'(' | b'\n' | b'-') {
        return None;
    }
    let (to, digits) = extent(bytes, start);
    let (to, digits) = if to < end {
        (end, end - start)
    } else {
        (to, digits)
    };
    let signs = bytes[..start]
        .iter()
        .rev()
        .take(2)
        .take_while(|b| matches!(b, b'+' | b'('))
        .count();
    // `G-482913`.
    let begin = match &bytes[..start - signs] {
        [.., b' ', letter, b'-'] | [letter, b'-'] if letter.is_ascii_uppercase() => {
            start - signs - 2
        }
        _ => start - signs,
    };
    if before == b'\n' {
        return alone(scan, start, to, digits);
    }
    if before == b'+' && is_phone(scan, begin, start, to, digits) {
        return Some((begin, to, Class::Pii, Cause::Shape));
    }
    let is_address = digits < CODE
        && bytes.get(end) == Some(&b' ')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase);
    if digits < CODE && !is_address || begin > 0 && bytes[begin - 1] != b' ' {
        return None;
    }
    // A measurement has a unit, and a part of a word is not a number.
    let is_over = bytes
        .get(to)
        .is_none_or(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'%' | b'@')))
        && !(matches!(bytes.get(to), Some(b'.' | b':' | b'-'))
            && bytes.get(to + 1).is_some_and(u8::is_ascii_alphanumeric));
    if !is_over {
        return None;
    }
    if digits >= IDENTITY && is_called(scan.text.get(..begin)?) {
        return Some((begin, to, Class::Pii, Cause::Name));
    }
    if let Some(class) = changed(scan, begin, to, digits) {
        return Some((begin, to, class, Cause::Name));
    }
    if let Some(class) =
        code_of_yours(scan, begin, to, digits).or_else(|| said_of(scan, begin, digits))
    {
        return Some((begin, to, class, Cause::Name));
    }
    let (refused, is_said) = subject(scan, begin)?;
    let is_one = match refused.class {
        Class::Pii | Class::Financial => digits >= IDENTITY,
        Class::Credential | Class::Secret | Class::Team => {
            !refused.keeps_integers() && (CODE..=10).contains(&digits)
        }
        _ => false,
    };
    if is_one {
        return Some((begin, to, refused.class, Cause::Name));
    }
    (is_address && is_said && refused.class == Class::Pii)
        .then(|| (begin, address_end(scan, end), refused.class, Cause::Name))
}

/// Whether it is written as an international telephone number: after a plus sign, in groups as in
/// <https://www.itu.int/rec/T-REC-E.123>, or without any as in <https://www.itu.int/rec/T-REC-E.164>.
fn is_phone(scan: &Scan<'_>, begin: usize, start: usize, to: usize, digits: usize) -> bool {
    let bytes = scan.bytes;
    let groups = bytes[start..to]
        .iter()
        .filter(|b| matches!(b, b' ' | b'-' | b'('))
        .count();
    let is_begun = begin == 0
        || matches!(
            bytes[begin - 1],
            b' ' | b'"' | b'\'' | b'(' | b'<' | b'>' | b'=' | b'\n' | b'\t' | b',' | b';' | b'|'
        );
    let is_over = bytes.get(to).is_none_or(|b| !b.is_ascii_alphanumeric());
    let is_number =
        groups >= 2 && (9..=15).contains(&digits) || groups == 0 && (11..=15).contains(&digits);
    is_begun && is_over && bytes[start] != b'0' && is_number
}

/// Whether a telephone number follows: `call me on `, `text us at `.
fn is_called(before: &str) -> bool {
    const VERBS: [&str; 5] = ["call", "phone", "reach", "ring", "text"];
    const OBJECTS: [&str; 5] = ["me", "us", "him", "her", "them"];
    let mut words = before.rsplit(' ').skip(1);
    let is_on = matches!(words.next(), Some("on" | "at"));
    is_on
        && words.next().is_some_and(|it| OBJECTS.contains(&it))
        && words
            .next()
            .is_some_and(|it| VERBS.iter().any(|own| it.eq_ignore_ascii_case(own)))
}

/// Finds the old number of a change, and marks the new one: `pin changed from 4821 to 7730`.
fn changed(scan: &mut Scan<'_>, begin: usize, to: usize, digits: usize) -> Option<Class> {
    let before = scan.text.get(..begin)?.strip_suffix(" from ")?;
    let rest = scan.bytes.get(to..)?.strip_prefix(b" to ")?;
    let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(CODE..=10).contains(&digits) || length != digits {
        return None;
    }
    let verb = before.len() - before.rsplit(' ').next().unwrap_or(before).len();
    let refused = subject::refused_words(scan, verb.checked_sub(1)?)
        .filter(|it| it.class == Class::Credential && !it.keeps_integers())?;
    scan.mark(Found {
        start: to + 4,
        end: to + 4 + length,
        class: refused.class,
        cause: Cause::Name,
    });
    Some(refused.class)
}

/// Finds a code addressed to somebody: `771204 is your login code`, `Use 771204 as your PIN`.
fn code_of_yours(scan: &Scan<'_>, begin: usize, to: usize, digits: usize) -> Option<Class> {
    const WORDS: usize = 5;
    let rest = scan.text.get(to..)?;
    // `Use 464649 to sign in`.
    let is_used = (CODE..=10).contains(&digits)
        && scan.text[..begin].ends_with("Use ")
        && [" to sign in", " to log in", " to verify", " to confirm"]
            .iter()
            .any(|purpose| rest.starts_with(purpose));
    // `Your code is 464649`.
    let is_yours = (CODE..=8).contains(&digits)
        && [
            "Your code is ",
            "your code is ",
            "Your code: ",
            "your code: ",
        ]
        .iter()
        .any(|own| scan.text[..begin].ends_with(own));
    if is_used || is_yours {
        return Some(Class::Credential);
    }
    let rest = rest
        .strip_prefix(" is your ")
        .or_else(|| rest.strip_prefix(" as your "))?;
    let words: Vec<&str> = rest
        .split([' ', '.', ',', '\n'])
        .take(WORDS)
        .take_while(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        })
        .collect();
    let names_it = |word: &&str| {
        *word == "code"
            || scan
                .names
                .of(word)
                .is_some_and(|it| matches!(it.class, Class::Credential | Class::Secret))
    };
    ((CODE..=10).contains(&digits) && words.iter().any(names_it)).then_some(Class::Credential)
}

/// Finds a refused name before the verb of the same clause: `The PIN for card 12 is 4821`.
fn said_of(scan: &Scan<'_>, begin: usize, digits: usize) -> Option<Class> {
    const NEAR: usize = 48;
    const VERBS: [&str; 7] = [
        "is", "was", "expected", "got", "received", "entered", "code",
    ];
    let floor = scan.floor.min(begin);
    let (end, verb) = word_before(scan.text, begin).filter(|(end, _)| *end >= floor)?;
    if !VERBS.contains(&verb) || !(CODE..=8).contains(&digits) {
        return None;
    }
    let mut from = begin.saturating_sub(NEAR).max(floor).min(end);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let clause = scan.text.get(from..end)?;
    let clause = clause
        .rsplit(['.', ';', '\n', '"'])
        .next()
        .unwrap_or(clause);
    clause
        .split([' ', ',', ':'])
        .filter(|word| word.len() > 2)
        .find_map(|word| {
            let of_code = (verb == "code").then(|| format!("{word}_code"));
            scan.names
                .of(word)
                .or_else(|| scan.names.of(of_code.as_deref()?))
                .filter(|it| !it.keeps_integers())
        })
        .map(|refused| refused.class)
        .filter(|class| matches!(class, Class::Credential | Class::Secret))
}

/// Returns where a number in groups ends, and how many digits it has.
fn extent(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut end, mut digits, mut at) = (start, 0, start);
    while let Some(byte) = bytes.get(at).filter(|_| at - start < LONGEST) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                end = at + 1;
            }
            b' ' | b'-' | b'.' | b'(' | b')' if at < end + 2 => {}
            _ => break,
        }
        at += 1;
    }
    (end, digits)
}

/// Returns why the words before `at` are refused, and whether there is a verb in between.
fn subject(scan: &Scan<'_>, at: usize) -> Option<(Refused, bool)> {
    const FARTHEST: usize = 4;
    let floor = scan.floor.max(scan.found_before(at));
    let mut end = at;
    let mut is_said = false;
    for _ in 0..FARTHEST {
        let gap = scan.bytes[floor.min(end)..end]
            .iter()
            .rev()
            .take(4)
            .take_while(|b| matches!(b, b' ' | b'#'))
            .count();
        if gap == 0 {
            return None;
        }
        end -= gap;
        let length = scan.bytes[floor.min(end)..end]
            .iter()
            .rev()
            .take(12)
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        let word = scan.text.get(end - length..end)?;
        if !LINKS.iter().any(|link| word.eq_ignore_ascii_case(link)) {
            break;
        }
        is_said = true;
        end -= length;
    }
    subject::refused_words(scan, end).map(|refused| (refused, is_said))
}

/// Returns the word from `start`, alone on its line, if the last line above that is not empty announces it with a colon:
/// `Please use the following password:`. Above the output of a command there is the command:
/// `$ kubectl get secret app -o jsonpath='{.data.password}' | base64 -d`.
#[inline(never)]
pub(crate) fn alone_below(scan: &Scan<'_>, start: usize) -> Option<(usize, usize, Class)> {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 128;
    const NEAR: usize = 160;
    if start == 0 || scan.bytes[start - 1] != b'\n' {
        return None;
    }
    let length = scan.bytes[start..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_graphic())
        .count();
    let word = &scan.bytes[start..start + length];
    let is_over = matches!(scan.bytes.get(start + length), None | Some(b'\n' | b'\r'));
    let is_token = length >= SHORTEST
        && word.iter().any(u8::is_ascii_digit)
        && word.iter().any(u8::is_ascii_alphabetic)
        && !word
            .iter()
            .any(|b| matches!(b, b':' | b'=' | b'/' | b'[' | b'{' | b'"'));
    if !is_over || !is_token {
        return None;
    }
    let mut from = start.saturating_sub(NEAR).max(scan.floor.min(start));
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let above = scan.text.get(from..start)?.trim_end();
    let line = above.rsplit('\n').next()?;
    let is_output = || {
        line.starts_with("$ ")
            && word.iter().any(u8::is_ascii_lowercase)
            && word.iter().any(u8::is_ascii_uppercase)
            && !line
                .split(' ')
                .any(|word| matches!(word, "ls" | "find" | "wc"))
    };
    let line = match line.strip_suffix(':') {
        Some(line) => line,
        None if is_output() => line,
        None => return None,
    };
    let is_secret = |class: &Class| matches!(class, Class::Credential | Class::Secret);
    let class = line
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 2)
        .find_map(|word| scan.names.of(word).map(|it| it.class).filter(is_secret))
        .or_else(|| {
            // `Your new API key:`.
            subject::refused_before(scan, from + above.len() - 1).filter(is_secret)
        })?;
    Some((start, start + length, class))
}

/// Returns the word from `start` behind a row of dots that leads from a refused name to it: `dataSource.password......x`.
#[inline(never)]
pub(crate) fn behind_dots(scan: &Scan<'_>, start: usize) -> Option<(usize, usize, Class, Cause)> {
    const FEWEST: usize = 3;
    const MOST: usize = 96;
    const LONGEST: usize = 128;
    let floor = scan.floor.max(start.saturating_sub(MOST));
    let dots = scan.bytes[floor.min(start)..start]
        .iter()
        .rev()
        .take_while(|b| **b == b'.')
        .count();
    let name = start - dots;
    if dots < FEWEST || name <= floor || !scan.bytes[name - 1].is_ascii_alphanumeric() {
        return None;
    }
    let refused = scan
        .names
        .of(scan.text.get(word_start(scan, name, floor)?..name)?)?;
    let length = scan.bytes[start..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_graphic())
        .count();
    let text = scan.text.get(start..start + length)?;
    let stays = stays::may_stay(text, "", refused, false);
    (refused.class != Class::Vague && !stays).then_some((
        start,
        start + length,
        refused.class,
        Cause::Name,
    ))
}

/// Finds a number alone on its line, below a line that says what it is.
fn alone(
    scan: &Scan<'_>,
    start: usize,
    to: usize,
    digits: usize,
) -> Option<(usize, usize, Class, Cause)> {
    const NEAR: usize = 96;
    let is_alone = matches!(scan.bytes.get(to), None | Some(b'\n' | b'\r'));
    if !is_alone || !(CODE..=8).contains(&digits) || to - start > digits + 1 {
        return None;
    }
    let above = scan.bytes[..start]
        .iter()
        .rev()
        .skip(1)
        .take(NEAR)
        .take_while(|b| **b != b'\n')
        .count();
    let above = scan.text.get(start - 1 - above..start - 1)?;
    above
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 2)
        .find_map(|word| {
            scan.names
                .of(word)
                .filter(|it| !it.keeps_integers() && it.class == Class::Credential)
        })
        .map(|refused| (start, to, refused.class, Cause::Name))
}

/// Returns where an address ends: at the end of its sentence, or before a preposition.
fn address_end(scan: &Scan<'_>, from: usize) -> usize {
    let mut most = scan.text.len().min(from + LONGEST_ADDRESS);
    while !scan.text.is_char_boundary(most) {
        most -= 1;
    }
    let rest = &scan.text[from..most];
    let ends = [
        " by ", " from ", " for ", " at ", ". ", ";", "\n", "\"", "'", ")", "[",
    ];
    let length = ends
        .iter()
        .filter_map(|end| rest.find(end))
        .min()
        .unwrap_or(rest.len());
    from + rest[..length].trim_end_matches(['.', ' ']).len()
}
