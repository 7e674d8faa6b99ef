//! What an event says of the function that it stands in.

use crate::analysis::message::Said;
use crate::source::Function;

use super::words::{
    ARROWS, BEGIN, END, ENTER, FILLERS, FIRST_ONLY, KINDS, LIFECYCLE, REQUESTS, is_code, stem,
};

/// An event and the function that it stands in.
pub(super) struct Asked<'a> {
    pub(super) words: Vec<&'a str>,
    pub(super) name: &'a str,
    pub(super) name_words: Vec<&'a str>,
    pub(super) has_fields: bool,
    pub(super) names_itself: bool,
    /// Whether it is the first statement.
    pub(super) begins: bool,
    pub(super) level: Option<&'static str>,
    pub(super) said: &'a Said,
}

impl Asked<'_> {
    /// "entering f", "leaving the handler", "-> f".
    pub(super) fn enters(&self) -> bool {
        let rest = match self.words.split_first() {
            Some((first, rest)) if ENTER.contains(first) => rest,
            _ if ARROWS.iter().any(|arrow| self.said.text.starts_with(arrow)) => &self.words[..],
            _ => return false,
        };
        if rest.is_empty() {
            return !self.words.is_empty()
                && !self.is_lifecycle()
                && !matches!(self.words.first(), Some(&"left" | &"exited"));
        }
        let rest = match rest.split_first() {
            Some((first, rest)) if FILLERS.contains(first) && !KINDS.contains(first) => rest,
            _ => rest,
        };
        match rest.first() {
            Some(first) if first.contains("{}") => self.names_itself,
            Some(first) => {
                is_code(first)
                    || self.is_called(rest)
                    || *first == self.name
                    || rest.contains(&self.name) && self.name.contains('_')
                    || !self.is_lifecycle() && self.spelled(rest).is_some()
                    || KINDS.contains(first) && rest.len() == 1
                    || KINDS.contains(first)
                        && rest
                            .get(1)
                            .is_some_and(|next| is_code(next) || self.names_itself)
            }
            None => false,
        }
    }

    /// "start of f", "f called with {}", "{} called".
    pub(super) fn begins_or_ends(&self) -> bool {
        let words = &self.words;
        let ends = words.iter().any(|word| END.contains(word));
        let is_verb = |word: &&str| {
            END.contains(word)
                || BEGIN.contains(word)
                    && (words.first() == Some(word) || !FIRST_ONLY.contains(word))
        };
        if !words.iter().any(is_verb) {
            return false;
        }
        // What came of it is worth a line.
        if ends && (self.has_fields || self.said.has_hole() && !self.names_itself) {
            return false;
        }
        if words.len() > 1 && self.is_called(&[self.name]) {
            return words.iter().any(|word| *word != self.name && is_verb(word));
        }
        let filler = |word: &&str| is_verb(word) || FILLERS.contains(word) || KINDS.contains(word);
        let rest: Vec<&str> = words.iter().copied().filter(|word| !filler(word)).collect();
        // `Scorer::score called`
        let is_owner =
            rest.get(1) == Some(&self.name) && self.said.text.contains(&format!("::{}", self.name));
        let rest = if is_owner { &rest[1..] } else { &rest[..] };
        if rest.is_empty() {
            // "function called", "handler start", "begin", "called".
            let says_kind = words.iter().any(|word| KINDS.contains(word));
            let is_vague = matches!(
                words.first(),
                Some(&"running" | &"executing" | &"calling" | &"call" | &"hit" | &"in")
            );
            return says_kind
                || (words.len() == 1 && self.begins && !is_vague && !self.is_lifecycle());
        }
        let stands_first = words.first().is_some_and(is_verb) || words.get(1).is_some_and(is_verb);
        if !stands_first && !self.said.text.ends_with(words[words.len() - 1]) {
            return false;
        }
        let named = rest.first().is_some_and(|first| *first == self.name)
            && (self.name.contains('_') || self.is_called(rest) || self.is_marked());
        if named {
            let only_says_so =
                |word: &&str| matches!(*word, "ok" | "success" | "early" | "normally");
            return !ends || self.said.has_hole() || rest[1..].iter().all(only_says_so);
        }
        if self.names_itself && rest.first().is_some_and(|first| first.contains("{}")) {
            return true;
        }
        // "calculate score started", "starting score calculation".
        !self.is_lifecycle()
            && !self.has_fields
            && !self.said.has_hole()
            && (ends || self.begins)
            && self.is_the_name(rest)
    }

    /// Whether a name of one word, which may be any word, is written as a function's: "ingest: start", "[ingest] done",
    /// "inside ingest", "ingest called".
    fn is_marked(&self) -> bool {
        let marked = [": ", "] ", " - "].iter().any(|mark| {
            self.said
                .text
                .trim_start_matches('[')
                .starts_with(&format!("{}{mark}", self.name))
        });
        let says = |any: &[&str]| self.words.iter().any(|word| any.contains(word));
        let prefixed = matches!(self.words.first(), Some(&"inside" | &"in"));
        let is_inside = self.words.first() == Some(&"inside");
        if prefixed && (is_inside || self.words.len() == 2) {
            return true;
        }
        // At `trace` and `debug` nobody looks for the life of a service.
        if marked && matches!(self.level, Some("trace" | "debug")) {
            return true;
        }
        !self.is_lifecycle()
            && (marked
                || says(&["called", "invoked"])
                || self.begins && says(&["start", "begin", "starting"]))
    }

    /// `debug!("validate_key")`, `debug!("validate_key()")`.
    pub(super) fn is_bare(&self) -> bool {
        match self.words.as_slice() {
            [only] if *only == self.name => self.name.contains('_') || self.is_called(&self.words),
            [owner, only] if *only == self.name && self.said.text.contains("::") => {
                !owner.contains("{}")
            }
            _ => false,
        }
    }

    /// "calculating score" as the first statement of `calculate_score`; "request received".
    pub(super) fn tells_the_name(&self, function: &Function) -> bool {
        if !self.begins || self.has_fields || self.said.has_hole() || self.is_lifecycle() {
            return false;
        }
        if function.is_async && REQUESTS.contains(&self.said.text.as_str()) {
            return true;
        }
        let is_gerund = self
            .words
            .first()
            .is_some_and(|first| first.ends_with("ing"));
        is_gerund && self.is_the_name(&self.words)
    }

    /// Whether words are the function's name in other forms: "score calculation" for `calculate_score`.
    fn is_the_name(&self, words: &[&str]) -> bool {
        let name: Vec<&str> = self
            .name_words
            .iter()
            .copied()
            .filter(|part| *part != "handler")
            .collect();
        let same = |one: &str, other: &str| stem(one) == stem(other);
        let words: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !matches!(*word, "the" | "a" | "an" | "of" | "all"))
            .collect();
        name.len() >= 2
            && words.len() == name.len()
            && words
                .iter()
                .all(|word| name.iter().any(|part| same(word, part)))
            && name
                .iter()
                .all(|part| words.iter().any(|word| same(word, part)))
    }

    /// Whether words begin with the function's name, spelled with spaces.
    fn spelled(&self, words: &[&str]) -> Option<()> {
        let count = self.name_words.len();
        (count >= 2 && words.get(..count)? == self.name_words.as_slice()).then_some(())
    }

    /// Whether the first of some words is written as a call: `run()`.
    fn is_called(&self, words: &[&str]) -> bool {
        words.first().is_some_and(|first| {
            self.said
                .text
                .match_indices(first)
                .any(|(at, _)| self.said.text[at + first.len()..].starts_with("()"))
        })
    }

    fn is_lifecycle(&self) -> bool {
        self.name_words.iter().any(|part| LIFECYCLE.contains(part))
            || self
                .words
                .iter()
                .any(|word| LIFECYCLE.contains(word) && !matches!(*word, "start" | "init" | "run"))
    }
}
