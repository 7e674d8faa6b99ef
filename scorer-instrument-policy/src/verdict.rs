//! The verdict on a name.

use std::borrow::Cow;

use crate::segment::Words;
use crate::team::Team;
use crate::{functions, names};

/// What a refused name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Something that gives access: a password, a token, an API key, or a header with one of them.
    Credential,
    /// Key material that cannot be revoked: a seed phrase, a wallet's private key.
    Secret,
    /// Something that identifies a person or says where the person is.
    Pii,
    /// Financial data: a card, an account, an income.
    Financial,
    /// Health data.
    Health,
    /// Text that may contain anything: `body`, `payload`.
    Vague,
    /// Refused by the team's own policy.
    Team,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 7] = [
        Self::Credential,
        Self::Secret,
        Self::Pii,
        Self::Financial,
        Self::Health,
        Self::Vague,
        Self::Team,
    ];

    /// Returns the word for the class in messages and in printed verdicts.
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

/// Whether an integer under a refused name can be safe to record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// An integer under this name is a count or an id, and may be recorded: `token: usize`.
    Soft,
    /// An integer of this very name is the thing itself, unless the name is in the plural: `secret: u64`, but not
    /// `secrets: usize`. Another integer in a function about it is not: `hash_password(rounds: u32)`.
    Firm,
    /// The name is sensitive for any type but `bool`, and any integer in a function about it may be the thing itself:
    /// `pin`, `ssn`, `latitude`.
    Hard,
}

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What the name stands for.
    pub class: Class,
    /// A few words that complete "`name` is ...": "an e-mail address".
    pub reason: Cow<'static, str>,
    /// A field name to record instead, if there is an obvious one: `user_id`.
    pub instead: Option<Cow<'static, str>>,
    /// Whether an integer under the name can be safe to record.
    pub strength: Strength,
}

/// The kind of value that a function returns, as far as its name says.
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
    /// Safe to record.
    Fit,
    /// Not safe to record.
    Refused(Refusal),
}

/// The rules for names and types: the default vocabulary together with a team's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The team's own words, which take precedence.
    pub team: Team,
    /// Whether the code works with a public ledger, whose transactions are known by their signatures.
    on_ledger: bool,
}

impl Policy {
    /// Creates a policy with a team's words. Use `Policy::default()` for one without.
    pub fn new(team: Team) -> Self {
        Self {
            team,
            on_ledger: false,
        }
    }

    /// The same policy for code that works with a public ledger. There, a plain `signature` is the id by which everybody finds a
    /// transaction; the signature of a request or a webhook is still refused.
    #[must_use]
    pub fn on_public_ledger(mut self) -> Self {
        self.on_ledger = true;
        self
    }

    /// Returns the verdict on the name of a field or an argument: `user.email`, `apiKey`, `x-api-key`.
    pub fn name(&self, name: &str) -> Verdict {
        self.judged(&Words::of(name))
    }

    /// The same, of a name that was cut into words.
    pub(crate) fn judged(&self, words: &Words) -> Verdict {
        match names::judge(&self.team, words) {
            Verdict::Refused(refusal)
                if self.on_ledger
                    && self.only_proves(&refusal)
                    && names::is_plain_signature(self.team.edition, words) =>
            {
                Verdict::Fit
            }
            verdict => verdict,
        }
    }

    /// Whether what is refused only proves that somebody holds a secret, and is none itself: a signature.
    pub fn only_proves(&self, refusal: &Refusal) -> bool {
        names::only_proves(refusal)
    }

    /// Whether what is refused is the address of somebody's computer, of which a length says nothing.
    pub fn is_network_address(&self, refusal: &Refusal) -> bool {
        names::is_network_address(refusal)
    }

    /// Whether what is refused is a person, of whom a whole record may be something else than text.
    pub fn is_person(&self, refusal: &Refusal) -> bool {
        names::is_person(refusal)
    }

    /// Returns the verdict on a name by those that stand beside it, of a function's arguments or a type's members: `to`
    /// beside `subject` is where a mail goes.
    pub fn among(&self, name: &str, beside: &[String]) -> Verdict {
        functions::among(self, name, beside)
    }

