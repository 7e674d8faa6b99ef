//! What the name of a function or a method says about its argument and its result.

use crate::names;
use crate::segment::Words;
use crate::verdict::{Class, Policy, Refusal, Scalar, Verdict};
use crate::vocabulary::{self, Role};

/// Returns the verdict on a vague argument name, together with the name of its function.
///
/// `key` in `validate_api_key` is part of the function's name, so the argument is that key. Any other name belongs to
/// the subject of the function: `code` in `verify_otp` is `otp code`.
pub(crate) fn qualified(policy: &Policy, function: &str, argument: &str) -> Verdict {
    let own = policy.name(argument);
    if own != Verdict::Fit {
        return own;
    }
    let function = Words::of(last_segment(function));
    let argument = Words::of(argument);
    let Some(last) = argument.len().checked_sub(1) else {
        return Verdict::Fit;
    };
    let subject = subject(&function);
    let head = argument.word(last);
    let named = (subject..function.len()).find(|at| function.word(*at) == head);
    let candidate = match named {
        Some(at) => function.joined(subject, at + 1, &Words::default()),
        None => function.joined(subject, function.len(), &argument),
    };
    names::judge(&policy.team, &candidate)
}

/// Whether a number among a function's arguments is only about what the function takes: `digits` of `verify_pin`,
/// `amount_cents` of `charge_card`. The amount of an income or of a medicine is the thing itself.
pub(crate) fn measures(policy: &Policy, function: &str, argument: &str) -> bool {
    let words = Words::of(argument);
    if names::is_measure(policy.team.edition, &words) {
        return true;
    }
    // What has a unit is an amount, whatever it is called.
    let quantity = if names::has_unit(&words) {
        Words::of("amount")
    } else if names::is_quantity(&words) {
        words
    } else {
        return false;
    };
    let function = Words::of(last_segment(function));
    let whole = function.joined(subject(&function), function.len(), &quantity);
    names::judge(&policy.team, &whole) == Verdict::Fit
}

/// Returns the verdict on a vague member, together with the name of its type or variant: `key` of `ApiKey`, `code` of
/// `InviteEntry`.
pub(crate) fn owned(policy: &Policy, owner: &str, member: &str) -> Verdict {
    let own = policy.name(member);
    if own != Verdict::Fit {
        return own;
    }
    let (owner, member) = (Words::of(owner), Words::of(member));
    let head = member.word(member.len().saturating_sub(1));
    let named = (0..owner.len()).find(|at| owner.word(*at) == head);
    let candidate = match named {
        Some(at) => owner.joined(0, at + 1, &Words::default()),
        None => owner.joined(0, contained(&owner, 0), &member),
    };
    names::judge(&policy.team, &candidate)
}

/// Returns the verdict on an argument whose name says nothing, or only that it is a name, together with the subject of
/// its function: `number` in `card_brand` is the number of a card, `candidate` in `enforce_password_policy` a password.
///
/// This does not apply to a function that sets something, or whose name says by what it finds something, because the
/// argument may be the new value or the key: `set_password_policy(new)`.
pub(crate) fn of_owner(policy: &Policy, function: &str, argument: &str) -> Verdict {
    let (words, argument) = (Words::of(last_segment(function)), Words::of(argument));
    let edition = policy.team.edition;
    let from = subject(&words);
    if argument.run(0, argument.len()) == "display name" {
        let last = words.len().saturating_sub(1);
        let name = argument.joined(1, 2, &Words::default());
        return match names::judge(&policy.team, &words.joined(last, words.len(), &name)) {
            Verdict::Refused(refusal) if refusal.class == Class::Pii => Verdict::Refused(refusal),
            _ => Verdict::Fit,
        };
    }
    if argument.len() == 0
        || vocabulary::has(words.word(0), Role::Sets)
        || !names::says_nothing(edition, &argument)
    {
        return Verdict::Fit;
    }
    // `qualified` judges the last word together with the argument.
    (from..words.len().saturating_sub(1))
        .filter(|at| !vocabulary::has(words.word(at + 1), Role::Finds))
        .map(|at| names::judge(&policy.team, &words.joined(from, at + 1, &argument)))
        .find(|verdict| *verdict != Verdict::Fit)
        .unwrap_or(Verdict::Fit)
}

