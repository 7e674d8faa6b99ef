//! Whether a message says what a name says: words are compared by their stems, in any order and inflection.

use std::borrow::Cow;

/// Words as stems, each once.
#[derive(Debug, Default)]
pub(crate) struct Stems(Vec<String>);

impl Stems {
    /// Adds the parts of a name: `load_weights`, `LoadWeights`.
    pub(crate) fn add_name(&mut self, name: &str) {
        let parts = parts(name);
        for part in &parts {
            self.add(part);
        }
        // "subaccount" of `sub_account`.
        for pair in parts.windows(2) {
            self.add(&pair.concat());
        }
    }

    /// Adds one word.
    pub(crate) fn add(&mut self, word: &str) {
        let stem = stem(word);
        if !stem.is_empty() && !self.0.contains(&stem) {
            self.0.push(stem);
        }
    }

    /// Whether a form of this word is among them.
    pub(crate) fn has(&self, word: &str) -> bool {
        let stem = stem(word);
        self.0.iter().any(|known| alike(known, &stem))
    }
}

/// The parts of a name, in lower case: `load_weights`, `loadWeights` and `LoadWeights` alike.
pub(crate) fn parts(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            was_lower = false;
            found.push(String::new());
            continue;
        }
        if found.is_empty() || (letter.is_uppercase() && was_lower) {
            found.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
        if let Some(last) = found.last_mut() {
            last.extend(letter.to_lowercase());
        }
    }
    found.retain(|part| !part.is_empty());
    found
}

/// Whether two words are forms of one.
pub(crate) fn same(one: &str, other: &str) -> bool {
    alike(&stem(one), &stem(other))
}

/// Whether a part of a name is a verb with its particle, which a message writes as two words: `rollback`, "rolling back".
pub(crate) fn is_joined(part: &str, verb: &str, particle: &str) -> bool {
    part.strip_suffix(particle)
        .is_some_and(|base| base.len() > 2 && particle.len() > 1 && same(base, verb))
}

/// Whether two stems are of one word: equal, or one begins with the other but for a letter or two (`creat`, `creatur` are
/// not).
fn alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short == long || (short.len() >= 5 && long.len() <= short.len() + 2 && long.starts_with(short))
}

/// What English forms by a change within the word, which no ending tells.
const IRREGULAR: &[(&str, &str)] = &[
    ("got", "get"),
    ("gotten", "get"),
    ("sent", "send"),
    ("found", "find"),
    ("wrote", "write"),
    ("written", "write"),
    ("took", "take"),
    ("taken", "take"),
    ("made", "make"),
    ("ran", "run"),
    ("began", "begin"),
    ("begun", "begin"),
    ("built", "build"),
    ("held", "hold"),
    ("left", "leave"),
    ("chosen", "choose"),
    ("done", "do"),
    ("shown", "show"),
    ("seen", "see"),
    ("kept", "keep"),
    ("lost", "lose"),
    ("paid", "pay"),
];

/// Endings that make another form of a word, and what stands in their place.
const ENDINGS: &[(&str, &str)] = &[
    ("ications", "y"),
    ("ication", "y"),
    ("ying", "y"),
    ("ings", ""),
    ("ing", ""),
    ("ied", "y"),
    ("ies", "y"),
    ("ions", ""),
    ("ion", ""),
    ("ers", ""),
    ("ed", ""),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("s", ""),
];

/// What the forms of a word have in common: `calculat` of `calculate`, `calculating`, `calculation`.
pub(crate) fn stem(word: &str) -> String {
    let word = if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    };
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return bare(base);
    }
    for (ending, instead) in ENDINGS {
        let Some(rest) = word.strip_suffix(ending) else {
            continue;
        };
        // `status`, `process` and `using` keep what looks like an ending.
        let is_word = rest.chars().count() >= 2 && rest.contains(is_vowel);
        let is_plural = *ending == "s" && !rest.ends_with(['s', 'u', 'i']);
        if is_word && (*ending != "s" || is_plural) {
            return bare(&format!("{rest}{instead}"));
        }
    }
    bare(&word)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A word without a silent `e` and without a doubled last letter: `dropp` and `drop`, `save` and `sav`.
