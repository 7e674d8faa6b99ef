//! How the one table of policy words is asked: rows, roles and a lookup without allocation.

mod languages;
mod meanings;
mod table;

use std::sync::LazyLock;

use crate::edition::Edition;
use crate::verdict::{Class, Strength};

/// Every word of the policy: those of English and of techniques, then those of other languages.
pub(crate) static ROWS: [Row; table::ROWS.len() + languages::ROWS.len()] = {
    let mut rows = [table::ROWS[0]; table::ROWS.len() + languages::ROWS.len()];
    let mut at: usize = 1;
    while at < rows.len() {
        rows[at] = match at.checked_sub(table::ROWS.len()) {
            Some(at) => languages::ROWS[at],
            None => table::ROWS[at],
        };
        at += 1;
    }
    rows
};

/// Words of the first edition.
const fn row(role: Role, words: &'static str) -> Row {
    since(Edition::E2026, role, words)
}

/// Words that are refused from a later edition on.
const fn since(since: Edition, role: Role, words: &'static str) -> Row {
    Row { role, words, since }
}

/// What the words of a row do to a name. Words are canonical: singular, compounds opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Refused wherever they stand, unless the head noun is metadata: `password`.
    Anywhere(&'static Meaning),
    /// The same, and a measure of it is refused too: `salary amount`, `glucose level`.
    Topic(&'static Meaning),
    /// Refused as head noun or as the last words, metadata or not: `email`, `first name`.
    Tail(&'static Meaning),
    /// The same, but only when the last word is in the singular: `token`.
    TailSingular(&'static Meaning),
    /// The same, but only when the last word is in the plural: `headers`.
    TailPlural(&'static Meaning),
    /// What a word of another language begins or ends with: `geburt` in `geburtsdatum`. Refused as [`Role::Anywhere`] is.
    Root(&'static Meaning),
    /// A head noun of a language that puts it first, judged by what stands after it: `nome` in `nome_mae`.
    HeadFirst(&'static str),
    /// What stands between such a noun and what says whose it is: `da` in `nome_da_mae`.
    Particle,
    /// Refused when there is nothing else in the name: `pin`.
    Whole(&'static Meaning),
    /// Makes a soft head noun sensitive when it stands before it: `api` before `key`.
    Of(&'static str, &'static Meaning),
    /// Makes a soft head noun harmless when it stands before it: `public` before `key`.
    Spares(&'static str),
    /// Harmless as the last words, whatever they contain: `key vault name`.
    Fit,
    /// A first word that makes the rest a flag, a count or an extreme: `is`, `num`, `max`.
    Lead,
    /// The same of a setting, while a function of that name returns the thing: `ask` in `ask_password`.
    Setting,
    /// Within a name, makes it a flag or a setting: `based on`.
    Within,
    /// A head noun that says something about the thing, not the thing: `count`, `ttl`.
    Metadata,
    /// A head noun that is metadata of a secret, but the very datum of a topic: `level`, `amount`.
    Measure,
    /// A last word which leaves the thing what it is: `str`, `raw`, `value`.
    Transparent,
    /// A member that is its owner under another name: `inner`.
    Member,
    /// Says nothing of what a text holds: `key`.
    Vague,
    /// Says of a text argument no more than that it is one: `new`, `output`.
    AnyText,
    /// Says which, before a vague word: `object` before `key`.
    Tells,
    /// The same, and the text may be a whole document: `body`.
    Bulk,
    /// The same by itself: what came over the network, whole.
    Body,
    /// A verb that a function's name begins with: `validate` in `validate_api_key`.
    Verb,
    /// A verb whose function takes what it puts in the place of another: `set` in `set_password_policy`.
    Sets,
    /// A word which says how the thing before it is found, so that the argument is that: `id` in `card_id`.
    Finds,
    /// What a function does, which says what it takes: `send sms` takes a phone number.
    Takes(&'static Meaning),
    /// A verb that gives out what was hidden: `decrypt`, `expose`.
    Uncovers(&'static Meaning),
    /// The last words of a name whose text is known as fit: `id`, `locale`.
    Known,
    /// What is asked of a thing at the end of a function's name: `valid` in `is_password_valid`.
    Quality,
    /// Methods that take an element out of a collection: `first`.
    Element,
    /// A first word of functions that answer yes or no: `contains`.
    Predicate,
    /// A first word of functions that make their input fit: `redact`.
    Barrier,
    /// Functions that count, and the last word of such: `len`.
    Counts,
    /// Other functions whose result says nothing of their input: `elapsed`.
    Declassifies,
    /// Functions that turn a value into text: `to_string`, `encode`.
    Text,
    /// Closed or shortened words, and what they open to: `passwd` -> `password`.
    Opens(&'static str),
    /// Words that are found at the end of closed compounds: `userpassword`.
    Suffix,
    /// Likewise, when the part before it qualifies it: `clientkey`.
    QualifiedSuffix,
    /// Words that keep their digits: `sha256`.
    Digits,
    /// Words in the singular that end in `s`: `address`, `tls`.
    EndsInS,
}

/// Why a word is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What it stands for.
    pub(crate) class: Class,
    /// Whether an integer under the name can be fit.
    pub(crate) strength: Strength,
    /// Completes "`name` is ...".
    pub(crate) reason: &'static str,
    /// A name to record in its place.
    pub(crate) instead: Option<&'static str>,
}

/// Words that share a role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) role: Role,
    /// Words and phrases, parted by a comma and a space.
    pub(crate) words: &'static str,
    /// The first edition that they are refused in. Only roles that refuse have another one than the first.
    pub(crate) since: Edition,
}

/// Slots of the index: a power of two, at least twice the number of words.
const SLOTS: usize = 32768;

/// Where in a slot's 32 bits the row begins, counted from one; 0 is an empty slot.
const ROW_SHIFT: u32 = 23;
/// Where the word's first byte in its row begins. Below it, in eight bits, stands its length.
const START_SHIFT: u32 = 8;

/// The longest closed compound that is taken apart, in letters.
const LONGEST_COMPOUND: usize = 32;

/// The table's words by their hash.
///
/// Made when the first name is judged, in two milliseconds where nothing is optimised: for the compiler to make it as a
/// constant would take half a second of every build.
static INDEX: LazyLock<Vec<u32>> = LazyLock::new(index);

/// FNV-1a over the letters. Spaces don't count, so that `firstname` finds `first name`.
fn slot(word: &[u8]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    for letter in word {
        if *letter != b' ' {
            hash = (hash ^ u32::from(*letter)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ (hash >> 15)) as usize & (SLOTS - 1)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a test reads every word back"
)]
fn index() -> Vec<u32> {
    let mut slots = vec![0_u32; SLOTS];
    for (row, Row { words, .. }) in ROWS.iter().enumerate() {
        let mut from = 0;
        while from < words.len() {
            let to = words[from..]
                .find(',')
                .map_or(words.len(), |length| from + length);
            let mut at = slot(&words.as_bytes()[from..to]);
            while slots[at] != 0 {
                at = (at + 1) & (SLOTS - 1);
            }
            slots[at] =
                (row as u32 + 1) << ROW_SHIFT | (from as u32) << START_SHIFT | (to - from) as u32;
            from = to + 2;
        }
    }
    slots
}

/// Asks every row that may hold `phrase`, with the words as written there, until one answers.
///
/// Only words whose letters have the same hash are asked about, but for a chance collision: who
/// asks compares. A plain loop over references, since the macro that calls this is not optimised.
fn ask(edition: Edition, phrase: &str, answer: &mut dyn FnMut(Role, &'static str) -> bool) {
    let index: &[u32] = &INDEX;
    let mut at = slot(phrase.as_bytes());
    loop {
        let entry = index[at];
        if entry == 0 {
            return;
        }
        let length = (entry & 0xff) as usize;
        // A phrase is as long as its closed form, or longer by its spaces.
        if length >= phrase.len() {
            let row = &ROWS[(entry >> ROW_SHIFT) as usize - 1];
            let start = (entry >> START_SHIFT) as usize & 0x7fff;
            if row.since <= edition && answer(row.role, &row.words[start..start + length]) {
                return;
            }
        }
        at = (at + 1) & (SLOTS - 1);
    }
}

/// The first answer that a row holding exactly `phrase` gives, of those that bind in the edition.
pub(crate) fn find_in<T>(
    edition: Edition,
    phrase: &str,
    pick: impl Fn(Role) -> Option<T>,
) -> Option<T> {
    let mut found = None;
    ask(edition, phrase, &mut |role, written| {
        if written.len() == phrase.len() && written == phrase {
            found = pick(role);
        }
        found.is_some()
    });
    found
}

/// The same of roles that refuse nothing, which no edition parts.
pub(crate) fn find<T>(phrase: &str, pick: impl Fn(Role) -> Option<T>) -> Option<T> {
    find_in(Edition::NEWEST, phrase, pick)
}

/// Whether a row of this role holds exactly `phrase`.
pub(crate) fn has(phrase: &str, role: Role) -> bool {
    find(phrase, |found| (found == role).then_some(())).is_some()
}

/// What a closed or shortened word opens to: `apikey` -> `api key`, `addr` -> `address`.
pub(crate) fn opened(word: &str) -> Option<&'static str> {
    let (mut is_word, mut squashed, mut opens) = (false, None, None);
    ask(Edition::NEWEST, word, &mut |role, written| {
        if written == word {
            is_word |= !matches!(role, Role::Suffix | Role::QualifiedSuffix);
            if let Role::Opens(phrase) = role {
                opens = Some(phrase);
            }
            return opens.is_some();
        }
        let is_phrase = matches!(
            role,
            Role::Anywhere(_)
                | Role::Topic(_)
                | Role::Tail(_)
                | Role::TailSingular(_)
                | Role::TailPlural(_)
                | Role::Fit
        );
        if is_phrase && squashed.is_none() && same_letters(word, written) {
            squashed = Some(written);
        }
        false
    });
    // A word of its own right stays closed.
    opens.or(if is_word { None } else { squashed })
}

/// The two parts of a closed compound that ends in a word worth finding: `userpassword`,
/// `clientkey`. `monkey` is none, since `mon` says nothing of a key.
pub(crate) fn parted(word: &str) -> Option<(&str, &str)> {
    // A word that is known is no compound, and what is longer than this is no word.
    if word.len() < 6 || word.len() > LONGEST_COMPOUND || !word.is_ascii() || is_word(word) {
        return None;
    }
    // The longest last word wins: `userapikey` ends in `apikey`.
    (2..=word.len() - 2).find_map(|at| {
        let (first, last) = word.split_at(at);
        let is_compound = find(last, |role| match role {
            // `betoken` is an English word.
            Role::Suffix => Some(at > 2 || last.len() > 5),
            Role::QualifiedSuffix => Some(qualifies(first, last)),
            _ => None,
        });
        (is_compound == Some(true)).then_some((first, last))
    })
}

/// The shortest and the longest root, in bytes: two signs of Chinese are six.
const ROOT_LENGTHS: std::ops::RangeInclusive<usize> = 5..=24;

/// What a root that the word begins or ends with is refused for: `geburt` in `geburtsdatum`.
pub(crate) fn root(edition: Edition, word: &str) -> Option<&'static Meaning> {
    if word.len() < *ROOT_LENGTHS.start() {
        return None;
    }
    let root = |part: Option<&str>| {
        find_in(edition, part?, |role| match role {
            Role::Root(meaning) => Some(meaning),
            _ => None,
        })
    };
    ROOT_LENGTHS
        .take_while(|length| *length <= word.len())
        .find_map(|length| {
            root(word.get(..length)).or_else(|| root(word.get(word.len() - length..)))
        })
}

/// Whether a word is known for more than what compounds end in.
pub(crate) fn is_word(word: &str) -> bool {
    let is_more = |role| !matches!(role, Role::Suffix | Role::QualifiedSuffix);
    find(word, |role| is_more(role).then_some(())).is_some()
}

/// What a word and the one before it open to together: `enc_key` is `enckey`, so that open and closed forms agree.
pub(crate) fn opened_pair(first: &str, last: &str) -> Option<&'static str> {
    if first.len() < 2 || last.len() < 2 || first.len() + last.len() < 5 {
        return None;
    }
    let mut closed = String::with_capacity(first.len() + last.len());
    closed.push_str(first);
    closed.push_str(last);
    find(&closed, |role| match role {
        Role::Opens(phrase) => Some(phrase),
        _ => None,
    })
}

/// Whether `first` says that the head noun `last` is sensitive: `client` before `key`.
fn qualifies(first: &str, last: &str) -> bool {
    let is_known = |first| {
        find(first, |role| match role {
            Role::Of(head, _) if head == last => Some(()),
            _ => None,
        })
        .is_some()
    };
    // `mothersname` is the mother's.
    is_known(first) || last == "name" && first.strip_suffix('s').is_some_and(is_known)
}

fn same_letters(word: &str, phrase: &str) -> bool {
    let mut rest = word.as_bytes();
    for letter in phrase.as_bytes() {
        if *letter != b' ' {
            let Some((first, others)) = rest.split_first() else {
                return false;
            };
            if first != letter {
                return false;
            }
            rest = others;
        }
    }
    rest.is_empty()
}

/// Slots of the set of last words: a power of two, at least twice the number of words.
const END_SLOTS: usize = 2048;

/// The last words of the phrases that are refused, and the head nouns that are judged by what stands before them, by their
/// hash; an empty slot is an empty text.
///
/// Not the standard library's set: the macro never asks it, and would build all of it along for every user.
static ENDS: LazyLock<Vec<&'static str>> = LazyLock::new(ends);

fn ends() -> Vec<&'static str> {
    let mut slots = vec![""; END_SLOTS];
    for Row { role, words, .. } in &ROWS {
        let is_refused = matches!(
            role,
            Role::Anywhere(_)
                | Role::Topic(_)
                | Role::Tail(_)
                | Role::TailSingular(_)
                | Role::TailPlural(_)
        );
        if let Role::Of(head, _) = role {
            let first = head.split(' ').next().unwrap_or(head);
            let at = end_slot(&slots, first);
            slots[at] = first;
        }
        if is_refused {
            for phrase in words.split(", ") {
                if let Some((_, last)) = phrase.rsplit_once(' ') {
                    let at = end_slot(&slots, last);
                    slots[at] = last;
                }
            }
        }
    }
    slots
}

/// Where the word stands, or would stand.
fn end_slot(slots: &[&str], word: &str) -> usize {
    let mut at = slot(word.as_bytes()) & (END_SLOTS - 1);
    while !slots[at].is_empty() && slots[at] != word {
        at = (at + 1) & (END_SLOTS - 1);
    }
    at
}

/// Whether a phrase that is refused ends in this word, or whether it is judged by what stands before it.
pub(crate) fn ends_phrase(word: &str) -> bool {
    !word.is_empty() && ENDS[end_slot(&ENDS, word)] == word
}

/// Whether the word keeps its digits.
pub(crate) fn keeps_digits(word: &str) -> bool {
    has(word, Role::Digits)
}

/// Whether the word's last `s` is its own: it is listed so, or the table holds the word as it is.
pub(crate) fn ends_in_s(word: &str) -> bool {
    find(word, |role| {
        matches!(
            role,
            Role::EndsInS | Role::Anywhere(_) | Role::Topic(_) | Role::Tail(_) | Role::Root(_)
        )
        .then_some(())
    })
    .is_some()
}

#[cfg(test)]
mod tests {
    use super::{END_SLOTS, ENDS, ROWS, Role, SLOTS, ends_phrase, find_in};
    use crate::edition::Edition;
    use crate::segment::Words;
    use std::cell::RefCell;
    use std::collections::HashSet;

    fn roles(word: &str) -> Vec<Role> {
        let roles = RefCell::new(Vec::new());
        find_in(Edition::Later, word, |role| {
            roles.borrow_mut().push(role);
            None::<()>
        });
        roles.into_inner()
    }

    /// Words that are looked up stand as segmentation gives them: otherwise no name reaches them.
    #[test]
    fn every_word_can_be_reached() {
        let mut unreachable = Vec::new();
        for row in &ROWS {
            if matches!(
                row.role,
                Role::Opens(_)
                    | Role::Suffix
                    | Role::QualifiedSuffix
                    | Role::Digits
                    | Role::EndsInS
                    | Role::Member
            ) {
                continue;
            }
            for word in row.words.split(", ") {
                let words = Words::of(word);
                if words.run(0, words.len()) != word {
                    unreachable.push(format!(
                        "`{word}` is cut as `{}`",
                        words.run(0, words.len())
                    ));
                }
            }
        }
        assert!(unreachable.is_empty(), "{}", unreachable.join("\n"));
    }

    #[test]
    fn every_word_is_found_in_its_row_and_stands_once_in_a_role() {
        let mut words = 0;
        for row in &ROWS {
            for word in row.words.split(", ") {
                words += 1;
                let found = roles(word);
                assert!(
                    found.contains(&row.role),
                    "`{word}` is not found as {:?}",
                    row.role
                );
                let same = found
                    .iter()
                    .filter(|role| {
                        std::mem::discriminant(*role) == std::mem::discriminant(&row.role)
                    })
                    .filter(|role| match (role, &row.role) {
                        (Role::Of(a, _), Role::Of(b, _)) | (Role::Spares(a), Role::Spares(b)) => {
                            a == b
                        }
                        _ => true,
                    })
                    .count();
                assert_eq!(same, 1, "`{word}` stands twice as {:?}", row.role);
            }
        }
        assert!(words * 2 <= SLOTS, "the index is too full: {words} words");
        let ends = ENDS.iter().filter(|word| !word.is_empty()).count();
        assert!(
            ends * 2 <= END_SLOTS,
            "the set of last words is too full: {ends}"
        );
    }

    /// The last words of refused phrases, beside those of the standard library's set.
    #[test]
    fn every_last_word_of_a_phrase_ends_one_and_no_other_does() {
        let mut ends = HashSet::new();
        for row in &ROWS {
            match row.role {
                Role::Of(head, _) => ends.extend(head.split(' ').take(1)),
                Role::Anywhere(_)
                | Role::Topic(_)
                | Role::Tail(_)
                | Role::TailSingular(_)
                | Role::TailPlural(_) => {
                    let phrases = row.words.split(", ").filter(|words| words.contains(' '));
                    ends.extend(phrases.filter_map(|phrase| phrase.split(' ').next_back()));
                }
                _ => {}
            }
        }
        let mut others = 0;
        for word in ROWS.iter().flat_map(|row| row.words.split([',', ' '])) {
            others += usize::from(!ends.contains(word));
            assert_eq!(ends_phrase(word), ends.contains(word), "`{word}`");
        }
        assert!(ends.len() > 100 && others > 1_000);
    }
}