    /// Whether the name of a value's type says that it is none of the things that its own name may mean: `account_key` of the
    /// type `PublicKey` is no access key.
    pub fn is_told_by_type(&self, name: &str, ty: &str) -> bool {
        names::is_told_by_type(&self.team, &Words::of(name), &Words::of(ty))
    }

    /// Returns why text of this name is refused, if it is a URL that may contain anything: `redirect_uri`, `magnet_uri`.
    pub fn any_url(&self, name: &str) -> Option<Refusal> {
        names::any_url(self.team.edition, &Words::of(name))
    }

    /// Whether the last word of this name can be refused together with words before it: `phrase` in `seed phrase`,
    /// `key` in `api key`. If not, the words before the name need not be checked.
    pub fn ends_phrase(&self, name: &str) -> bool {
        names::ends_phrase(&self.team, &Words::of(name))
    }

    /// Whether text under this name can contain anything: `key`, `code`, `body`.
    pub fn is_vague(&self, name: &str) -> bool {
        names::is_vague(self.team.edition, &Words::of(name))
    }

    /// Whether nothing says what a text argument contains. Its own name is vague or as short as `s`, `new` or `output`,
    /// and its function's name only says what is done, or is also vague: `parse`, `rotate_key`.
    pub fn is_any_text(&self, function: &str, argument: &str) -> bool {
        functions::is_any_text(self, function, argument)
    }

    /// Whether text under this vague name may be a whole document: `body`, `raw_json`.
    pub fn is_bulk(&self, name: &str) -> bool {
        names::is_bulk(self.team.edition, &Words::of(name))
    }

    /// Whether a value of this name is the whole body of a request or a response: `body`.
    pub fn is_body(&self, name: &str) -> bool {
        names::is_body(&Words::of(name))
    }

    /// Returns the verdict on a vague argument name together with the name of its function: `key` in `validate_api_key`
    /// is an API key, `code` in `verify_otp` a one-time password.
    pub fn qualified(&self, function: &str, argument: &str) -> Verdict {
        functions::qualified(self, function, argument)
    }

    /// Returns the verdict on a vague member together with the name of its type or variant: `code` of `InviteEntry` is
    /// an invite code.
    pub fn owned(&self, owner: &str, member: &str) -> Verdict {
        functions::owned(self, owner, member)
    }

    /// Returns the verdict on an argument whose name means nothing by itself, together with the subject of its
    /// function: `number` in `card_brand` is the number of a card.
    pub fn of_owner(&self, function: &str, argument: &str) -> Verdict {
        functions::of_owner(self, function, argument)
    }

    /// Returns what a function takes or returns, if its name says that this must not be recorded. Text in the function
    /// is then refused, unless the name of the text [is known](Self::is_known) to be safe.
    pub fn subject_of(&self, function: &str) -> Option<Refusal> {
        functions::subject_of(self, function)
    }

    /// Returns what a function takes or makes, according to its action alone: `decrypt` makes something secret.
    pub fn taken_by(&self, function: &str) -> Option<Refusal> {
        functions::taken_by(self, function)
    }

    /// Returns what a function makes, if its name says no more than that it makes something that gives access: `sign`,
    /// `issue`. Its result must not be text.
    pub fn made_by(&self, function: &str) -> Option<Refusal> {
        functions::made_by(self, function)
    }

    /// Returns what a name is about, if it promises only a number or a flag about something that must not be recorded:
    /// `token_count`, `has_password`. A value of this name must not be text.
    pub fn promised(&self, name: &str) -> Option<Refusal> {
        names::promised(&self.team, &Words::of(name))
    }

    /// Whether a convention records content as it came under this dotted name: `db.query.text`. A value of this name
    /// must not be text.
    pub fn is_raw(&self, name: &str) -> bool {
        names::is_raw(self.team.edition, &Words::of(name))
    }

    /// Whether something with this name keeps secrets, so that whatever it returns may be one: `vault`, `secret_store`.
    pub fn keeps_secrets(&self, name: &str) -> bool {
        names::keeps_secrets(&self.team, &Words::of(name))
    }

    /// Returns the verdict on what a function of this name returns: `load_tel` returns a phone number.
    pub fn returned(&self, function: &str) -> Verdict {
        functions::returned(self, function)
    }

