//! The rule for names: the head noun decides, and the words before it qualify it.

use std::borrow::Cow;

use crate::edition::Edition;
use crate::segment::Words;
use crate::team::{Allow, Team};
use crate::verdict::{Class, Refusal, Strength, Verdict};
use crate::vocabulary::{self, Meaning, Role};

/// The longest phrase of the vocabulary, in words.
const LONGEST_PHRASE: usize = 4;

/// Returns the verdict on the words of a name. The team's own words come first.
pub(crate) fn judge(team: &Team, words: &Words) -> Verdict {
    if allows(team, words) {
        return Verdict::Fit;
    }
    // If the team refuses the whole name, it is refused even if it looks like a flag or an id.
    if let Some(refusal) = refused_by_team(team, words, words.len(), true) {
        return Verdict::Refused(refusal);
    }
    let edition = team.edition;
    if is_flag_or_count(edition, words) || is_setting(words) || is_described_first(edition, words) {
        return Verdict::Fit;
    }
    if names_an_actor(edition, words) {
        return Verdict::Refused(refusal(&vocabulary::PERSON));
    }
    let verdict = by_head(team, words);
    turned(team, words, &verdict).unwrap_or(verdict)
}

/// Returns the verdict on a name with a preposition, if it is judged in the usual order of words: `token_for_user` is a
/// user token, `type_of_token` a token type. Several things of something are a count: `emails_for_domain`.
fn turned(team: &Team, words: &Words, verdict: &Verdict) -> Option<Verdict> {
    let (from, to) = (words.last_part(), words.len());
    let is = |at: usize, role| vocabulary::has(words.word(at), role);
    if *verdict != Verdict::Fit {
        // `users_with_mfa` are users.
        let of_many = |at: &usize| words.word(*at) == "with" && words.is_plural(at - 1);
        let many = (from + 1..to.saturating_sub(1)).find(of_many);
        let before = |at| {
            judge(
                team,
                &words.joined(from, at, &Words::default()).in_singular(),
            )
        };
        if many.is_some_and(|at| before(at) == Verdict::Fit) {
            return Some(Verdict::Fit);
        }
    }
    let at = (from + 1..to.saturating_sub(1)).find(|at| is(*at, Role::Joins))?;
    if words.is_plural(at - 1) || is_in_phrase(team.edition, words, at) {
        return None;
    }
    let head = words.joined(from, at, &Words::default());
    let turned = judge(team, &words.joined(at + 1, to, &head));
    let is_trusted = match (verdict, &turned) {
        (Verdict::Fit, Verdict::Refused(_)) => !is_number(words.word(to - 1)),
        (Verdict::Refused(_), Verdict::Fit) => {
            is(at - 1, Role::Metadata) || is(at - 1, Role::Measure)
        }
        _ => false,
    };
    is_trusted.then_some(turned)
}

/// Whether a name says who did something: `created_by`, `approved_by_name`.
fn names_an_actor(edition: Edition, words: &Words) -> bool {
    let from = words.last_part();
    let to = words.len() - usize::from(words.len() > 0 && words.word(words.len() - 1) == "name");
    let is_act = |word| {
        let act = |role| (role == Role::Act).then_some(());
        vocabulary::find_in(edition, word, act).is_some()
    };
    to >= from + 2 && words.word(to - 1) == "by" && is_act(words.word(to - 2))
}

/// Whether a word is in the middle of a phrase of the vocabulary: `of` in `date of birth`.
fn is_in_phrase(edition: Edition, words: &Words, at: usize) -> bool {
    let is_refused = |role| hard(role).or_else(|| tail(role, false));
    (at.saturating_sub(2)..at).any(|from| {
        (at + 2..=words.len().min(from + LONGEST_PHRASE)).any(|to| {
            vocabulary::find_in(edition, words.run(from, to), |role| match role {
                Role::Fit => Some(()),
                role => is_refused(role).map(|_| ()),
            })
            .is_some()
        })
    })
}

