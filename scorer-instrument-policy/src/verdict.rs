//! A name, judged.

use std::borrow::Cow;

use crate::segment::Words;
use crate::team::Team;
use crate::{functions, names};

/// What a refused name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Lets somebody in: a password, a token, an API key, a header that carries one.
    Credential,
    /// Key material that cannot be revoked: a seed phrase, a wallet's private key.
    Secret,
    /// Says who a person is or where.
    Pii,
    /// Card, account, income.
    Financial,
    /// Health data.
    Health,
    /// Text that may hold anything: `body`, `payload`.
    Vague,
    /// Refused by the team's own policy.
    Team,
}

impl Class {
    /// Every class, for tables of them.
    pub const ALL: [Self; 7] = [
        Self::Credential,
        Self::Secret,
        Self::Pii,
        Self::Financial,
        Self::Health,
        Self::Vague,
        Self::Team,
    ];

    /// The word used in messages and in the verdicts' output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Secret => "secret",
            Self::Pii => "pii",
            Self::Financial => "financial",
            Self::Health => "health",
            Self::Vague => "vague",
            Self::Team => "team",
        }
    }
}

/// Whether an integer under the name can be fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// An integer under this name is a count or an id: `token: usize`.
    Soft,
    /// The name is sensitive whatever the type (`bool` aside): `pin`, `ssn`, `latitude`.
    Hard,
}

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What it stands for.
    pub class: Class,
    /// A few words that complete "`name` is ...": "an e-mail address".
    pub reason: Cow<'static, str>,
    /// A field name to record in its place, where one is obvious: `user_id`.
    pub instead: Option<Cow<'static, str>>,
    /// Whether an integer under the name can be fit.
    pub strength: Strength,
}

/// What a function returns, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A `bool`: `is_some`, `contains`.
    Flag,
    /// A number: `len`, `count`.
    Count,
}

/// The verdict on a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Fit to record.
    Fit,
    /// Not fit.
    Refused(Refusal),
}

/// The default vocabulary and a team's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The team's own words, which win.
    pub team: Team,
}

impl Policy {
    /// The policy with a team's words.
    pub fn new(team: Team) -> Self {
        Self { team }
    }

    /// The verdict on a field's or an argument's name: `user.email`, `apiKey`, `x-api-key`.
    pub fn name(&self, name: &str) -> Verdict {
        names::judge(&self.team, &Words::of(name))
    }

    /// Whether the last word of this name can be refused together with words before it: `phrase` in `seed phrase`,
    /// `key` in `api key`. Where the answer is no, the words before a name need not be looked at.
    pub fn ends_phrase(&self, name: &str) -> bool {
        names::ends_phrase(&self.team, &Words::of(name))
    }

    /// Whether a text of this name can hold anything: `key`, `code`, `body`.
    pub fn is_vague(&self, name: &str) -> bool {
        names::is_vague(self.team.edition, &Words::of(name))
    }

    /// Whether nothing says what a text argument holds: neither its own name, which is vague or no more than `s`, `new` or
    /// `output`, nor its function's, which is nothing but what is done, or as vague: `parse`, `rotate_key`.
    pub fn is_any_text(&self, function: &str, argument: &str) -> bool {
        functions::is_any_text(self, function, argument)
    }

    /// Whether a vague name is one of text that may be a whole document: `body`, `raw_json`.
    pub fn is_bulk(&self, name: &str) -> bool {
        names::is_bulk(self.team.edition, &Words::of(name))
    }

    /// Whether a value of this name is a request's or an answer's whole body: `body`.
    pub fn is_body(&self, name: &str) -> bool {
        names::is_body(&Words::of(name))
    }

    /// The verdict on a vague argument name read together with its function's name:
    /// `key` in `validate_api_key` is an API key, `code` in `verify_otp` a one-time password.
    pub fn qualified(&self, function: &str, argument: &str) -> Verdict {
        functions::qualified(self, function, argument)
    }