/// Returns what a function takes, if its own name says that this must not be recorded: a password in `verify_password`,
/// a seed in `restore_wallet`.
///
/// A verb at the beginning or the end says what is done. A question ends with the word for its answer:
/// `is_password_strong` asks about a password.
pub(crate) fn subject_of(policy: &Policy, function: &str) -> Option<Refusal> {
    let taken = taken_by(policy, function);
    if taken.is_some() {
        return taken;
    }
    let words = Words::of(last_segment(function));
    let from = subject(&words);
    if from >= words.len() || from == 0 && words.len() == 1 && is_verb(words.word(0)) {
        return None;
    }
    let mut to = words.len();
    while to > from {
        let subject = words.joined(from, to, &Words::default());
        match names::judge(&policy.team, &subject) {
            Verdict::Refused(refusal) => return Some(refusal),
            Verdict::Fit => {}
        }
        if !is_done_or_asked(policy, words.word(to - 1)) {
            return None;
        }
        to -= 1;
    }
    None
}

/// Whether a last word says what is done to the words before it, or asked about them: `password_verify`,
/// `is_password_valid`.
fn is_done_or_asked(policy: &Policy, word: &str) -> bool {
    !vocabulary::has(word, Role::Counts)
        && (is_verb(word)
            || vocabulary::has(word, Role::Quality)
            || names::is_state(policy.team.edition, word))
}

/// Returns the verdict on what a function returns: `load_tel` returns a phone number, because `tel` is one.
pub(crate) fn returned(policy: &Policy, function: &str) -> Verdict {
    let words = Words::of(last_segment(function));
    let own = policy.name(function);
    if own != Verdict::Fit || vocabulary::has(words.word(0), Role::Lead) {
        return own;
    }
    if let Some(meaning) = uncovered(policy, &words) {
        return Verdict::Refused(names::refusal(meaning));
    }
    match subject(&words) {
        0 => own,
        from => {
            let subject = words.joined(from, words.len(), &Words::default());
            policy.judged(&subject)
        }
    }
}

/// Returns what a function reveals that was hidden, if its name does not say more about it: `decrypt`, `reveal_value`.
fn uncovered(policy: &Policy, words: &Words) -> Option<&'static vocabulary::Meaning> {
    let edition = policy.team.edition;
    let rest = words.joined(1.min(words.len()), words.len(), &Words::default());
    let meaning = vocabulary::find_in(edition, words.word(0), |role| match role {
        Role::Uncovers(meaning) => Some(meaning),
        _ => None,
    });
    meaning.filter(|_| names::says_nothing(edition, &rest))
}

/// Returns the verdict on a name together with the name of what it belongs to: `query` of a `uri`, `address` of a
/// `client`. Only the last word of the other name counts, because the words before it do not describe the member.
pub(crate) fn beside(policy: &Policy, owner: &str, name: &str) -> Verdict {
    let (owner, name) = (Words::of(owner), Words::of(name));
    let end = contained(&owner, 0);
    names::judge(
        &policy.team,
        &owner.joined(end.saturating_sub(1), end, &name),
    )
}

/// Whether the name of an owner says what a vague member of it is: `code` of `ApiErrorEntry`, `code` of `Currency`.
pub(crate) fn tells(policy: &Policy, owner: &str, member: &str) -> bool {
    let (owner, member) = (Words::of(owner), Words::of(member));
    let whole = owner.joined(0, contained(&owner, 0), &member);
    names::judge(&policy.team, &whole) == Verdict::Fit && names::tells(policy.team.edition, &whole)
}