    /// Whether the name of an owner says what a member of a vague name is: `code` of `ApiErrorEntry`.
    pub fn tells(&self, owner: &str, member: &str) -> bool {
        functions::tells(self, owner, member)
    }

    /// Returns the verdict on something with this name that belongs to something with another name: `query` of a `uri`.
    pub fn beside(&self, owner: &str, name: &str) -> Verdict {
        functions::beside(self, owner, name)
    }

    /// Whether the name alone says that its text is safe to record: an id, a count, a locale, or what the team allows.
    pub fn is_known(&self, name: &str) -> bool {
        names::is_known(&self.team, &Words::of(name))
    }

    /// Whether a number among a function's arguments is only about what the function takes: `amount_cents` of
    /// `charge_card`.
    pub fn measures(&self, function: &str, argument: &str) -> bool {
        functions::measures(self, function, argument)
    }

    /// Whether a number of this name is a measurement and not the thing itself: `digits`, `period`.
    pub fn is_measure(&self, name: &str) -> bool {
        names::is_measure(self.team.edition, &Words::of(name))
    }

    /// Whether a name says that a value is a number or a flag, so that it is not text: `count`, `left`.
    pub fn is_number(&self, name: &str) -> bool {
        let words = Words::of(name);
        words.len() > 0 && names::is_number(words.word(words.len() - 1))
    }

    /// Whether something with this name is a secret together with everything in it: `credentials`.
    pub fn holds_secret(&self, name: &str) -> bool {
        names::holds_secret(&self.team, &Words::of(name))
    }

    /// Returns the verdict on an element of a collection of this name: `tokens[0]` is a token.
    pub fn element(&self, collection: &str) -> Verdict {
        names::judge_element(&self.team, &Words::of(collection))
    }

    /// Whether a method of this name takes an element out of a collection: `first`, `next`.
    pub fn takes_element(&self, method: &str) -> bool {
        functions::takes_element(method)
    }

    /// Whether a name says nothing about a value, even if it is not vague: `x`, `raw`, `value`.
    pub fn says_nothing(&self, name: &str) -> bool {
        names::says_nothing(self.team.edition, &Words::of(name))
    }

    /// Whether a name is one letter, or only says that there is a text: `p`, `entered`, `line`. By convention, `e` is an
    /// error.
    pub fn is_unnamed(&self, name: &str) -> bool {
        names::is_unnamed(&Words::of(name))
    }

    /// Whether the name of a function says nothing about what it returns: `get_value`.
    pub fn is_vague_function(&self, function: &str) -> bool {
        functions::is_vague(self, function)
    }

    /// Whether the name of a function is only an action, so that what precedes it says whose: `load`.
    pub fn is_action(&self, function: &str) -> bool {
        functions::is_action(self, function)
    }

    /// Whether the purpose of a function is to make its input safe to record. It may return text: `redact`.
    pub fn is_barrier(&self, function: &str) -> bool {
        functions::is_barrier(function)
    }

    /// Whether the result of a method or function of this name says nothing about its input: `len`, `is_some`, `count`,
    /// `redact`.
    pub fn declassifies(&self, function: &str) -> bool {
        functions::declassifies(function)
    }

    /// Returns the kind of scalar that a method or function of this name returns, if the name says so: `len` returns a
    /// count.
    pub fn scalar(&self, function: &str) -> Option<Scalar> {
        functions::scalar(function)
    }

    /// Whether a method, function or macro of this name turns a value into text. That does not make the value safe:
    /// `to_string`, `format`, `encode`, `from_utf8`.
    pub fn makes_text(&self, function: &str) -> bool {
        functions::makes_text(function)
    }

    /// Whether a member of this name stands for its owner: `0`, `value`, `inner`.
    pub fn is_transparent(&self, member: &str) -> bool {
        names::is_member(member)
    }

    /// Returns a name for the length of a collection: `stamps` -> `stamp_count`. It is always an identifier, and always
    /// safe to record, unless the team refuses even `item_count`.
    pub fn count_name(&self, collection: &str) -> String {
        functions::count_name(self, collection)
    }
}
