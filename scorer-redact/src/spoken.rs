//! A secret in a sentence: a word that can only be a secret, after a refused name and a space:
//! `session token b6c1396ec292 revoked`, `my password is Trustno1`.

use scorer_instrument_policy::{Class, Strength};

use crate::name::{LONGEST_NAME, word_before, word_start};
use crate::names::Refused;
use crate::random::{self, is_random};
use crate::scan::Scan;
use crate::text::Found;
use crate::{Cause, refusal, stays, subject};

/// The longest word that is checked from its beginning.
const LONGEST: usize = 4096;

/// How far the beginning of a word is searched. Anything longer is not a word of a sentence.
const BACK: usize = 64;

/// From this length on, a hexadecimal number may be farther from the name of a key.
const HEX_KEY: usize = 60;

/// The length of an address of Ethereum: <https://ethereum.org/en/developers/docs/accounts/>.
const ADDRESS: usize = 42;

/// Words between a name and its value.
const LINKS: [&str; 15] = [
    "from", "is", "was", "are", "id", "of", "echo", "to", "set", "changed", "updated", "reset",
    "been", "has", "now",
];

/// Returns the secret that contains the run of letters and digits from `start` to `end`.
#[inline]
pub(crate) fn word(
    scan: &mut Scan<'_>,
    start: usize,
    end: usize,
    has_letters: bool,
) -> Option<(usize, usize, Class, Cause)> {
    // A word begins after a space. Anything else belongs to what follows a separator.
    let before = scan.bytes[start.checked_sub(1)?];
    let is_first = KIND[usize::from(before)] & EDGE != 0;
    let is_later = KIND[usize::from(before)] & JOINT != 0 && start > scan.spoken_to;
    if !(is_first && has_letters || is_later) {
        return None;
    }
    closer(scan, start, end, is_first)
}

fn closer(
    scan: &mut Scan<'_>,
    start: usize,
    end: usize,
    is_first: bool,
) -> Option<(usize, usize, Class, Cause)> {
    let floor = scan.floor.max(scan.found_before(start));
    let begin = if is_first {
        start
    } else {
        beginning(scan, start, floor)
    };
    let to = word_end(scan.bytes, begin, end);
    scan.spoken_to = to;
    // There must be a name of at least one letter, and a space.
    if begin <= floor.max(1) || KIND[usize::from(scan.bytes[begin - 1])] & EDGE == 0 {
        return None;
    }
    // A name ends in a letter, in a quote or in a bracket.
    let is_named = begin > 1
        && (scan.bytes[begin - 2].is_ascii_alphabetic()
            || matches!(
                scan.bytes[begin - 2],
                b'"' | b'\'' | b'`' | b' ' | b')' | b'/' | 0x80..
            ));
    if !is_named && to - begin < HEX_KEY {
        return None;
    }
    let text = scan.text.get(begin..to)?;
    // The address of a contract is public, and its token is what it trades: `ERC20 token 0xfB69..`.
    if text.len() == ADDRESS && text.starts_with("0x") && is_hex(text) {
        return None;
    }
    // `verified signature of tool-2.4.1.tar.gz`.
    if scan.bytes[..begin].ends_with(b" of ") && is_file(text) {
        return None;
    }
    let is_value = is_random(text.as_bytes())
        || is_said(scan, begin, text.as_bytes())
        || is_chosen(scan, begin, to)
        || random::is_uuid(text.as_bytes())
            && name_before(scan, begin).is_some_and(|it| it.class == Class::Credential);
    if !is_value {
        return is_number_of_identity(scan, begin, to, floor)
            .map(|class| (begin, to, class, Cause::Name));
    }
    if to - begin >= HEX_KEY && is_hex(text) {
        if let Some(refused) = subject::around_key(scan, begin, to) {
            return Some((begin, to, refused, Cause::Name));
        }
    }
    if let Some(class) = listed_below(scan, begin) {
        return Some((begin, to, class, Cause::Name));
    }
    if is_behind_user(scan, begin) {
        return Some((begin, to, Class::Credential, Cause::Name));
    }
    let refused = subject(scan, begin, floor)
        .or_else(|| compared(scan, begin, to))
        .or_else(|| qualified(scan, begin, floor))?;
    // `changed from x to y`.
    if scan.bytes[..begin].ends_with(b"from ") && scan.bytes[to..].starts_with(b" to ") {
        let start = to + 4;
        let end = start + run_of_word(&scan.bytes[start..]);
        if start < end {
            scan.mark(Found {
                start,
                end,
                class: refused,
                cause: Cause::Name,
            });
        }
    }
    Some((begin, to, refused, Cause::Name))
}