/// Judges a name by its head noun, and by the words before it.
fn by_head(team: &Team, words: &Words) -> Verdict {
    let edition = team.edition;
    let mut end = words.len();
    while end > 0 {
        if let Some(refusal) = refused_by_team(team, words, end, false) {
            return Verdict::Refused(refusal);
        }
        let by_words = phrase(edition, words, end)
            .or_else(|| encoded(edition, words, end))
            .or_else(|| qualified_head(edition, words, end));
        match by_words {
            Some(Judgement::Refused(meaning)) => return refused_before(words, end, meaning),
            Some(Judgement::Fit) => return Verdict::Fit,
            None => {}
        }
        if end == 1 || !is_stripped(edition, words, end - 1) {
            break;
        }
        end -= 1;
    }
    if end == 0 || is_metadata(edition, words, end) {
        return Verdict::Fit;
    }
    anywhere(edition, words, end, hard, |role| tail(role, false))
        .or_else(|| by_root(edition, words, end))
        .or_else(|| head_first(edition, words, end))
        .or_else(|| head(edition, words, end))
        .map_or(Verdict::Fit, |meaning| refused_before(words, end, meaning))
}

/// What one step of the rule says about a name.
enum Judgement {
    Refused(&'static Meaning),
    Fit,
}

/// Whether a name is a flag, a count or an extreme, or the id of a row. The first three begin their last part with
/// `is`, `has`, `num` or `max`, or contain a word such as `can`. An id has a last part that is just `id`.
fn is_flag_or_count(edition: Edition, words: &Words) -> bool {
    let (from, to) = (words.last_part(), words.len());
    if from > 0 && words.run(from, to) == "id" {
        return true;
    }
    if to - from < 2 {
        return false;
    }
    // `verify_token` is the token that verifies a webhook.
    if vocabulary::find_in(edition, words.run(from, to), |role| tail(role, false)).is_some() {
        return false;
    }
    vocabulary::has(words.word(from), Role::Lead)
        || vocabulary::has(words.run(from, (from + 2).min(to)), Role::Lead)
        || (from + 1..to - 1).any(|at| {
            let says = |phrase| vocabulary::has(phrase, Role::Within);
            says(words.word(at)) || at + 2 < to && says(words.run(at, at + 2))
        })
        || is_said_to_be_another(words)
}

/// Whether a name says that one thing is used as another: `email_as_username`. `name_as_on_card` and `key_as_hex` do
/// not.
fn is_said_to_be_another(words: &Words) -> bool {
    let (from, last) = (words.last_part(), words.len() - 1);
    (from + 1..last).any(|at| {
        words.word(at) == "as"
            && at + 1 == last
            && !is_transparent(words.word(last))
            && !vocabulary::has(words.word(last), Role::Metadata)
            && !words.word(last).ends_with("ed")
    })
}

/// Whether the name is that of a setting that asks for something: `ask_password`.
fn is_setting(words: &Words) -> bool {
    let (from, to) = (words.last_part(), words.len());
    to - from > 1
        && (vocabulary::has(words.word(from), Role::Setting)
            || vocabulary::has(words.run(from, (from + 2).min(to)), Role::Setting))
}

/// Whether a name begins with the head noun of another language that describes what follows: `tipo_chave`. A phrase of
/// the vocabulary is more than its first word: `estado_civil`.
fn is_described_first(edition: Edition, words: &Words) -> bool {
    let (from, to) = (words.last_part(), words.len());
    let counts = from + 1 < to
        && vocabulary::has(words.word(from), Role::CountsFirst)
        && words.is_plural(to - 1);
    let is_phrase = |length: usize| {
        let is_refused = |role| tail(role, false);
        from + length <= to
            && vocabulary::find_in(edition, words.run(from, from + length), is_refused).is_some()
    };
    let describes = |length: usize| {
        from + length < to && vocabulary::has(words.run(from, from + length), Role::DescribesFirst)
    };
    counts || (describes(1) || describes(2)) && !(2..=LONGEST_PHRASE).any(is_phrase)
}

/// Judges the words of other languages that begin or end with a root, apart from a last word that says that it only
/// describes it: `passwortlaenge`.
fn by_root(edition: Edition, words: &Words, end: usize) -> Option<&'static Meaning> {
    let end = end - usize::from(vocabulary::ends_describing(words.word(end - 1)));
    (0..end).find_map(|at| vocabulary::root(edition, words.word(at)))
}

