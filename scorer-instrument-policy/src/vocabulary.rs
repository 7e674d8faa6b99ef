//! Looks up words in the policy's table: rows, roles, and a lookup without allocation.

mod languages;
mod meanings;
mod standards;
mod table;

pub(crate) use meanings::{ANY_URL, IP, PERSON, SIGNATURE, TICKET};

use std::sync::LazyLock;

use crate::edition::Edition;
use crate::verdict::{Class, Strength};

/// All words of the policy: those of English and of technology, those of other languages, and those of public
/// standards.
pub(crate) static ROWS: [Row; TABLES[0].len() + TABLES[1].len() + TABLES[2].len()] = {
    let mut rows = [TABLES[0][0]; TABLES[0].len() + TABLES[1].len() + TABLES[2].len()];
    let (mut table, mut from, mut at) = (0, 0, 0);
    while at < rows.len() {
        if at - from == TABLES[table].len() {
            from = at;
            table += 1;
        }
        rows[at] = TABLES[table][at - from];
        at += 1;
    }
    rows
};

const TABLES: [&[Row]; 3] = [table::ROWS, languages::ROWS, standards::ROWS];

/// Words of the first edition.
const fn row(role: Role, words: &'static str) -> Row {
    since(Edition::E2026, role, words)
}

/// Words that are refused from a later edition on.
const fn since(since: Edition, role: Role, words: &'static str) -> Row {
    Row { role, words, since }
}

