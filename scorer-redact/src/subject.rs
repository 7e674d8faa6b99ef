//! Why words are refused, alone or together with those before them: `the seed phrase`, `pass phrase for /etc/tls.key`.

use scorer_instrument_policy::Class;

use crate::name::{KIND, LONGEST_NAME, NAME, back, word_start};
use crate::names::{Judged, Refused};
use crate::pair::Member;
use crate::scan::Scan;
use crate::{random, words};

/// How many words of a sentence can form a name: `the seed phrase: ..`.
const WORDS: usize = 3;

/// How many words are read to decide whether a hexadecimal number is a key.
const WORDS_OF_KEY: usize = 4;

/// Returns why the words from `start` to `end` are refused, alone or together with those before them.
pub(crate) fn words_before(scan: &Scan<'_>, start: usize, end: usize) -> Option<Refused> {
    let known = scan.names.known(scan.text.get(start..end)?);
    with_words_before(scan, start, end, known)
}

/// Does the same for words that were looked up.
pub(crate) fn with_words_before(
    scan: &Scan<'_>,
    start: usize,
    end: usize,
    known: Judged,
) -> Option<Refused> {
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
    let alone = known.refused.filter(|it| it.class != Class::Vague);
    // Most names have no words before them, or a punctuation mark.
    if start < 2
        || scan.bytes[start - 1] != b' '
        || KIND[usize::from(scan.bytes[start - 2])] & NAME == 0
            && scan.bytes[start - 2] < 0x80
            && scan.bytes[start - 2] != b' '
    {
        return alone;
    }
    let floor = scan.floor.max(scan.found_before(start));
    let mut starts = [start; WORDS];
    let (mut count, mut from, mut to) = (0, start, end);
    let mut says_something = false;
    let begins_label = scan.bytes[start].is_ascii_uppercase()
        && scan
            .bytes
            .get(start + 1)
            .is_some_and(u8::is_ascii_lowercase)
        && !known.ends_phrase
        && known.member != Member::Value;
    for place in &mut starts {
        // Each word is checked alone first, because most cannot be part of a refused name.
        let known = if count == 0 {
            known
        } else {
            scan.names.known(scan.text.get(from..to)?)
        };
        // A name does not end in a preposition or a verb: `hashes with argon2id`, `password too short: ..`.
        let word = scan.text.get(from..to)?;
        let said = words::said(word);
        // `a hardcoded password Severity: Low`: a capital within a line begins another name, unless only the words before it
        // say which one.
        if count == 1 && begins_label && word.bytes().all(|b| b.is_ascii_lowercase()) {
            break;
        }
        // A random word before it may spell a name by chance.
        if count > 0 && random::is_random(word.as_bytes()) {
            break;
        }
        let is_of = count > 0 && matches!(word, "for" | "of");
        if (said.is_joint || said.is_spoken && (count == 0 || !said.is_state)) && !is_of {
            break;
        }
        says_something |= known.ends_phrase || known.refused.is_some();
        *place = from;
        count += 1;
        if count == WORDS || !is_plain(&scan.bytes[from..to]) {
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
        // The value of another name does not belong to this one.
        if before > near && scan.bytes[before - 1] == b'=' {
            break;
        }
        (from, to) = (before, gap);
    }
    if alone.is_some() || !says_something {
        return alone;
    }
    starts[1..count].iter().find_map(|start| {
        scan.names
            .of(scan.text.get(*start..end)?)
            .filter(|it| it.class != Class::Vague)
    })
}

/// Returns the class of the words that end at `end`.
pub(crate) fn refused_before(scan: &Scan<'_>, end: usize) -> Option<Class> {
    refused_words(scan, end).map(|refused| refused.class)
}

/// Returns why the words that end at `end` are refused. They must be words of a sentence or of a program, not hosts or
/// paths.
pub(crate) fn refused_words(scan: &Scan<'_>, end: usize) -> Option<Refused> {
    let floor = scan
        .floor
        .max(scan.found_before(end))
        .max(end.saturating_sub(LONGEST_NAME));
    let end = back(scan.bytes, end, floor, |b| matches!(b, b'"' | b'\'' | b'`'));
    let start = word_start(scan, end, floor)?;
    // `acme:dbPassword  x`: a name of a namespace, in a column of its own; `//host/:_password x`.
    let is_column = scan.bytes[end..].starts_with(b"  ") || scan.bytes[..start].ends_with(b"/:");
    let is_within = start > floor
        && matches!(scan.bytes[start - 1], b'/' | b'@' | b':' | b'\\')
        && !(is_column && scan.bytes[start - 1] == b':')
        && !is_keyword(scan.bytes, start);
    if is_within {
        return None;
    }
    match scan.bytes[start..end].iter().rposition(|b| *b == b'.') {
        // `var.admin_password`. The last part of a host is one word.
        Some(dot) if scan.bytes[start + dot..end].contains(&b'_') => {
            words_before(scan, start + dot + 1, end)
        }
        Some(_) => None,
        None => words_before(scan, start, end),
    }
}

/// Whether the colon before `start` begins a Clojure keyword: `{:password "x"}`.
fn is_keyword(bytes: &[u8], start: usize) -> bool {
    matches!(
        bytes[..start],
        [.., b' ' | b'{' | b'(' | b'[' | b',' | b'\n', b':'] | [b':']
    )
}

/// Returns the class if words near a hexadecimal number make it a key: words before it, with any separator, or words in
/// brackets after it.
pub(crate) fn around_key(scan: &Scan<'_>, from: usize, to: usize) -> Option<Class> {
    const NEAR: usize = 96;
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
    // `LocalWallet: failed for 0x-prefixed key 0x..`: no word says which key, but the line says whose.
    let of_line = || {
        if words[..] != ["key"] {
            return None;
        }
        let line = before.rsplit('\n').next().unwrap_or(before);
        line.split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.len() > 3)
            .find_map(|word| {
                scan.names
                    .of(&format!("{word}_key"))
                    .filter(|it| matches!(it.class, Class::Credential | Class::Secret))
            })
    };
    judged(&words)
        .or_else(of_line)
        .or_else(|| judged(&after.split(' ').collect::<Vec<_>>()))
        .map(|refused| refused.class)
}

/// Whether these are words of a sentence. An identifier of a program is complete by itself.
fn is_plain(words: &[u8]) -> bool {
    !words
        .iter()
        .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-' | b'#'))
}