/// Returns the class of the credential that a check is about, if this is what it expected or got:
/// `csrf mismatch: got x want y`.
fn compared(scan: &Scan<'_>, begin: usize, to: usize) -> Option<Class> {
    const SHORTEST: usize = 16;
    let (from, word) = word_before(scan.text, begin)?;
    if to - begin < SHORTEST || !refusal::COMPARED.contains(&word) {
        return None;
    }
    refusal::named_in_clause(scan, from).map(|refused| refused.class)
}

/// Returns the class of the words before those that say which one it is: `API key for project 41 is x`.
fn qualified(scan: &Scan<'_>, begin: usize, floor: usize) -> Option<Class> {
    const FAR: usize = 48;
    let mut from = begin.saturating_sub(FAR).max(floor);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let clause = scan.text.get(from..begin)?;
    let clause = clause
        .strip_suffix(" is ")
        .or_else(|| clause.strip_suffix(" was "))?;
    let clause_start = clause
        .rfind(['.', ';', ':', '=', '"', '\n'])
        .map_or(0, |at| at + 1);
    let joint = clause[clause_start..].find(" for ")?;
    let class = subject::refused_before(scan, from + clause_start + joint)?;
    matches!(class, Class::Credential | Class::Secret).then_some(class)
}

/// Returns the class of the item above in a numbered list, if that was found to be a secret and ends its line:
/// `(0) 0x7cdc..` and `(1) 0xa6c0..` below it.
fn listed_below(scan: &Scan<'_>, begin: usize) -> Option<Class> {
    const NEAR: usize = 8;
    let above = scan.found.last()?;
    let sign = scan.bytes.get(above.end..begin)?.strip_prefix(b"\n")?;
    let sign = sign.strip_suffix(b" ")?;
    let is_sign = sign.len() <= NEAR
        && sign.iter().any(u8::is_ascii_digit)
        && sign.iter().all(|b| {
            b.is_ascii_digit() || matches!(b, b'(' | b')' | b'[' | b']' | b'.' | b':' | b' ')
        });
    (is_sign && matches!(above.class, Class::Credential | Class::Secret)).then_some(above.class)
}

/// Whether a word after a verb is a value: letters of both cases with digits, but not as short as the name of an
/// algorithm. An example is `my password is Trustno1`.
fn is_said(scan: &Scan<'_>, begin: usize, word: &[u8]) -> bool {
    const SHORTEST: usize = 8;
    let before = &scan.bytes[begin.saturating_sub(5)..begin];
    word.len() >= SHORTEST
        && (before.ends_with(b"from ")
            || before.ends_with(b" is ")
            || before.ends_with(b" was ")
            || before.ends_with(b" to "))
        && word.iter().any(u8::is_ascii_digit)
        && word.iter().any(u8::is_ascii_uppercase)
        && word.iter().any(u8::is_ascii_lowercase)
}