/// What the words of a row mean for a name. Words are in canonical form: in the singular, with compounds split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Refused anywhere, unless the head noun is metadata: `password`.
    Anywhere(&'static Meaning),
    /// The same, and a measure of it is refused too: `salary amount`, `glucose level`.
    Topic(&'static Meaning),
    /// Refused as the head noun or as the last words, even if they are metadata: `email`, `first name`.
    Tail(&'static Meaning),
    /// The same, but only when the last word is in the singular: `token`.
    TailSingular(&'static Meaning),
    /// The same, but only when the last word is in the plural: `headers`.
    TailPlural(&'static Meaning),
    /// The beginning or the end of a word of another language: `geburt` in `geburtsdatum`. Refused like
    /// [`Role::Anywhere`].
    Root(&'static Meaning),
    /// A head noun of a language that puts it first. It is judged by the words after it: `nome` in `nome_mae`.
    HeadFirst(&'static str),
    /// The same for a head noun that describes the thing and is not the thing itself: `tipo` in `tipo_chave`.
    DescribesFirst,
    /// The end of a word of another language that describes the thing before it: `laenge` in `passwortlaenge`. It may
    /// be a word of its own.
    DescribesEnd,
    /// What a person does with a record: `created` in `created_by`.
    Act,
    /// Refused beside a name that marks the same group: `to` beside `subject` is where a mail goes.
    Among(&'static str, &'static Meaning),
    /// Marks a group of names: `subject` that of a mail.
    Marks(&'static str),
    /// The end of a name that says only how its bytes are written: `b64` in `seed_b64`.
    Encoding,
    /// A head noun of another language that counts what follows in the plural: `nombre` in `nombre_jetons`.
    CountsFirst,
    /// A preposition after a head noun, before the word that says which one it is: `for` in `token_for_user`.
    Joins,
    /// A word between such a noun and the word that says whose it is: `da` in `nome_da_mae`.
    Particle,
    /// Refused if there is nothing else in the name: `pin`.
    Whole(&'static Meaning),
    /// The same, if it is written in the plural: `pins`.
    WholePlural(&'static Meaning),
    /// Makes a soft head noun after it sensitive: `api` before `key`.
    Of(&'static str, &'static Meaning),
    /// Makes a soft head noun after it harmless: `public` before `key`.
    Spares(&'static str),
    /// Harmless as the last words, whatever they contain: `key vault name`.
    Fit,
    /// A first word that makes the rest a flag, a count or an extreme: `is`, `num`, `max`.
    Lead,
    /// The same for a setting. A function of that name returns the thing itself: `ask` in `ask_password`.
    Setting,
    /// Makes a name that contains it a flag or a setting: `based on`.
    Within,
    /// A head noun that describes the thing and is not the thing itself: `count`, `ttl`.
    Metadata,
    /// A head noun that is metadata of a secret, but is itself the data of a topic: `level`, `amount`.
    Measure,
    /// A last word that does not change what the thing is: `str`, `raw`, `value`.
    Transparent,
    /// A member that stands for its owner: `inner`.
    Member,
    /// Says nothing about what a text contains: `key`.
    Vague,
    /// A whole dotted name under which a convention records content as it came: `db.query.text`.
    Raw,
    /// The first words of such a name, of which the last part is a key: `http.request.header.x-custom`.
    RawUnder,
    /// Says only that an argument is text: `new`, `output`.
    AnyText,
    /// A name of a text that is a piece of a document: `row`.
    Piece,
    /// Says which one a vague word after it is: `object` before `key`.
    Tells,
    /// A vague word whose text may be a whole document: `body`.
    Bulk,
    /// A word that by itself means a whole message from the network.
    Body,
    /// A last word of an owner's name that says only that it holds something: `entry` in `error_entry`.
    Container,
    /// A last word of a number's name that says in what it is counted: `cents` in `amount_cents`.
    Unit,
    /// A verb that a function's name begins with: `validate` in `validate_api_key`.
    Verb,
    /// A verb for a function that takes the replacement of something: `set` in `set_password_policy`.
    Sets,
    /// A word for how the thing before it is found, so that the argument is that word's value: `id` in `card_id`.
    Finds,
    /// An action that says what a function takes: `send sms` takes a phone number.
    Takes(&'static Meaning),
    /// A verb for a function that uses something up: `consume` in `consume_ticket`.
    Consumes,
    /// What gives access once, to whoever presents it: `ticket` in `consume_ticket`.
    Presented,
    /// A verb that reveals something hidden: `decrypt`, `expose`.
    Uncovers(&'static Meaning),
    /// A verb whose function makes something that gives access, if its name does not say what else: `sign`, `issue`.
    Makes(&'static Meaning),
    /// A place that keeps secrets, whatever it is asked for: `vault`.
    Keeper,
    /// What keeps the things that are named before it: `store` in `secret_store`.
    KeeperOf,
    /// A last word that says that the name before it was counted, or what was done to it: `left` in `attempts_left`.
    Counted,
    /// The last words of a name whose text is known to be safe: `id`, `locale`.
    Known,
    /// What is asked about a thing, at the end of a function's name: `valid` in `is_password_valid`.
    Quality,
    /// Methods that take an element out of a collection: `first`.
    Element,
    /// The first word of functions that answer yes or no: `contains`.
    Predicate,
    /// The first word of functions that make their input safe to record: `redact`.
    Barrier,
    /// Functions that count, and the last word of their names: `len`.
    Counts,
    /// Other functions whose result says nothing about their input: `elapsed`.
    Declassifies,
    /// Functions that turn a value into text: `to_string`, `encode`.
    Text,
    /// Compounds and abbreviations, with what they expand to: `passwd` -> `password`.
    Opens(&'static str),
    /// The same, only at the end of a name: `no` in `card_no` -> `number`.
    OpensAtEnd(&'static str),
    /// Words that are found at the end of a compound: `userpassword`.
    Suffix,
    /// The same, if the part before the word qualifies it: `clientkey`.
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
    /// Whether an integer under the name can be safe to record.
    pub(crate) strength: Strength,
    /// Completes "`name` is ...".
    pub(crate) reason: &'static str,
    /// A name to record instead.
    pub(crate) instead: Option<&'static str>,
}

/// Words that share a role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) role: Role,
    /// Words and phrases, separated by a comma and a space.
    pub(crate) words: &'static str,
    /// The first edition in which they are refused. Only roles that refuse can have another edition than the first.
    pub(crate) since: Edition,
}

/// The number of slots in the index: a power of two, at least twice the number of words.
const SLOTS: usize = 32768;

/// In the 32 bits of a slot, the position of the row's number. Rows are counted from one; 0 is an empty slot.
const ROW_SHIFT: u32 = 23;
/// The position of the offset at which the word begins in its row. The eight bits below it hold the length of the word.
const START_SHIFT: u32 = 8;

/// The longest compound that is split, in letters.
const LONGEST_COMPOUND: usize = 32;

/// The words of the table by their hash.
///
/// It is built when the first name is judged, which takes two milliseconds without optimisation. As a constant, it
/// would add half a second to every build.
static INDEX: LazyLock<Vec<u32>> = LazyLock::new(index);

/// FNV-1a over the letters. Spaces are ignored, so that `firstname` finds `first name`.
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

/// Passes every row that may contain `phrase` to `answer`, with the words as they are written there, until one returns
/// true.
///
/// Apart from hash collisions, these are words with the same letters, so the caller has to compare. It is a plain loop
/// over references, because the macro that calls it is not optimised.
fn ask(edition: Edition, phrase: &str, answer: &mut dyn FnMut(Role, &'static str) -> bool) {
    let index: &[u32] = &INDEX;
    let mut at = slot(phrase.as_bytes());
    loop {
        let entry = index[at];
        if entry == 0 {
            return;
        }
        let length = (entry & 0xff) as usize;
        // A phrase is as long as its form without spaces, or longer by its spaces.
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

/// Returns the first answer of a row that contains exactly `phrase` and applies in the edition.
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

/// The same, for roles that refuse nothing and so do not depend on the edition.
pub(crate) fn find<T>(phrase: &str, pick: impl Fn(Role) -> Option<T>) -> Option<T> {
    find_in(Edition::NEWEST, phrase, pick)
}

/// Whether a row of this role contains exactly `phrase`.
pub(crate) fn has(phrase: &str, role: Role) -> bool {
    find(phrase, |found| (found == role).then_some(())).is_some()
}

/// Returns the expansion of a compound or an abbreviation: `apikey` -> `api key`, `addr` -> `address`.
pub(crate) fn opened(word: &str) -> Option<&'static str> {
    let (mut is_word, mut squashed, mut opens) = (false, None, None);
    ask(Edition::NEWEST, word, &mut |role, written| {
        if written == word {
            is_word |= !matches!(
                role,
                Role::Suffix | Role::QualifiedSuffix | Role::OpensAtEnd(_)
            );
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
    // A word with an entry of its own is not expanded.
    opens.or(if is_word { None } else { squashed })
}

/// Returns the expansion of a word that is an abbreviation only at the end of a name: `no` in `card_no`.
pub(crate) fn opened_at_end(word: &str) -> Option<&'static str> {
    find(word, |role| match role {
        Role::OpensAtEnd(whole) => Some(whole),
        _ => None,
    })
}

/// Splits a compound that ends in a word of interest: `userpassword`, `clientkey`. `monkey` is not one, since `mon`
/// says nothing about a key.
pub(crate) fn parted(word: &str) -> Option<(&str, &str)> {
    // A known word is not a compound, and anything longer than this is not a word.
    if word.len() < 6 || word.len() > LONGEST_COMPOUND || !word.is_ascii() || is_word(word) {
        return None;
    }
    // The longest last word is used: `userapikey` ends in `apikey`.
    (2..=word.len() - 2).find_map(|at| {
        let (first, last) = word.split_at(at);
        // `emailaddr` ends in `address`, as `emailaddress` does.
        let whole = opened_word(last);
        let is_compound = find(whole, |role| match role {
            // `betoken` is an English word.
            Role::Suffix => Some(at > 2 || whole.len() > 5),
            Role::QualifiedSuffix => Some(qualifies(first, whole)),
            _ => None,
        });
        (is_compound == Some(true)).then_some((first, last))
    })
}

/// Returns what a word is short for, if that is a single word.
fn opened_word(word: &str) -> &str {
    let whole = find(word, |role| match role {
        Role::Opens(whole) | Role::OpensAtEnd(whole) if !whole.contains(' ') => Some(whole),
        _ => None,
    });
    whole.unwrap_or(word)
}

/// The lengths of the shortest and the longest root, in bytes. Two Chinese characters have six bytes.
const ROOT_LENGTHS: std::ops::RangeInclusive<usize> = 5..=24;

/// Returns why a word that begins or ends with a root is refused: `geburt` in `geburtsdatum`.
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

/// Whether a word ends by describing what it begins with: `passwortlaenge`, `密码长度`.
pub(crate) fn ends_describing(word: &str) -> bool {
    word.char_indices()
        .skip(1)
        .any(|(at, _)| has(&word[at..], Role::DescribesEnd))
}

/// Whether a word is known for more than being the end of compounds.
pub(crate) fn is_word(word: &str) -> bool {
    let is_more = |role| {
        !matches!(
            role,
            Role::Suffix | Role::QualifiedSuffix | Role::OpensAtEnd(_)
        )
    };
    find(word, |role| is_more(role).then_some(())).is_some()
}

/// Returns the expansion of a word together with the one before it: `enc_key` is `enckey`, so that both forms have the
/// same verdict.
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

/// Whether `first` makes the head noun `last` sensitive: `client` before `key`.
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

/// The number of slots in the set of last words: a power of two, at least twice the number of words.
const END_SLOTS: usize = 2048;

/// The last words of refused phrases, and the head nouns that are judged by the words before them, by their hash. An
/// empty slot has an empty text.
///
/// It is not a set of the standard library, because the macro never uses it and every user would have to compile it.
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

/// Returns the slot of the word, or the slot in which it would be.
fn end_slot(slots: &[&str], word: &str) -> usize {
    let mut at = slot(word.as_bytes()) & (END_SLOTS - 1);
    while !slots[at].is_empty() && slots[at] != word {
        at = (at + 1) & (END_SLOTS - 1);
    }
    at
}

/// Whether a refused phrase ends in this word, or the word is judged by those before it.
pub(crate) fn ends_phrase(word: &str) -> bool {
    !word.is_empty() && ENDS[end_slot(&ENDS, word)] == word
}

/// Whether the word keeps its digits.
pub(crate) fn keeps_digits(word: &str) -> bool {
    has(word, Role::Digits)
}

/// Whether the last `s` of the word belongs to it: it is listed as such, or the table contains the word as it is.
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

    /// Words in the table must be in the form that segmentation produces, or no name would match them.
    #[test]
    fn every_word_can_be_reached() {
        let mut unreachable = Vec::new();
        for row in &ROWS {
            if matches!(
                row.role,
                Role::Opens(_)
                    | Role::DescribesEnd
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

    /// Compares the last words of refused phrases with a set of the standard library.
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