/// Judges the last words as a phrase, the longest first: `security code` before `code`.
fn phrase(edition: Edition, words: &Words, end: usize) -> Option<Judgement> {
    let plural = words.is_plural(end - 1);
    let mut length = end.min(LONGEST_PHRASE);
    while length > 1 {
        let found = vocabulary::find_in(edition, words.run(end - length, end), |role| match role {
            Role::Fit => Some(Judgement::Fit),
            role => tail(role, plural).map(Judgement::Refused),
        });
        if found.is_some() {
            return found;
        }
        length -= 1;
    }
    None
}

/// Judges a word that says nothing, if it is written as a secret is: `seed_b64`.
fn encoded(edition: Edition, words: &Words, end: usize) -> Option<Judgement> {
    if end < 2 || !vocabulary::has(words.word(end - 1), Role::Encoding) {
        return None;
    }
    vocabulary::find_in(edition, words.word(end - 2), |role| match role {
        Role::Of("encoding", meaning) => Some(Judgement::Refused(meaning)),
        _ => None,
    })
}

/// Judges a soft head noun by the nearest word before it that says what it is.
fn qualified_head(edition: Edition, words: &Words, end: usize) -> Option<Judgement> {
    let head = match (words.word(end - 1), words.is_plural(end - 1)) {
        // Several tokens are a count or pieces of a text, unless they are access tokens.
        ("token", true) => "token plural",
        ("session", true) => "session plural",
        ("header", true) => "header plural",
        // `card_pins` are PINs, `variant_pins` are not.
        ("pin", true) => "pin plural",
        (head, _) => head,
    };
    // In `http.request.header.x_auth_token`, the last part is enough, unless it is only the head noun.
    let from = if words.last_part() + 1 < end {
        words.last_part()
    } else {
        0
    };
    // `redis_key_prefix` is what the program's keys in the store begin with, `api_key_prefix` a piece of a key.
    let is_prefix = head == "key" && words.word(end) == "prefix";
    let says = |phrase: &str| {
        if is_prefix && vocabulary::has(phrase, Role::Spares("key prefix")) {
            return Some(Judgement::Fit);
        }
        vocabulary::find_in(edition, phrase, |role| match role {
            Role::Of(of, meaning) if of == head => Some(Judgement::Refused(meaning)),
            Role::Spares(of) if of == head => Some(Judgement::Fit),
            _ => None,
        })
    };
    let mut at = end - 1;
    while at > from {
        at -= 1;
        // The code of an `error entry` is that of an error.
        if at > from && vocabulary::has(words.word(at), Role::Container) {
            continue;
        }
        let pair = if at > from {
            says(words.run(at - 1, at + 1))
        } else {
            None
        };
        let found = pair.or_else(|| says(words.word(at)));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Judges a head noun of a language that puts it first by the words after it: `nome_da_mae`.
fn head_first(edition: Edition, words: &Words, end: usize) -> Option<&'static Meaning> {
    (0..end).find_map(|at| {
        let head = vocabulary::find(words.word(at), |role| match role {
            Role::HeadFirst(head) => Some(head),
            _ => None,
        })?;
        let is_particle = |at: &usize| vocabulary::has(words.word(*at), Role::Particle);
        let after = (at + 1..end).find(|at| !is_particle(at))?;
        vocabulary::find_in(edition, words.word(after), |role| match role {
            Role::Of(of, meaning) if of == head => Some(meaning),
            _ => None,
        })
    })
}

/// Whether the head noun describes the thing and is not the thing itself. A measure is the thing itself if the name is
/// about health or money.
fn is_metadata(edition: Edition, words: &Words, end: usize) -> bool {
    let head = words.word(end - 1);
    // `api_key_sid` is an id, but `sid` alone is that of a session.
    let is_alone = (end == 1 || words.last_part() == end - 1)
        && vocabulary::find_in(edition, head, |role| match role {
            Role::Whole(_) => Some(()),
            _ => None,
        })
        .is_some();
    vocabulary::has(head, Role::Metadata) && !is_alone
        || end > 1
            && (vocabulary::has(head, Role::DescribesEnd) || vocabulary::has(head, Role::Quality))
        || is_action_on_credential(edition, words, end)
        || is_state(edition, head)
        || vocabulary::has(head, Role::Measure)
            && anywhere(edition, words, end, topic, topic).is_none()
            && end > 1
            && !is_of_health(edition, words, end - 1)
}

/// Whether the words before a measure are about health: `mood score`, `therapy name`.
fn is_of_health(edition: Edition, words: &Words, end: usize) -> bool {
    let refused = match phrase(edition, words, end) {
        Some(Judgement::Refused(meaning)) => Some(meaning),
        None if end == 1 => head(edition, words, end),
        Some(Judgement::Fit) | None => None,
    };
    refused.is_some_and(|meaning| meaning.class == Class::Health)
}

/// Whether a name describes what is done with a credential, which is not the credential itself:
/// `password_reuse_detection`, `token_caching`.
///
/// This does not apply to data about a person: a complication is health data.
fn is_action_on_credential(edition: Edition, words: &Words, end: usize) -> bool {
    const THINGS: [&str; 8] = [
        "question",
        "suggestion",
        "combination",
        "representation",
        "concatenation",
        "conversation",
        "keyring",
        "something",
    ];
    let head = words.word(end - 1);
    let is_action = head.len() > 6 && (head.ends_with("tion") || head.ends_with("ing"));
    is_action
        && end > 1
        && !THINGS.contains(&head)
        && vocabulary::find_in(edition, head, |role| tail(role, false)).is_none()
        && anywhere(edition, words, end, hard, |role| tail(role, false))
            .is_some_and(|meaning| matches!(meaning.class, Class::Credential | Class::Secret))
}

/// Whether a participle at the end describes a state: `verified`, `enabled`, `expired`. `seed` does not, and a word in
/// the vocabulary (`encrypted`, `speed`) is judged by its entry.
pub(crate) fn is_state(edition: Edition, word: &str) -> bool {
    word.len() > 5
        && word.ends_with("ed")
        && vocabulary::find_in(edition, word, |role| match role {
            Role::Transparent => Some(()),
            role => tail(role, false).map(|_| ()),
        })
        .is_none()
}

/// Judges a hard word, or a phrase of two or three words, anywhere in the name. The words after it are not known to
/// make it harmless (`first_name_kana`).
fn anywhere(
    edition: Edition,
    words: &Words,
    end: usize,
    is_hard: fn(Role) -> Option<&'static Meaning>,
    is_hard_phrase: fn(Role) -> Option<&'static Meaning>,
) -> Option<&'static Meaning> {
    let mut at = end;
    while at > 0 {
        at -= 1;
        let found = vocabulary::find_in(edition, words.word(at), is_hard);
        if found.is_some() {
            return found;
        }
        for length in [2, 3] {
            if at + length <= end {
                let found =
                    vocabulary::find_in(edition, words.run(at, at + length), is_hard_phrase);
                if found.is_some() {
                    return found;
                }
            }
        }
    }
    None
}