/// Returns where the words for what something contains end: before `Entry` in `ApiErrorEntry`, whose code is that of
/// an error.
fn contained(owner: &Words, from: usize) -> usize {
    (from..owner.len())
        .rev()
        .find(|at| !vocabulary::has(owner.word(*at), Role::Container))
        .map_or(from, |last| last + 1)
}

/// Returns the verdict on a name by those that stand beside it: `to` beside `subject` is where a mail goes, `state`
/// beside `code` what a login is protected with.
pub(crate) fn among(policy: &Policy, name: &str, beside: &[String]) -> Verdict {
    let edition = policy.team.edition;
    let words = Words::of(name);
    let marked = |group: &'static str| {
        beside.iter().any(|other| {
            let other = Words::of(other);
            vocabulary::has(other.run(0, other.len()), Role::Marks(group))
        })
    };
    vocabulary::find_in(edition, words.run(0, words.len()), |role| match role {
        Role::Among(group, meaning) if marked(group) => Some(meaning),
        _ => None,
    })
    .map_or(Verdict::Fit, |meaning| {
        Verdict::Refused(names::refusal(meaning))
    })
}

/// Returns what a function uses up, if that gives access once: `consume_ticket`, `redeem_voucher_for_user`.
fn consumed_by(policy: &Policy, words: &Words) -> Option<Refusal> {
    let is = |phrase, role| {
        vocabulary::find_in(policy.team.edition, phrase, |found| {
            (found == role).then_some(())
        })
        .is_some()
    };
    let ends = |to: usize| to == words.len() || vocabulary::has(words.word(to), Role::Finds);
    let is_presented = |to: usize| {
        let from = to.saturating_sub(2).max(1);
        ends(to) && (from..to).any(|from| is(words.run(from, to), Role::Presented))
    };
    (is(words.word(0), Role::Consumes) && (2..=words.len()).any(is_presented))
        .then(|| names::refusal(&vocabulary::TICKET))
}

/// Returns what a function takes or makes, according to its action alone: `send_sms`, `decrypt`.
pub(crate) fn taken_by(policy: &Policy, function: &str) -> Option<Refusal> {
    let words = Words::of(last_segment(function));
    let consumed = consumed_by(policy, &words);
    if consumed.is_some() {
        return consumed;
    }
    for from in 0..words.len() {
        for to in (from + 1..=words.len().min(from + LONGEST_ACTION)).rev() {
            let taken =
                vocabulary::find_in(
                    policy.team.edition,
                    words.run(from, to),
                    |role| match role {
                        Role::Takes(meaning) if from == 0 || to - from > 1 => Some(meaning),
                        _ => None,
                    },
                );
            if let Some(meaning) = taken {
                return Some(names::refusal(meaning));
            }
        }
    }
    None
}

/// Returns what a function makes, if its name says no more than that it makes something that gives access: `sign`,
/// `issue`, but not `issue_invoice`.
pub(crate) fn made_by(policy: &Policy, function: &str) -> Option<Refusal> {
    let edition = policy.team.edition;
    let words = Words::of(last_segment(function));
    (1..=words.len().min(LONGEST_ACTION)).rev().find_map(|to| {
        let rest = words.joined(to, words.len(), &Words::default());
        let meaning = vocabulary::find_in(edition, words.run(0, to), |role| match role {
            Role::Makes(meaning) => Some(meaning),
            _ => None,
        })?;
        names::says_nothing(edition, &rest).then(|| names::refusal(meaning))
    })
}

/// The longest phrase for the action of a function, in words.
const LONGEST_ACTION: usize = 3;

fn is_verb(word: &str) -> bool {
    vocabulary::has(word, Role::Verb)
}

/// Whether the name of a function says nothing about what it returns: `get_value`, `load_body`.
pub(crate) fn is_vague(policy: &Policy, function: &str) -> bool {
    let words = Words::of(last_segment(function));
    let subject = words.joined(subject(&words), words.len(), &Words::default());
    names::is_vague(policy.team.edition, &subject)
}

