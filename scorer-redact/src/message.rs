//! A message behind a name and a colon, where a value could stand: `auth: login ok user_id=7`,
//! `password: hashing took 240ms`, `Token: malformed header, expected three parts`.
//!
//! Many loggers write the name of a module, a task or a scope before a message, and such a name is often one that the policy
//! refuses. A message is recognised by its structure: several words, none of which can only be a secret. Its pairs are
//! judged by their own names, because the walk goes on within it.

use scorer_instrument_policy::Class;

use crate::names::Refused;
use crate::scan::Scan;
use crate::stays::ends;
use crate::{instead, random, spoken, words};

/// How much of a line is read.
const LONGEST: usize = 240;

/// The last words of names whose values a program makes: letters and digits without a space, and never words. A person may
/// choose several words as a password, but nobody chooses a token.
const MADE: [&str; 11] = [
    "csrf", "xsrf", "token", "tokens", "key", "keys", "session", "cookie", "cookies", "jwt", "auth",
];

/// Whether a program makes the values of this name.
pub(crate) fn is_made(name: &str, refused: Refused) -> bool {
    refused.class == Class::Credential
        && !name.contains('.')
        && MADE.iter().any(|own| ends(name, own))
}

/// Whether the rest of the line at `from` is a message, and not the value of `name`.
pub(crate) fn is_message(scan: &Scan<'_>, from: usize, name: &str, refused: Refused) -> bool {
    if scan.braces > 0
        || !name.is_ascii()
        || !scan.bytes.get(from).is_some_and(u8::is_ascii_alphabetic)
    {
        return false;
    }
    let Some(message) = Message::read(line(scan.text, from)) else {
        return false;
    };
    let ends = |end: &str| ends(name, end);
    // A phrase or the answer to a question may be a sentence.
    if refused.class == Class::Secret || ends("phrase") || ends("answer") {
        return message.pairs > 0 && message.ends_in_state;
    }
    // `Bearer swordfish`.
    let is_header = ends("authorization");
    let is_scheme = message.words == 2
        && message.clauses == 0
        && (scan.names.of(message.first).is_some() || is_header);
    if is_header || is_scheme && !message.is_spoken() {
        return false;
    }
    let is_login =
        instead::METHODS.iter().any(|own| ends(own)) && message.words == 0 && message.pairs >= 2;
    // The key of a wireless network may consist of words.
    let is_key = ends("key");
    // `one-time keys: signed_curve25519=50 fallback=true`.
    let is_measured =
        message.words == 0 && message.measures >= 2 && message.measures == message.pairs;
    message.is_spoken()
        || is_login
        || is_measured
        || message.words >= 2 && is_made(name, refused) && !is_key
}

/// Returns the rest of a line, up to a quote that ends the string around it.
fn line(text: &str, from: usize) -> &str {
    let mut end = text.len().min(from + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = &text[from..end];
    let line = line.split(['\n', '\r']).next().unwrap_or(line);
    let close = line.match_indices('"').map(|(at, _)| at).find(|at| {
        matches!(
            line.as_bytes().get(at + 1),
            None | Some(b',' | b'}' | b')' | b']')
        )
    });
    line[..close.unwrap_or(line.len())].trim_end_matches('\\')
}

/// What a line consists of.
#[derive(Debug, Default)]
struct Message<'a> {
    first: &'a str,
    /// How many words are before the first pair.
    words: usize,
    /// Function words, and figures with a unit.
    speech: usize,
    /// Words for a state.
    states: usize,
    /// Prepositions, conjunctions and articles.
    joints: usize,
    /// How many of its words end a clause, so that another follows.
    clauses: usize,
    pairs: usize,
    /// How many pairs have a number or a `bool` as their value.
    measures: usize,
    begins_in_state: bool,
    begins_in_joint: bool,
    ends_in_state: bool,
}

