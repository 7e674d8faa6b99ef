//! Findings that a value's name made, and that the value's type may answer when the package's types are known.

use crate::analysis::index::{Answer, Index, Shows};
use crate::analysis::shown_type::ShownType;
use crate::engine::facts::{Fact, Facts};
use crate::engine::finding::Finding;
use crate::package::unit::Unit;
use crate::rule::Level;

use scorer_instrument_policy::Class;
use scorer_instrument_syntax::reason::{Grounds, Reading};

/// How a finding that a value's type makes takes the place of one that its name made.
pub(crate) type Typed = fn(&Finding, Shows, bool) -> Finding;

/// A finding on a value by what it is called, whose type the package may know better.
#[derive(Debug)]
pub(super) struct Doubt {
    /// How its type is known.
    pub(super) ty: ShownType,
    /// Whether it is printed by `Debug`; else by `Display`.
    pub(super) debug: bool,
    /// How the finding was made.
    pub(super) made: Made,
    /// The finding, already levelled.
    pub(super) finding: Finding,
}

/// What made a finding that a type may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// What the value itself is called.
    Value,
    /// The same, where it is called a credential.
    Credential,
    /// The same, where it is called what identifies a person: a name, an address, a number that somebody calls.
    Personal,
    /// The name that it is recorded under, or what it was made from: text of any type can be that.
    Field,
    /// The same, where it is that of a credential.
    CredentialField,
    /// The same, where it is that of something that identifies a person.
    PersonalField,
    /// The name of its type: what the sources say of the type may only acquit it.
    Type,
}

impl Made {
    /// By what is read of a value.
    pub(crate) fn by(reading: &Reading) -> Self {
        match &reading.origin.grounds {
            Grounds::Name(refusal) => Self::by_class(refusal.class),
            _ => Self::Value,
        }
    }

    /// By the class that the value's name is refused for.
    pub(crate) fn by_class(class: Class) -> Self {
        match class {
            Class::Credential => Self::Credential,
            Class::Pii => Self::Personal,
            _ => Self::Value,
        }
    }
}

/// Those of a file or a package.
#[derive(Debug, Default)]
pub(super) struct Doubts(pub(super) Vec<Doubt>);

impl Fact for Doubts {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// The findings that types do not answer, and those that they make of others.
pub(super) fn answered(
    typed: Option<Typed>,
    facts: &Facts,
    index: &Index<'_>,
    unit: &Unit,
) -> Vec<Finding> {
    let Some(Doubts(doubts)) = facts.get() else {
        return Vec::new();
    };
    let answer = |doubt: &Doubt| {
        let by_name = matches!(
            doubt.made,
            Made::Field | Made::CredentialField | Made::PersonalField
        );
        index.answer(&doubt.ty, doubt.debug, by_name)
    };
    let is_public = |doubt: &Doubt| match doubt.made {
        Made::Credential | Made::CredentialField => index.names_something_public(&doubt.ty),
        Made::Personal | Made::PersonalField => index.is_wide_number(&doubt.ty),
        Made::Value | Made::Field | Made::Type => false,
    };
    let one = |doubt: &Doubt| match (answer(doubt), typed) {
        (Answer::Unknown, _) if is_public(doubt) => None,
        (Answer::Clean, _) => None,
        // The one part of `struct ApiKey(String)` is the value itself.
        (Answer::Shows(shows), Some(typed)) if shows.member != "0" && doubt.made != Made::Type => {
            let mut finding = typed(&doubt.finding, shows, doubt.debug);
            finding.level = unit.settings.level(finding.rule);
            (finding.level != Level::Allow).then_some(finding)
        }
        (Answer::Unknown | Answer::Shows(_), _) => Some(doubt.finding.clone()),
    };
    doubts.iter().filter_map(one).collect()
}