/// Whether a word is a password that somebody chose, which may look like words: it has digits, directly follows the name
/// of a credential that is no count and no number, and is the last word of its line. An example is
/// `rootpw harbor-saddle63`.
fn is_chosen(scan: &Scan<'_>, begin: usize, to: usize) -> bool {
    const SHORTEST: usize = 8;
    let word = &scan.bytes[begin..to];
    let last = word
        .split(|b| !b.is_ascii_alphanumeric())
        .next_back()
        .unwrap_or(word);
    let is_last = matches!(
        scan.bytes.get(to),
        None | Some(b'\n' | b'\r' | b'"' | b'\'')
    );
    // `sha256`, `2026-11-29`, `v2`.
    let letters = word.iter().filter(|b| b.is_ascii_alphabetic()).count();
    is_last
        && word.len() >= SHORTEST
        && word[0].is_ascii_alphabetic()
        && letters >= 6
        && last.iter().any(u8::is_ascii_digit)
        && !is_algorithm(word)
        && !word.contains(&b'/')
        && name_before(scan, begin)
            .is_some_and(|it| it.class == Class::Credential && it.strength != Strength::Soft)
}

/// Returns why the word before the space at `begin - 1` is refused by itself.
fn name_before(scan: &Scan<'_>, begin: usize) -> Option<Refused> {
    let floor = scan.floor.max(begin.saturating_sub(LONGEST_NAME));
    let start = word_start(scan, begin - 1, floor.min(begin - 1))?;
    scan.names.of(scan.text.get(start..begin - 1)?)
}

/// Whether a word follows a user name and a slash, after words that announce them: `login with admin / x`.
fn is_behind_user(scan: &Scan<'_>, begin: usize) -> bool {
    const NEAR: usize = 64;
    const WORDS: [&str; 5] = [
        "login with",
        "log in with",
        "login as",
        "sign in with",
        "credentials",
    ];
    let mut from = begin.saturating_sub(NEAR);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let before = scan.text[from..begin]
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    let Some(before) = before.strip_suffix(" / ") else {
        return false;
    };
    let user = before.rsplit(' ').next().unwrap_or(before);
    let before = before[..before.len() - user.len()].trim_end_matches([' ', ':']);
    // `the staging box is ops / x`.
    let is_said = before.ends_with(" is")
        && !user.is_empty()
        && user.bytes().all(|b| b.is_ascii_lowercase())
        && !is_hash(&scan.bytes[begin..]);
    if is_said {
        return true;
    }
    WORDS.iter().any(|words| {
        before
            .get(before.len().saturating_sub(words.len())..)
            .is_some_and(|end| end.eq_ignore_ascii_case(words))
    })
}