impl<'a> Message<'a> {
    /// Reads a line; none if one of its words may be a secret.
    fn read(line: &'a str) -> Option<Self> {
        let mut message = Self::default();
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            if is_pair(word) {
                message.pairs += 1;
                message.measures += usize::from(is_measure(word));
                continue;
            }
            let opens = word.starts_with(['(', '[', '<', '{']);
            let bare = word
                .trim_matches(['(', ')', '[', ']', '<', '>', '\'', '`', '"', '{', '}'])
                .trim_end_matches(['.', ',', ';', ':', '!', '?', '…'])
                .trim_end_matches([')', ']', '>', '\'', '`']);
            let is_clause =
                word.ends_with([',', ';', ':']) || word == "-" || opens && message.words > 0;
            if !bare.contains(char::is_alphanumeric) {
                continue;
            }
            // Nobody chooses a path as a part of a password of words.
            let is_path =
                bare.starts_with("~/") || bare.starts_with('/') && bare[1..].contains('/');
            let bare = bare.strip_prefix("~/").unwrap_or(bare);
            let is_number = is_number(bare);
            // A URL is judged by itself.
            let is_word = is_word(bare) || spoken::is_algorithm(bare.as_bytes());
            if !is_number && !bare.contains("://") && !is_word {
                return None;
            }
            message.clauses += usize::from(is_clause);
            if message.pairs > 0 {
                continue;
            }
            let said = words::said(bare);
            if message.words == 0 {
                message.first = bare;
                message.begins_in_state = said.is_state;
                message.begins_in_joint = said.is_joint
                    && !matches!(
                        bare,
                        "a" | "and" | "or" | "than" | "that" | "the" | "this" | "your"
                    );
            }
            message.words += 1;
            let has_unit = is_number && bare.bytes().any(|b| !b.is_ascii_digit());
            message.speech += usize::from(said.is_spoken || has_unit || is_path);
            message.joints += usize::from(said.is_joint);
            message.states += usize::from(said.is_state);
            message.ends_in_state = said.is_state;
        }
        (message.words + message.pairs > 0).then_some(message)
    }

    /// Whether its words are those of a sentence and not of a phrase that somebody chose as a password.
    fn is_spoken(&self) -> bool {
        let marks = self.speech + self.joints + self.states;
        match self.words {
            0 => false,
            1 => self.pairs > 0 && self.begins_in_state,
            2 => {
                self.ends_in_state
                    || self.speech > 0
                    || self.begins_in_joint
                    || self.begins_in_state && (self.clauses > 0 || self.pairs > 0)
            }
            _ => {
                self.speech > 0
                    || self.ends_in_state
                    || self.begins_in_joint
                    || marks >= 2
                    || self.begins_in_state && (self.clauses > 0 || self.pairs > 0)
            }
        }
    }
}

/// Whether this is a pair, which is judged by its own name: `user_id=7`, `[id=none]`.
fn is_pair(word: &str) -> bool {
    let word = word.trim_start_matches(['[', '(', '{', '<']);
    word.split_once('=').is_some_and(|(name, value)| {
        // `m=19456,t=2,p=1`.
        let is_measure = || {
            value.split(',').all(|part| {
                is_number(
                    part.rsplit('=')
                        .next()
                        .unwrap_or(part)
                        .trim_end_matches([')', ']']),
                ) || part.is_empty()
            })
        };
        (name.len() > 1 || is_measure())
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
    })
}

/// Whether the value of a pair is a short number or a `bool`.
fn is_measure(pair: &str) -> bool {
    const DIGITS: usize = 6;
    let value = pair.rsplit('=').next().unwrap_or_default();
    let value = value.trim_end_matches([',', ';', ')', ']']);
    matches!(value, "true" | "false")
        || words::said(value).is_state
        || (1..=DIGITS).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// Whether this is a figure, possibly with a unit, a time, an address of a network or a version.
fn is_number(word: &str) -> bool {
    const LONGEST: usize = 32;
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let word = word.strip_prefix(['v', '#', '~', '+', '-']).unwrap_or(word);
    word.len() <= LONGEST
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "./:-%+µx".contains(c))
        && letters <= 3
        && (letters > 0 || word.len() <= 5 || word.contains(['.', ':', '-', '/', '%']))
}

/// Whether this is a word of a language, or an identifier or a path made of such words.
fn is_word(word: &str) -> bool {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return false;
    }
    word.split([
        '_', '/', '.', ':', '-', '\'', '&', '’', ',', '<', '>', '(', '#',
    ])
    .all(|part| part.len() <= 24 && is_plain(part) || is_number(part) && part.len() <= 4)
        && !random::is_random(word.as_bytes())
}

/// Whether letters have at most two capitals that begin a part, or are all capitals.
fn is_plain(part: &str) -> bool {
    let capitals = part.bytes().filter(u8::is_ascii_uppercase).count();
    part.chars().all(char::is_alphabetic)
        && (capitals <= 3 || capitals == part.len() && capitals <= 12)
}

/// Whether a value is too short to be what a program makes under this name: `XDG_SESSION_ID=3`, `session=new`. Words that
/// people choose may be short.
pub(crate) fn is_too_short(text: &str, name: &str, refused: Refused) -> bool {
    const DIGITS: usize = 3;
    const LETTERS: usize = 5;
    if text.len() > LETTERS {
        return false;
    }
    let name = name
        .strip_suffix(['d', 'D'])
        .and_then(|name| name.strip_suffix(['i', 'I']))
        .map_or(name, |name| name.trim_end_matches(['_', '-']));
    let is_one_case = |is: fn(&u8) -> bool| text.as_bytes().iter().all(is);
    // A key or the name of a method may be a word that somebody chose.
    let is_made_alone = is_made(name, refused) && !ends(name, "key") && !ends(name, "auth");
    is_made(name, refused) && text.len() <= DIGITS && is_one_case(u8::is_ascii_digit)
        || is_made_alone
            && (is_one_case(u8::is_ascii_lowercase) || is_one_case(u8::is_ascii_uppercase))
}