fn bare(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 3 && letters.last() == Some(&'e') {
        letters.pop();
    }
    if let [.., before, last] = letters.as_slice()
        && letters.len() > 2
        && before == last
    {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// Whether a message's word tells what has been done.
pub(crate) fn is_past(word: &str) -> bool {
    word.ends_with("ed") && word.len() > 4
        || word == "read"
        || IRREGULAR.iter().any(|(form, _)| *form == word)
}

/// Whether a word only holds others together. English has no more of them: they are a closed class, which no structure
/// tells from the others.
pub(crate) fn is_joint(word: &str) -> bool {
    word.chars().count() == 1 && !word.contains(|letter: char| letter.is_ascii_digit())
        || matches!(
            word,
            "the"
                | "an"
                | "of"
                | "to"
                | "for"
                | "from"
                | "in"
                | "into"
                | "on"
                | "onto"
                | "at"
                | "by"
                | "with"
                | "via"
                | "and"
                | "or"
                | "as"
                | "is"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "has"
                | "have"
                | "now"
                | "this"
                | "that"
                | "these"
                | "its"
                | "it"
                | "our"
                | "we"
                | "all"
                | "any"
                | "some"
                | "new"
                | "next"
                | "about"
                | "successfully"
        )
}

/// Whether a word denies or limits, so that the message says more than that something is done. A closed class, too.
pub(crate) fn is_contrary(word: &str) -> bool {
    matches!(
        word,
        "no" | "not"
            | "never"
            | "nothing"
            | "none"
            | "without"
            | "but"
            | "already"
            | "twice"
            | "again"
            | "instead"
            | "missing"
            | "cannot"
            | "can't"
            | "skip"
            | "skipping"
            | "skipped"
            | "failed"
            | "failing"
            | "failure"
            | "error"
            | "retry"
            | "retrying"
            | "because"
    )
}

/// Whether a word says only that something begins, whatever that is. What a message means by it no place tells: these are
/// the verbs that say nothing else.
pub(crate) fn begins(word: &str) -> bool {
    matches!(
        word,
        "start"
            | "starts"
            | "starting"
            | "started"
            | "begin"
            | "begins"
            | "beginning"
            | "began"
            | "enter"
            | "enters"
            | "entering"
            | "entered"
            | "entry"
            | "call"
            | "called"
            | "calling"
            | "invoked"
            | "invoking"
            | "inside"
            | "running"
            | "executing"
            | "handling"
            | "processing"
            | "performing"
            | "trying"
            | "attempting"
            | "going"
            | "receive"
            | "receiving"
            | "received"
            | "hit"
    )
}

/// The same of what says only that something ends.
pub(crate) fn ends(word: &str) -> bool {
    matches!(
        word,
        "end"
            | "ends"
            | "ending"
            | "ended"
            | "finish"
            | "finishes"
            | "finishing"
            | "finished"
            | "done"
            | "complete"
            | "completed"
            | "completes"
            | "completing"
            | "exit"
            | "exits"
            | "exited"
            | "exiting"
            | "leave"
            | "leaving"
            | "left"
            | "return"
            | "returned"
            | "returning"
            | "ok"
            | "success"
            | "succeeded"
            | "successful"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &[
                "calculate",
                "calculating",
                "calculated",
                "calculation",
                "calculates",
            ][..],
            &[
                "verify",
                "verifying",
                "verified",
                "verification",
                "verifies",
            ],
            &["drop", "drops", "dropping", "dropped"],
            &["save", "saving", "saved", "saves"],
            &["delete", "deletes", "deleting", "deletion"],
            &["process", "processes", "processing", "processed"],
            &["query", "queries", "querying", "queried"],
            &["get", "gets", "getting", "got"],
            &["find", "finding", "found"],
            &["add", "adds", "adding", "added"],
            &["row", "rows"],
            &["stamp", "stamps"],
            &["fetch", "fetches", "fetching", "fetched"],
            &["write", "writing", "wrote", "written"],
        ] {
            for form in forms {
                assert!(same(forms[0], form), "{} and {form}", forms[0]);
            }
        }
    }

    #[test]
    fn different_words_differ() {
        for (one, other) in [
            ("user", "use"),
            ("status", "state"),
            ("score", "scorer_store"),
            ("badge", "bad"),
            ("link", "linger"),
            ("process", "proceed"),
            ("order", "ordinal"),
        ] {
            assert!(!same(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_is_cut_however_it_is_written() {
        for name in ["load_user_weights", "loadUserWeights", "LoadUserWeights"] {
            assert_eq!(parts(name), ["load", "user", "weights"], "{name}");
        }
    }
}