/// Whether the name of a function is only an action: `load`, `get`, `parse`.
pub(crate) fn is_action(policy: &Policy, function: &str) -> bool {
    let words = Words::of(last_segment(function));
    words.len() > 0
        && (0..words.len()).all(|at| {
            let word = words.word(at);
            is_verb(word) || names::says_nothing_word(policy.team.edition, word)
        })
}

/// Whether neither the name of an argument nor that of its function says what a text contains: `s` of `parse`, `old` of
/// `rotate_key`.
pub(crate) fn is_any_text(policy: &Policy, function: &str, argument: &str) -> bool {
    let words = Words::of(argument);
    let edition = policy.team.edition;
    let is_piece = || vocabulary::has(words.run(0, words.len()), Role::Piece);
    if names::is_vague(edition, &words) || is_piece() {
        return true;
    }
    names::is_any_text(edition, &words) && is_action(policy, function)
        || names::says_nothing(edition, &words) && words.len() > 0 && is_vague(policy, function)
}

/// Whether a method takes an element out of a collection: `first`, `next`.
pub(crate) fn takes_element(method: &str) -> bool {
    let words = Words::of(method);
    vocabulary::has(words.run(0, words.len()), Role::Element)
}

/// Returns where the subject of a function's name begins: after its verb, unless there is only the verb.
fn subject(function: &Words) -> usize {
    let is = |role| vocabulary::has(function.word(0), role);
    usize::from(function.len() > 1 && (is(Role::Verb) || is(Role::Consumes)))
}

/// Returns the last segment of a path: `hasher::PasswordHasher::verify` -> `verify`.
fn last_segment(path: &str) -> &str {
    let path = path.trim_end_matches('!');
    path.rsplit([':', '.']).next().unwrap_or(path)
}

/// Whether the result says nothing about the input.
pub(crate) fn declassifies(function: &str) -> bool {
    let words = Words::of(last_segment(function));
    scalar_of(&words).is_some()
        || vocabulary::has(words.run(0, words.len()), Role::Declassifies)
        || vocabulary::has(words.word(0), Role::Barrier)
}

/// Whether the purpose of the function is to make its input safe to record. It may return text: `redact`,
/// `fingerprint`.
pub(crate) fn is_barrier(function: &str) -> bool {
    vocabulary::has(Words::of(last_segment(function)).word(0), Role::Barrier)
}

/// Returns the kind of scalar that a function of this name returns, if the name says so.
pub(crate) fn scalar(function: &str) -> Option<Scalar> {
    scalar_of(&Words::of(last_segment(function)))
}

fn scalar_of(words: &Words) -> Option<Scalar> {
    if words.len() == 0 {
        return None;
    }
    let counts = |phrase| vocabulary::has(phrase, Role::Counts);
    if counts(words.run(0, words.len())) || words.len() > 1 && counts(words.word(words.len() - 1)) {
        Some(Scalar::Count)
    } else if vocabulary::has(words.word(0), Role::Predicate) {
        Some(Scalar::Flag)
    } else {
        None
    }
}

/// Whether the result is the input as text.
pub(crate) fn makes_text(function: &str) -> bool {
    let words = Words::of(last_segment(function));
    (1..=words.len().min(3)).any(|length| {
        let start = words.run(0, length);
        vocabulary::has(start, Role::Spares("text verb"))
    }) || vocabulary::has(words.run(0, words.len()), Role::Text)
}

/// Returns a name for the length of a collection.
pub(crate) fn count_name(policy: &Policy, collection: &str) -> String {
    let words = Words::of(collection);
    let from = usize::from(words.len() > 1 && matches!(words.word(0), "by" | "all" | "list"));
    let stem = words.run(from, words.len()).replace(' ', "_");
    let is_identifier = stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && stem.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let name = if stem == "count" || stem.ends_with("_count") {
        stem
    } else {
        format!("{stem}_count")
    };
    if is_identifier && policy.name(&name) == Verdict::Fit {
        name
    } else {
        "item_count".to_owned()
    }
}
