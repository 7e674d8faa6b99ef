//! What words say about a value: that it is in some state, that there is none, or that a sentence continues.
//!
//! These are word lists, because nothing else distinguishes `token: done` from `token: swordfish`: any word can be a
//! password. Words that can be recognised by their form are (`is_participle`); the lists contain the rest.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Seeded;

/// Words in place of a missing value, or words for the state of a value.
const STATES: &[&str] = &[
    "absent",
    "active",
    "admin",
    "always",
    "any",
    "bad",
    "blank",
    "default",
    "done",
    "empty",
    "error",
    "failure",
    "false",
    "found",
    "hidden",
    "inactive",
    "incorrect",
    "invalid",
    "lax",
    "logout",
    "mismatch",
    "n/a",
    "na",
    "never",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "off",
    "ok",
    "okay",
    "on",
    "open",
    "optional",
    "present",
    "ready",
    "reset",
    "saved",
    "secure",
    "sent",
    "set",
    "strict",
    "success",
    "tbd",
    "todo",
    "true",
    "unknown",
    "unset",
    "used",
    "valid",
    "wrong",
    "yes",
];

/// Verbs, auxiliaries and similar words. These are closed classes of the grammar, which have few members and no common
/// form. They occur in sentences, and only by chance in a phrase of random words.
const SPEECH: &[&str] = &[
    "after",
    "already",
    "are",
    "be",
    "because",
    "before",
    "can",
    "cannot",
    "connection",
    "could",
    "denied",
    "did",
    "does",
    "error",
    "expected",
    "expired",
    "failed",
    "had",
    "has",
    "have",
    "invalid",
    "is",
    "line",
    "missing",
    "mismatch",
    "must",
    "no",
    "none",
    "not",
    "os",
    "refused",
    "rejected",
    "required",
    "should",
    "since",
    "timed",
    "too",
    "unable",
    "unexpected",
    "unknown",
    "until",
    "was",
    "were",
    "when",
    "will",
    "without",
    "within",
    "ms",
    "done",
    "set",
    "dropped",
    "found",
    "unsupported",
    "reset",
];

/// Words that join those around them, also a closed class.
const JOINTS: &[&str] = &[
    "a", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "than", "that", "the",
    "this", "to", "via", "with", "your",
];

/// What a word can be: a state, a part of a sentence, or a joining word.
const STATE: u8 = 1;

const SPOKEN: u8 = 2;

const JOINT: u8 = 4;

static WORDS: LazyLock<HashMap<&'static [u8], u8, Seeded>> = LazyLock::new(|| {
    let mut words = HashMap::with_hasher(Seeded::new());
    for (list, kind) in [(STATES, STATE), (SPEECH, SPOKEN), (JOINTS, JOINT)] {
        for word in list {
            *words.entry(word.as_bytes()).or_default() |= kind;
        }
    }
    words
});

/// What a word says.
#[derive(Clone, Copy)]
pub(crate) struct Said {
    /// It names a state: `expired`, `ok`.
    pub(crate) is_state: bool,
    /// It is a verb, an auxiliary or a similar word.
    pub(crate) is_spoken: bool,
    /// It joins those around it.
    pub(crate) is_joint: bool,
}

/// Returns what a word says.
pub(crate) fn said(word: &str) -> Said {
    let kinds = kinds(word);
    Said {
        is_state: kinds & STATE != 0 || is_participle(word),
        is_spoken: kinds & SPOKEN != 0,
        is_joint: kinds & JOINT != 0,
    }
}

/// Whether a sentence continues with this word, so that the value ended before it.
pub(crate) fn goes_on(word: &str) -> bool {
    kinds(word) != 0 || is_participle(word)
}

/// The lengths of all these words, by first letter, which rules out most words quickly.
static LENGTHS: [u32; 32] = {
    let mut table = [0; 32];
    let lists = [STATES, SPEECH, JOINTS];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let word = lists[list][at].as_bytes();
            table[word[0] as usize % 32] |= 1 << word.len();
            at += 1;
        }
        list += 1;
    }
    table
};

fn is_letters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether a text is a word for the state of a value, possibly in brackets, or the name of a variant with such a word.
pub(crate) fn is_state(text: &str) -> bool {
    let bare = if is_letters(text) {
        text
    } else {
        text.trim_matches(['<', '>', '[', ']', '(', ')', '.', '!', ' ', ','])
    };
    if !bare.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/') {
        return false;
    }
    if is_stated(bare) {
        return true;
    }
    // `ExpiredSignature`, `InvalidToken`.
    let is_variant = bare.bytes().all(|b| b.is_ascii_alphabetic())
        && bare.starts_with(|c: char| c.is_ascii_uppercase())
        && bare.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    is_variant && capitalised(bare).any(is_stated)
}