fn hard(role: Role) -> Option<&'static Meaning> {
    match role {
        Role::Anywhere(meaning) | Role::Topic(meaning) => Some(meaning),
        _ => None,
    }
}

fn topic(role: Role) -> Option<&'static Meaning> {
    match role {
        Role::Topic(meaning) => Some(meaning),
        _ => None,
    }
}

/// Judges the head noun alone.
fn head(edition: Edition, words: &Words, end: usize) -> Option<&'static Meaning> {
    let plural = words.is_plural(end - 1);
    vocabulary::find_in(edition, words.word(end - 1), |role| match role {
        // It is the whole name, or the whole last part of a dotted name: `user.mail`.
        Role::Whole(meaning) if (end == 1 || words.last_part() == end - 1) && !plural => {
            Some(meaning)
        }
        Role::WholePlural(meaning) if (end == 1 || words.last_part() == end - 1) && plural => {
            Some(meaning)
        }
        role => tail(role, plural),
    })
}

/// Whether a refusal is that of an IP address.
pub(crate) fn is_network_address(refusal: &Refusal) -> bool {
    refusal.reason == vocabulary::IP.reason
}

/// Whether a refusal says that something is a person, and not what is known of one.
pub(crate) fn is_person(refusal: &Refusal) -> bool {
    refusal.reason == vocabulary::PERSON.reason
}

/// Whether a refusal is that of a signature.
pub(crate) fn only_proves(refusal: &Refusal) -> bool {
    refusal.reason == vocabulary::SIGNATURE.reason
}

/// Whether a name ends in a signature of which nothing more is said than whose it is: `tx_signature`, and not
/// `webhook_signature`.
pub(crate) fn is_plain_signature(edition: Edition, words: &Words) -> bool {
    let end = words.len();
    let is_of_something = (2..=LONGEST_PHRASE.min(end)).any(|length| {
        vocabulary::find_in(edition, words.run(end - length, end), |role| {
            tail(role, false)
        })
        .is_some()
    });
    !is_of_something
}