    /// The verdict on an argument whose name says nothing, read with what its function speaks of: `number` in `card_brand`
    /// is a card's number.
    pub fn of_owner(&self, function: &str, argument: &str) -> Verdict {
        functions::of_owner(self, function, argument)
    }

    /// What a function of this name takes or returns, where its own name says that it must not be recorded: text in it
    /// is that, unless its name [is known](Self::is_known) as fit.
    pub fn subject_of(&self, function: &str) -> Option<Refusal> {
        functions::subject_of(self, function)
    }

    /// What a function takes and makes by what it does alone: `decrypt` makes what is to be kept secret.
    pub fn taken_by(&self, function: &str) -> Option<Refusal> {
        functions::taken_by(self, function)
    }

    /// The verdict on what a function of this name returns: `load_tel` returns a phone number.
    pub fn returned(&self, function: &str) -> Verdict {
        functions::returned(self, function)
    }

    /// The verdict on what is called so beside a thing of another name: `query` of a `uri`.
    pub fn beside(&self, owner: &str, name: &str) -> Verdict {
        functions::beside(self, owner, name)
    }

    /// Whether the name says by itself that its text is fit: an id, a count, a locale, or what the team allows.
    pub fn is_known(&self, name: &str) -> bool {
        names::is_known(&self.team, &Words::of(name))
    }

    /// Whether a number of this name measures something and is not the thing: `digits`, `period`.
    pub fn is_measure(&self, name: &str) -> bool {
        names::is_measure(self.team.edition, &Words::of(name))
    }

    /// Whether what has this name is a secret with all that it holds: `credentials`.
    pub fn holds_secret(&self, name: &str) -> bool {
        names::holds_secret(&self.team, &Words::of(name))
    }

    /// The verdict on an element of a collection of this name: `tokens[0]` is a token.
    pub fn element(&self, collection: &str) -> Verdict {
        names::judge_element(&self.team, &Words::of(collection))
    }

    /// Whether a method of this name takes an element out of a collection: `first`, `next`.
    pub fn takes_element(&self, method: &str) -> bool {
        functions::takes_element(method)
    }

    /// Whether a name says nothing of a value, be it vague or not: `x`, `raw`, `value`.
    pub fn says_nothing(&self, name: &str) -> bool {
        names::says_nothing(self.team.edition, &Words::of(name))
    }

    /// Whether a function's name says nothing of what it returns: `get_value`.
    pub fn is_vague_function(&self, function: &str) -> bool {
        functions::is_vague(self, function)
    }

    /// Whether a function's name is nothing but what is done, so that what stands before it says whose: `load`.
    pub fn is_action(&self, function: &str) -> bool {
        functions::is_action(self, function)
    }

    /// Whether a function is there to make its input fit, and may return text: `redact`.
    pub fn is_barrier(&self, function: &str) -> bool {
        functions::is_barrier(function)
    }

    /// Whether what a method or function of this name returns says nothing of its input:
    /// `len`, `is_some`, `count`, `redact`.
    pub fn declassifies(&self, function: &str) -> bool {
        functions::declassifies(function)
    }

    /// Which scalar a method or function of this name returns, if the name tells: `len` a count.
    pub fn scalar(&self, function: &str) -> Option<Scalar> {
        functions::scalar(function)
    }

    /// Whether a method, function or macro of this name turns a value into text, which proves
    /// nothing of it: `to_string`, `format`, `encode`, `from_utf8`.
    pub fn makes_text(&self, function: &str) -> bool {
        functions::makes_text(function)
    }

    /// Whether a member of this name is its owner under another name: `0`, `value`, `inner`.
    pub fn is_transparent(&self, member: &str) -> bool {
        names::is_member(member)
    }

    /// What to call a collection's length: `stamps` -> `stamp_count`. Always an identifier, and
    /// always fit unless the team refuses even `item_count`.
    pub fn count_name(&self, collection: &str) -> String {
        functions::count_name(self, collection)
    }
}