/// Whether a word describes a state.
fn is_stated(word: &str) -> bool {
    kinds(word) & STATE != 0 || is_participle(word)
}

/// Whether a word describes a state by its form: `expired`, `refreshing`, `unreadable`.
pub(crate) fn is_participle(word: &str) -> bool {
    const SHORTEST: usize = 6;
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
    word.len() >= SHORTEST
        && ["ed", "ing", "able", "ible"]
            .iter()
            .any(|end| word.ends_with(end))
        && word.get(1..).is_some_and(is_word)
}

/// Returns the words of `ExpiredSignature`.
fn capitalised(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_uppercase())
            .map_or(rest.len(), |(at, _)| at);
        let (word, left) = rest.split_at(end);
        rest = left;
        Some(word)
    })
}

/// Returns what a word can be, ignoring case.
fn kinds(word: &str) -> u8 {
    const LONGEST: usize = 16;
    let mut lower = [0; LONGEST];
    let first = word.bytes().next().unwrap_or_default();
    let Some(lower) = lower
        .get_mut(..word.len())
        .filter(|_| LENGTHS[usize::from(first % 32)] & 1 << word.len() != 0)
    else {
        return 0;
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    WORDS.get(&*lower).copied().unwrap_or_default()
}

/// Whether a text is several ordinary words, at least one of which is not a noun. It then says something about the
/// value.
pub(crate) fn is_sentence(text: &str) -> bool {
    const LOOKED_AT: usize = 200;
    if !text.contains(' ') || text.len() > LOOKED_AT {
        return false;
    }
    // `3 attempts left` is a count.
    let counted = text.split_once(' ').is_some_and(|(count, rest)| {
        count.len() <= 3
            && count.bytes().all(|b| b.is_ascii_digit())
            && (rest.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') || is_share(rest))
    });
    if counted {
        return true;
    }
    let (mut words, mut speech, mut states) = (0, 0, 0);
    let mut ends_in_state = false;
    for word in text.split([' ', '\n']) {
        let is_letters = is_letters(word);
        let bare = if is_letters {
            word
        } else {
            word.trim_matches([
                '.', ',', ';', '!', '?', '(', ')', '"', '\'', '`', ':', '[', ']', '<', '>',
            ])
        };
        if bare.is_empty() {
            continue;
        }
        if !(is_letters && is_short_word(bare) || is_plain(bare)) {
            return false;
        }
        words += 1;
        let kind = kinds(bare);
        speech += usize::from(kind & SPOKEN != 0);
        // A word for a state may itself be part of a value: `open sesame`. With a joining word, it describes something.
        // `updated successfully` says how something was done.
        let is_manner = ends_in_state && bare.len() > 4 && bare.ends_with("ly");
        ends_in_state = is_manner || kind & STATE != 0 || is_participle(bare);
        states += usize::from(ends_in_state) + usize::from(kind & JOINT != 0);
    }
    words >= 2 && (speech >= 1 || states >= 2 || ends_in_state)
}

/// Whether a count goes on with what it is one of: `FAIL of 15`.
fn is_share(rest: &str) -> bool {
    const DIGITS: usize = 6;
    rest.split_once(" of ").is_some_and(|(what, all)| {
        let all = all.split(' ').next().unwrap_or(all);
        is_letters(what) && all.len() <= DIGITS && all.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether letters are a word with one capital at most, which begins it.
fn is_short_word(word: &str) -> bool {
    const LONGEST: usize = 24;
    word.len() <= LONGEST && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
}

/// Whether a word is one of a sentence, a number, or an identifier, and not a mix of letters and digits.
fn is_plain(word: &str) -> bool {
    const LONGEST: usize = 24;
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let turns = word
        .as_bytes()
        .windows(2)
        .filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
        .count();
    if digits > 0 && letters == 0 {
        return word.len() <= 5 || word.contains(['.', '-', ':']);
    }
    if digits > 0 {
        // `4ms`, `2026-05-01T00:00:00Z`.
        let is_time =
            word.starts_with(|c: char| c.is_ascii_digit()) && letters <= 2 && word.len() <= LONGEST;
        return is_time;
    }
    word.len() <= LONGEST
        && turns <= 2
        && word
            .chars()
            .all(|c| c.is_alphabetic() || "-_'’./&<>:".contains(c))
}