fn tail(role: Role, plural: bool) -> Option<&'static Meaning> {
    match role {
        Role::Tail(meaning) | Role::Anywhere(meaning) | Role::Topic(meaning) => Some(meaning),
        Role::TailSingular(meaning) if !plural => Some(meaning),
        Role::TailPlural(meaning) if plural => Some(meaning),
        _ => None,
    }
}

fn is_transparent(word: &str) -> bool {
    vocabulary::has(word, Role::Transparent)
}

/// Whether the last word can be left out: `header` in `auth_header`, but not `headers`, which is a whole set of them.
fn is_stripped(edition: Edition, words: &Words, at: usize) -> bool {
    let word = words.word(at);
    is_transparent(word)
        && !(words.is_plural(at)
            && vocabulary::find_in(edition, word, |role| match role {
                Role::TailPlural(_) => Some(()),
                _ => None,
            })
            .is_some())
}

/// Returns the refusal of the words before `end`, unless the words after them say that this is the name of a header:
/// `ip_header`. A header that gives access is refused itself: `auth_header`.
fn refused_before(words: &Words, end: usize, meaning: &'static Meaning) -> Verdict {
    let is_credential = matches!(meaning.class, Class::Credential | Class::Secret);
    if words.word(end) == "header" && !words.is_plural(end) && !is_credential {
        return Verdict::Fit;
    }
    let mut refusal = refusal(meaning);
    // Several secrets in an integer are their number: `api_keys: usize`.
    if refusal.strength == Strength::Firm && end > 0 && words.is_plural(end - 1) {
        refusal.strength = Strength::Soft;
    }
    Verdict::Refused(refusal)
}

/// Returns the refusal for a meaning of the vocabulary.
pub(crate) fn refusal(meaning: &'static Meaning) -> Refusal {
    Refusal {
        class: meaning.class,
        reason: Cow::Borrowed(meaning.reason),
        instead: meaning.instead.map(Cow::Borrowed),
        strength: meaning.strength,
    }
}

/// Whether the team allows a name.
pub(crate) fn allows(team: &Team, words: &Words) -> bool {
    let is_it = |allow: &Allow| is_allowed(words, &allow.name);
    team.allow.iter().any(is_it)
}

/// Whether an entry of the team allows a name: it must be the whole name, or the whole last dotted part. If the team has reviewed
/// `passport_id`, then `user.passport_id` is allowed and `old_passport_id` is not.
fn is_allowed(words: &Words, allowed: &str) -> bool {
    may_match(words, allowed) && {
        let allowed = Words::of(allowed);
        let allowed = allowed.run(0, allowed.len());
        allowed == words.run(0, words.len()) || allowed == words.run(words.last_part(), words.len())
    }
}

/// Returns the team's refusal of a name. A word of the team matches as the whole name or as its last words: `nullifier`
/// refuses `user_nullifier` and, after `hash` is left out, `nullifier_hash`, but not `nullifier_count`.
fn refused_by_team(team: &Team, words: &Words, end: usize, whole: bool) -> Option<Refusal> {
    team.refuse
        .iter()
        .find(|refuse| {
            may_match(words, &refuse.name) && {
                let own = Words::of(&refuse.name);
                let from = if whole {
                    Some(0)
                } else {
                    end.checked_sub(own.len())
                };
                own.len() > 0
                    && from.is_some_and(|from| words.run(from, end) == own.run(0, own.len()))
            }
        })
        .map(|refuse| Refusal {
            class: Class::Team,
            reason: refuse
                .reason
                .clone()
                .map_or(Cow::Borrowed("refused by the team's policy"), Cow::Owned),
            instead: refuse.instead.clone().map(Cow::Owned),
            strength: Strength::Hard,
        })
}

/// Whether the team's word needs to be split at all: a word of the name begins as it does, or its first word is read as
/// another one (`link` as `url`).
fn may_match(words: &Words, own: &str) -> bool {
    let Some(first) = own.chars().find(char::is_ascii_alphabetic) else {
        return true;
    };
    let first = first.to_ascii_lowercase();
    !own.is_ascii()
        || (0..words.len()).any(|at| words.word(at).starts_with(first))
        || is_read_as_another(own)
}