/// Whether this is the name of a file with a version: words, numbers, and the kind of the file at the end.
fn is_file(text: &str) -> bool {
    const KIND: usize = 4;
    let is_kind = |kind: &str| (2..=KIND).contains(&kind.len()) && is_letters(kind);
    text.rsplit_once('.').is_some_and(|(stem, kind)| {
        is_kind(kind)
            && stem
                .split(['.', '-', '_'])
                .all(|part| is_letters(part) || part.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a word of hexadecimal digits begins here, as a commit has.
fn is_hash(rest: &[u8]) -> bool {
    let word = rest.split(|b| !b.is_ascii_alphanumeric()).next();
    word.is_some_and(|word| word.iter().all(u8::is_ascii_hexdigit))
}

/// Whether a word names how a password is stored: `scram-sha-256`, `pbkdf2`, `bcrypt12`.
pub(crate) fn is_algorithm(word: &[u8]) -> bool {
    const ALGORITHMS: [&[u8]; 8] = [
        b"aes", b"argon2", b"bcrypt", b"hmac", b"md5", b"pbkdf2", b"scram", b"sha",
    ];
    ALGORITHMS
        .iter()
        .any(|own| word.len() > own.len() && word[..own.len()].eq_ignore_ascii_case(own))
}

/// Returns the class of the number of a document, which begins with one or two letters: `passport K48201177`.
fn is_number_of_identity(scan: &Scan<'_>, begin: usize, to: usize, floor: usize) -> Option<Class> {
    const FEWEST: usize = 6;
    let word = &scan.bytes[begin..to];
    let letters = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = word[letters..]
        .iter()
        .filter(|b| b.is_ascii_digit())
        .count();
    let is_number = (1..=2).contains(&letters)
        && digits >= FEWEST
        && digits + letters == word.len()
        && word.len() <= 12;
    if !is_number {
        return None;
    }
    refused_behind_links(scan, begin, floor).filter(|class| *class == Class::Pii)
}

/// The roles of a byte in a word: a part of it, a joining character, or one that may precede it.
const PART: u8 = 1;
const JOINT: u8 = 2;
const EDGE: u8 = 4;

static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = PART;
        }
        byte += 1;
    }
    let sets: [(&[u8], u8); 3] = [
        (b"-_.!~+/$@%^*&=#?", PART),
        (b"-_.!~+/$", JOINT),
        (b" \n(", EDGE),
    ];
    let mut set = 0;
    while set < sets.len() {
        let mut at = 0;
        while at < sets[set].0.len() {
            table[sets[set].0[at] as usize] |= sets[set].1;
            at += 1;
        }
        set += 1;
    }
    table
};

fn is_part(byte: u8) -> bool {
    KIND[usize::from(byte)] & PART != 0
}

/// Returns where the word begins that contains the part at `at`.
fn beginning(scan: &Scan<'_>, at: usize, floor: usize) -> usize {
    let from = floor.max(at.saturating_sub(BACK));
    let length = scan.bytes[from..at]
        .iter()
        .rev()
        .take_while(|b| is_part(**b))
        .count();
    at - length
}

/// Returns where the word ends, without a full stop.
fn word_end(bytes: &[u8], begin: usize, end: usize) -> usize {
    let most = bytes.len().min(end + LONGEST);
    let run = bytes[end..most].iter().take_while(|b| is_part(**b)).count();
    let word = &bytes[begin..end + run];
    let points = word
        .iter()
        .rev()
        .take_while(|b| matches!(b, b'.' | b'?' | b'!'))
        .count();
    (begin + word.len() - points).max(end)
}

fn run_of_word(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take(LONGEST)
        .take_while(|b| is_part(**b))
        .count()
}

fn is_hex(word: &str) -> bool {
    let digits = word.strip_prefix("0x").unwrap_or(word);
    digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Returns the class if the words before `at` make what follows a secret.
pub(crate) fn subject(scan: &Scan<'_>, at: usize, floor: usize) -> Option<Class> {
    let class = refused_behind_links(scan, at, floor)?;
    matches!(class, Class::Credential | Class::Secret | Class::Team).then_some(class)
}

/// Returns the class if the words before `at` are refused, directly or before joining words.
fn refused_behind_links(scan: &Scan<'_>, at: usize, floor: usize) -> Option<Class> {
    const GAP: usize = 8;
    let near = floor.max(at.saturating_sub(GAP));
    let mut end = back(scan, at, near, |b| {
        matches!(b, b' ' | b'"' | b'\'' | b'`' | b'(' | b'<')
    });
    if end == at || !scan.bytes[end..at].contains(&b' ') {
        return None;
    }
    for _ in 0..5 {
        let start = back(scan, end, floor.max(end.saturating_sub(12)), |b| {
            b.is_ascii_alphabetic()
        });
        let word = scan.text.get(start..end)?;
        let is_link = LINKS.iter().any(|link| word.eq_ignore_ascii_case(link));
        if !is_link && !stays::is_participle(word) {
            break;
        }
        end = back(scan, start, floor, |b| matches!(b, b' ' | b'(' | b'<'));
    }
    subject::refused_before(scan, end)
}

fn back(scan: &Scan<'_>, end: usize, floor: usize, is: impl Fn(u8) -> bool) -> usize {
    let run = scan.bytes[floor.min(end)..end]
        .iter()
        .rev()
        .take_while(|b| is(**b))
        .count();
    end - run
}