/// Whether the vocabulary reads the first word of a name as another one.
fn is_read_as_another(own: &str) -> bool {
    let own = own.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic());
    let end = own
        .char_indices()
        .skip(1)
        .find(|(_, letter)| !letter.is_ascii_lowercase())
        .map_or(own.len(), |(at, _)| at);
    let is_upper = own.bytes().all(|letter| !letter.is_ascii_lowercase());
    let word = if is_upper { own } else { &own[..end] };
    let word = word.split(['_', '-', '.', ' ']).next().unwrap_or_default();
    vocabulary::find(&word.to_ascii_lowercase(), |role| match role {
        Role::Opens(_) => Some(()),
        _ => None,
    })
    .is_some()
}

/// Whether the last meaningful word ends a refused phrase, or is judged by the words before it.
pub(crate) fn ends_phrase(team: &Team, words: &Words) -> bool {
    let is_end = |at: usize| {
        let word = words.word(at);
        vocabulary::ends_phrase(word)
            || team.refuse.iter().any(|refuse| {
                let own = Words::of(&refuse.name);
                own.len() > 1 && own.word(own.len() - 1) == word
            })
    };
    // Words that are left out at the end may follow the word that counts: `api key value`.
    (0..words.len())
        .rev()
        .take(2)
        .any(|at| is_end(at) || is_transparent(words.word(at)))
}

/// Whether the name says that its text is always safe: the team allows it, it is a flag or a count, or it ends in a
/// word that is known to be safe (an id, a locale).
pub(crate) fn is_known(team: &Team, words: &Words) -> bool {
    if judge(team, words) != Verdict::Fit {
        return false;
    }
    let end = words.len();
    allows(team, words)
        || is_flag_or_count(team.edition, words)
        || (1..=LONGEST_PHRASE.min(end)).any(|length| {
            let tail = words.run(end - length, end);
            vocabulary::has(tail, Role::Known) || vocabulary::has(tail, Role::Fit)
        })
        || is_spared(team.edition, words)
}

/// Whether the words before a soft head noun say which one it is: `object_key`, `secret_name`, but not
/// `expected_token`.
fn is_spared(edition: Edition, words: &Words) -> bool {
    let end = words.len();
    if end < 2 {
        return false;
    }
    let (before, head) = (words.word(end - 2), words.word(end - 1));
    let spares = vocabulary::find(before, |role| match role {
        Role::Spares(of) if of == head => Some(()),
        _ => None,
    });
    spares.is_some()
        && !is_state(edition, before)
        && (!says_nothing_word(edition, before) || vocabulary::has(before, Role::Tells))
}

/// Whether the name of a type says which one of several things a name means: `PublicKey` for `account_key`. Both end in
/// the same word, which the type's name is known to make safe.
pub(crate) fn is_told_by_type(team: &Team, words: &Words, ty: &Words) -> bool {
    let (Some(last), Some(head)) = (words.len().checked_sub(1), ty.len().checked_sub(1)) else {
        return false;
    };
    let is_hard = || anywhere(team.edition, words, words.len(), hard, hard).is_some();
    head > 0 && words.word(last) == ty.word(head) && is_known(team, ty) && !is_hard()
}

/// Whether a number of this name is about the subject of the name: `digits`, `period`.
pub(crate) fn is_measure(edition: Edition, words: &Words) -> bool {
    words.len() > 0 && is_metadata(edition, words, words.len())
}

/// Whether the last word says how much of something there is: `amount`, `level`.
pub(crate) fn is_quantity(words: &Words) -> bool {
    let last = words.len().checked_sub(1);
    last.is_some_and(|last| vocabulary::has(words.word(last), Role::Measure))
}

/// Whether a name ends in a unit: `amount_cents`.
pub(crate) fn has_unit(words: &Words) -> bool {
    let end = words.len();
    (1..=end.saturating_sub(1).min(2))
        .any(|length| vocabulary::has(words.run(end - length, end), Role::Unit))
}

/// Returns why the rest of a name is refused, if the name says that it is only a number or a flag about it:
/// `token_count`, `has_password`. If the value is text after all, it may be that thing.
pub(crate) fn promised(team: &Team, words: &Words) -> Option<Refusal> {
    if judge(team, words) != Verdict::Fit || allows(team, words) {
        return None;
    }
    let (from, to) = (words.last_part(), words.len());
    let rest = |from, to| words.joined(from, to, &Words::default()).in_singular();
    let of = if to - from < 2 {
        return None;
    } else if is_number(words.word(to - 1)) {
        rest(from, to - 1)
    } else if vocabulary::has(words.word(from), Role::Lead)
        && !vocabulary::has(words.word(from), Role::Barrier)
    {
        rest(from + 1, to)
    } else {
        return None;
    };
    match judge(team, &of) {
        Verdict::Refused(refusal) => Some(refusal),
        Verdict::Fit => None,
    }
}

/// Whether a last word says that a name is that of a number or of a flag: `count`, `left`.
pub(crate) fn is_number(word: &str) -> bool {
    vocabulary::has(word, Role::Counts) || vocabulary::has(word, Role::Counted)
}

/// Whether what something of this name returns may be a secret, whatever it is asked for: `vault`, `secret_store`.
pub(crate) fn keeps_secrets(team: &Team, words: &Words) -> bool {
    let Some(last) = words.len().checked_sub(1) else {
        return false;
    };
    if vocabulary::has(words.word(last), Role::Keeper) {
        return true;
    }
    let of = words.joined(words.last_part().min(last), last, &Words::default());
    vocabulary::has(words.word(last), Role::KeeperOf)
        && matches!(
            judge(team, &of.in_singular()),
            Verdict::Refused(refusal) if matches!(refusal.class, Class::Credential | Class::Secret)
        )
}

/// Whether something with this name is a secret with all its members: `credentials`, `api_secret`. A session or a token
/// is as often an object that contains one.
pub(crate) fn holds_secret(team: &Team, words: &Words) -> bool {
    let is_secret = |meaning: &Meaning| matches!(meaning.class, Class::Credential | Class::Secret);
    judge(team, words) != Verdict::Fit
        && anywhere(team.edition, words, words.len(), hard, hard).is_some_and(is_secret)
}

/// Judges the name of a collection in the singular, as that of one element: an element of `tokens` is a token.
pub(crate) fn judge_element(team: &Team, words: &Words) -> Verdict {
    judge(team, &words.in_singular())
}

/// Whether a name says nothing about a value: single letters, transparent words and vague words.
pub(crate) fn says_nothing(edition: Edition, words: &Words) -> bool {
    (0..words.len()).all(|at| says_nothing_word(edition, words.word(at)))
}

/// Whether every word says only that there is a text: `s`, `new`, `output`.
pub(crate) fn is_any_text(edition: Edition, words: &Words) -> bool {
    words.len() > 0
        && (0..words.len()).all(|at| {
            let word = words.word(at);
            word.chars().count() == 1
                || is_vague_word(edition, word)
                || vocabulary::has(word, Role::AnyText)
        })
        && !is_told(words)
}

/// Whether a name is one word that says only that there is a text, or what was done with it.
pub(crate) fn is_unnamed(words: &Words) -> bool {
    let word = words.word(0);
    words.len() == 1
        && word != "e"
        && (word.chars().count() == 1
            || vocabulary::has(word, Role::AnyText)
            || vocabulary::has(word, Role::Piece)
            || word.len() > 5 && word.ends_with("ed"))
}

/// Whether a single word says nothing about a value.
pub(crate) fn says_nothing_word(edition: Edition, word: &str) -> bool {
    word.chars().count() == 1
        || is_transparent(word)
        || is_vague_word(edition, word)
        || vocabulary::has(word, Role::Member)
}

/// Whether no word of the name says what a text contains. What a URL contains is not said by whose it is, unless that
/// is something public: `callback_url`, but not `avatar_url`.
pub(crate) fn is_vague(edition: Edition, words: &Words) -> bool {
    if is_any_url(edition, words) {
        return true;
    }
    let mut any = false;
    (0..words.len()).all(|at| {
        let word = words.word(at);
        let vague = is_vague_word(edition, word);
        any |= vague;
        vague || is_transparent(word)
    }) && any
        && !is_told(words)
}

/// Returns why text of this name is refused, if it is a URL which may be anybody's.
pub(crate) fn any_url(edition: Edition, words: &Words) -> Option<Refusal> {
    is_any_url(edition, words).then(|| refusal(&vocabulary::ANY_URL))
}

/// Whether a name is that of a URL which may be anybody's: `magnet_uri`, `redirect_url`.
fn is_any_url(edition: Edition, words: &Words) -> bool {
    let (from, to) = (words.last_part(), words.len());
    to > from + 1
        && words.word(to - 1) == "url"
        && !words.is_plural(to - 1)
        && qualified_head(edition, words, to).is_none()
        && phrase(edition, words, to).is_none()
}

/// Whether a convention records content as it came under this dotted name: `db.query.text`,
/// `http.request.header.x-custom`, but not `http.request.header.content-type`.
pub(crate) fn is_raw(edition: Edition, words: &Words) -> bool {
    let (last, end) = (words.last_part(), words.len());
    let is = |phrase: &str, role: Role| {
        vocabulary::find_in(edition, phrase, |found| (found == role).then_some(())).is_some()
    };
    let is_known_key = || {
        (last..end).any(|from| {
            let tail = words.run(from, end);
            vocabulary::has(tail, Role::Known) || vocabulary::has(tail, Role::Fit)
        })
    };
    last > 0
        && (is(words.run(0, end), Role::Raw)
            || is(words.run(0, last), Role::RawUnder) && !is_known_key())
}

/// Whether the words before the last one say which one it is.
pub(crate) fn tells(edition: Edition, words: &Words) -> bool {
    !is_vague(edition, words) && (is_spared(edition, words) || is_told(words))
}

/// Whether the words before a vague word say which one it is: `object_key`, `message_hash`, `iso_code`.
fn is_told(words: &Words) -> bool {
    let last = words.len().saturating_sub(1);
    last > 0
        && vocabulary::has(words.word(last), Role::Vague)
        && !vocabulary::has(words.word(last), Role::Member)
        && vocabulary::has(words.word(last - 1), Role::Tells)
}

/// Whether text under such a name may be a whole document. The last word that counts decides.
pub(crate) fn is_bulk(edition: Edition, words: &Words) -> bool {
    let last = (0..words.len())
        .rev()
        .map(|at| words.word(at))
        .find(|word| is_vague_word(edition, word));
    is_vague(edition, words) && last.is_some_and(|word| vocabulary::has(word, Role::Bulk))
}

fn is_vague_word(edition: Edition, word: &str) -> bool {
    vocabulary::find_in(edition, word, |role| {
        matches!(role, Role::Vague | Role::Bulk).then_some(())
    })
    .is_some()
}

/// Whether a name is exactly that of a whole body.
pub(crate) fn is_body(words: &Words) -> bool {
    words.len() == 1 && vocabulary::has(words.word(0), Role::Body)
}

/// Whether a member stands for its owner.
pub(crate) fn is_member(member: &str) -> bool {
    member.bytes().all(|b| b.is_ascii_digit())
        || vocabulary::has(&member.replace('_', " "), Role::Member)
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::segment::Words;
    use crate::team::Team;
    use crate::verdict::Verdict;
    use crate::vocabulary::{ROWS, Role, is_word};

    /// A refused phrase is also refused without its spaces, and the expansion of an abbreviation is also refused when
    /// it is split.
    #[test]
    fn open_and_closed_forms_agree_by_construction() {
        let is_fit = |name: &str| judge(&Team::default(), &Words::of(name)) == Verdict::Fit;
        let mut differ = Vec::new();
        for row in &ROWS {
            for word in row.words.split(", ") {
                match row.role {
                    // A word with digits is cut at them, and `thumbprint` is a word of its own right.
                    Role::Anywhere(_) | Role::Topic(_) | Role::Tail(_)
                        if word.contains(' ')
                            && !word.bytes().any(|b| b.is_ascii_digit())
                            && !is_word(&word.replace(' ', "")) =>
                    {
                        let (open, closed) = (word.replace(' ', "_"), word.replace(' ', ""));
                        if is_fit(&open) != is_fit(&closed) {
                            differ.push(format!("{open} {closed}"));
                        }
                    }
                    Role::Opens(_) if word.len() > 4 && word.is_ascii() => {
                        for at in 2..word.len().saturating_sub(1) {
                            let open = format!("{}_{}", &word[..at], &word[at..]);
                            if is_fit(&open) != is_fit(word) {
                                differ.push(format!("{open} {word}"));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        assert!(differ.is_empty(), "{}", differ.join("\n"));
    }
}
