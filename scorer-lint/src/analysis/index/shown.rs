//! What printing a value of a type shows.

use std::collections::HashSet;

use scorer_instrument_policy::{Class, Verdict};
use scorer_instrument_syntax::types::Shape;

use super::Index;
use super::facts::{Printed, hash};
use super::member::{Known, MemberType, is_number, known_type, named_in};
use crate::analysis::flow::parameters::prints_nothing;
use crate::analysis::shown_type::ShownType;

/// What a type shows that it must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shows {
    /// The type.
    pub ty: String,
    /// The member: `login.secret` for one of a member's type.
    pub member: String,
    /// Why it must not be shown: "a password".
    pub reason: String,
    /// The type that the member is of: its own, or a member's.
    pub holder: String,
}

/// What the package says of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Unknown,
    /// It prints nothing that it must not.
    Clean,
    /// It prints this.
    Shows(Shows),
}

/// How many types lie between a value and what it shows. What is farther down is one case of many, which seldom is there.
const FARTHEST: usize = 3;

/// A secret that the `Debug` of a type prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainSecret {
    /// The member: `login.password` for one of a member's type.
    pub member: String,
    /// What it is: "a password".
    pub reason: String,
    /// The type that the member is of: the one that was asked for, or a member's.
    pub holder: String,
}

impl Index<'_> {
    /// Whether the printed form of a type shows nothing of what is in it, whatever that is.
    fn hides(&self, name: &str) -> bool {
        prints_nothing(name) && !self.is_known(name)
    }

    /// What printing a value of a type shows that it must not.
    pub fn shows(&self, ty: &ShownType, debug: bool) -> Option<Shows> {
        let name = self.name_of(ty, 0)?;
        // A request of a framework, if the package has none of its own that is called so.
        let request = name.strip_prefix("http::");
        let name = request.unwrap_or(name);
        if !self.is_known(name) && !prints_nothing(name) && debug {
            let reason = match request {
                Some(_) => "a request, whose headers carry credentials".to_owned(),
                None => known_type(self.policy, name)?,
            };
            return Some(Shows {
                ty: name.to_owned(),
                member: String::new(),
                reason,
                holder: name.to_owned(),
            });
        }
        let mut shows = self.shown_by(name, debug, &mut HashSet::new(), 0)?;
        name.clone_into(&mut shows.ty);
        Some(shows)
    }

    /// A member of a type of the workspace's own that is a collection, a body or JSON and that the type's derived `Debug` prints:
    /// the type's name, the member's, and what it is.
    pub(crate) fn unbounded(&self, ty: &ShownType) -> Option<(String, String, &'static str)> {
        let name = self.name_of(ty, 0)?;
        if self.is_ambiguous(name) || self.printed(name, true).is_some() {
            return None;
        }
        self.known(name)
            .filter(|known| known.derives_debug)
            .flat_map(|known| &known.members)
            .filter(|(_, held)| !self.is_hidden(held))
            .find_map(|(member, held)| {
                let class = held.unbounded(self.policy)?;
                Some((name.to_owned(), member.clone(), class.noun()))
            })
    }

    /// The same where no answer is one too. `by_name`: what is asked about is refused for the name that it is recorded under,
    /// of which text of any type can be an instance.
    pub fn answer(&self, ty: &ShownType, debug: bool, by_name: bool) -> Answer {
        if let ShownType::Constant(name) = ty {
            let name = hash(name);
            let known = self.all().find_map(|types| types.constants.get(&name));
            // What another crate defines for everybody is no secret of anybody.
            return if known.copied().unwrap_or(true) {
                Answer::Clean
            } else {
                Answer::Unknown
            };
        }
        if let ShownType::Member(owner, member) = ty
            && let Some(owner) = self.name_of(owner, 0)
            && let Some((_, held)) = self.members(owner).find(|(name, _)| name == member)
        {
            if self.is_hidden(held) {
                return Answer::Clean;
            }
            // Its own type answers, where the package knows it; else what it is called by itself.
            let by_type = [&held.outer, &held.ty]
                .into_iter()
                .flatten()
                .map(|ty| self.answer_of(ty, debug))
                .find(|answer| *answer != Answer::Unknown);
            return match (by_type, self.refused(held)) {
                (Some(answer), _) => answer,
                (None, Some(_)) => Answer::Unknown,
                (None, None) if by_name && !held.is_number_or_flag() => Answer::Unknown,
                (None, None) => Answer::Clean,
            };
        }
        self.name_of(ty, 0)
            .map_or(Answer::Unknown, |name| self.answer_of(name, debug))
    }

    /// Whether the sources say how a member's type is printed by `Debug`.
    fn answer_of_type(&self, ty: &str) -> bool {
        self.printed(ty, true).is_some() || self.is_known(ty)
    }

    fn answer_of(&self, name: &str, debug: bool) -> Answer {
        let name = self.own_name(name);
        if self.hides(name) {
            return Answer::Clean;
        }
        if self.holds_nothing(name) {
            return Answer::Clean;
        }
        let printed = self.printed(name, debug);
        let derived = debug && self.known(name).any(|fact| fact.derives_debug);
        if printed.is_none() && !derived {
            return Answer::Unknown;
        }
        match self.shown_by(name, debug, &mut HashSet::new(), 0) {
            Some(shows) => Answer::Shows(shows),
            None if self.is_text(name, printed) => Answer::Unknown,
            None => Answer::Clean,
        }
    }

    /// Whether a type has no member, as an enum of states: what is printed of it stands in the source.
    fn holds_nothing(&self, name: &str) -> bool {
        let mut known = self.known(name).peekable();
        known.peek().is_some() && known.all(|known| known.members.is_empty())
    }

    /// Whether a type is a number of another crate's, as wide as a hash or an id: no text and nobody's data.
    pub(crate) fn is_wide_number(&self, ty: &ShownType) -> bool {
        let name = self.name_of(ty, 0).map(|name| self.own_name(name));
        name.is_some_and(|name| !self.is_known(name) && is_number(name))
    }

    /// Whether a type that no member of the workspace defines is an address, a hash or an id, by its name: a token that is one is
    /// traded, and lets nobody in.
    pub(crate) fn names_something_public(&self, ty: &ShownType) -> bool {
        let Some(name) = self.name_of(ty, 0).map(|name| self.own_name(name)) else {
            return false;
        };
        let ends = ["Address", "Hash", "Id", "Denom", "Mint"]
            .iter()
            .any(|end| name.ends_with(end));
        !self.is_known(name)
            && (is_number(name)
                || name == "Address"
                || ends && self.policy.name(name) == Verdict::Fit)
    }

    /// Whether a type is text under another name, and prints it: `struct Given(String)`.
    fn is_text(&self, name: &str, printed: Option<&Printed>) -> bool {
        self.known(name)
            .any(|known| match known.members.as_slice() {
                [(member, held)] => {
                    let shows =
                        printed.map_or(!held.hidden, |printed| printed.members.contains(member));
                    shows && held.shape() == Some(Shape::Text)
                }
                _ => false,
            })
    }

    /// Whether a member's type, or a wrapper of it, prints nothing of it.
    fn is_hidden(&self, held: &MemberType) -> bool {
        held.hidden || held.names.iter().any(|name| self.hides(name))
    }

    /// Why a member must not be shown: "a password". Asked of the types that are printed, and of no other.
    fn refused(&self, held: &MemberType) -> Option<String> {
        if self.is_hidden(held) {
            return None;
        }
        held.refused(self.policy)
    }

    /// Whether types of this name differ, and one of them shows nothing by itself: which of them a value is, nobody knows.
    fn is_ambiguous(&self, name: &str) -> bool {
        let known: Vec<&Known> = self.known(name).collect();
        let Some([first, others @ ..]) = Some(known.as_slice()).filter(|known| !known.is_empty())
        else {
            return false;
        };
        let names = |known: &Known| -> Vec<String> {
            known.members.iter().map(|(name, _)| name.clone()).collect()
        };
        let shows_nothing = |known: &Known| {
            let mut members = known.members.iter();
            members.all(|(_, held)| self.refused(held).is_none())
        };
        others.iter().any(|other| names(other) != names(first))
            && (shows_nothing(first) || others.iter().any(|other| shows_nothing(other)))
    }

    /// A secret that a type holds as plain text or bytes, itself or in a type of the workspace's that it holds, and that its `Debug`
    /// prints: the member, and what it is.
    pub fn plain_secret(&self, name: &str) -> Option<PlainSecret> {
        self.secret_in(name, &mut HashSet::new(), 0)
    }

    fn secret_in(
        &self,
        name: &str,
        seen: &mut HashSet<String>,
        depth: usize,
    ) -> Option<PlainSecret> {
        let is_unclear = depth > FARTHEST || depth > 0 && self.is_ambiguous(name);
        if is_unclear || !seen.insert(name.to_owned()) {
            return None;
        }
        let members = self.members_printed(name, true)?;
        let own = members.iter().find_map(|(member, held)| {
            let reason = self.plain(name, held)?;
            Some(PlainSecret {
                member: held.variant.as_ref().unwrap_or(member).clone(),
                reason,
                holder: name.to_owned(),
            })
        });
        own.or_else(|| {
            members.iter().find_map(|(member, held)| {
                // A wrapper with a `Debug` of its own prints what it will.
                let is_open = !self.is_hidden(held)
                    && !held.outer.as_deref().is_some_and(|outer| {
                        held.ty.as_deref() != Some(outer) && self.printed(outer, true).is_some()
                    });
                let is_called = |ty: &str| {
                    let called = held.variant.as_deref().or(held.called.as_deref());
                    called.is_some_and(|called| self.is_called_secret(called))
                        || known_type(self.policy, ty).is_some()
                };
                let mut names = held.names.iter().filter(|ty| is_open && is_called(ty));
                let mut inner = names.find_map(|ty| self.secret_in(ty, seen, depth + 1))?;
                let member = held.variant.as_ref().unwrap_or(member);
                inner.member = format!("{member}.{}", inner.member);
                Some(inner)
            })
        })
    }

    /// Whether a name is that of a secret. A type of the workspace's own behind any other name, such as `config`, is found where it is
    /// defined.
    fn is_called_secret(&self, name: &str) -> bool {
        match self.policy.name(name) {
            Verdict::Refused(refusal) => {
                matches!(refusal.class, Class::Credential | Class::Secret)
            }
            Verdict::Fit => false,
        }
    }

    /// What a member is, where that is a secret as plain text or bytes.
    fn plain(&self, ty: &str, held: &MemberType) -> Option<String> {
        let called = held.variant.as_deref().or(held.called.as_deref())?;
        if is_no_longer_plain(called) {
            return None;
        }
        let Verdict::Refused(refusal) = named_in(self.policy, ty, called) else {
            return None;
        };
        let is_secret = matches!(refusal.class, Class::Credential | Class::Secret)
            && !self.policy.only_proves(&refusal);
        let is_plain = held.shape() == Some(Shape::Text) || held.is_bytes() || held.is_texts();
        (is_secret && is_plain && !self.is_hidden(held)).then(|| refusal.reason.into_owned())
    }

    /// The members of a type that its `Debug` or its `Display` prints; none where nothing tells how the type is printed.
    fn members_printed(&self, name: &str, debug: bool) -> Option<Vec<&(String, MemberType)>> {
        let mut known = self.known(name).peekable();
        known.peek()?;
        let derives_debug = known.any(|fact| fact.derives_debug);
        match self.printed(name, debug) {
            Some(printed) if printed.by_other => self.members_printed_itself(name, !debug),
            Some(_) => self.members_printed_itself(name, debug),
            None if debug && derives_debug => self.members_printed_itself(name, true),
            None => None,
        }
    }

    fn members_printed_itself(
        &self,
        name: &str,
        debug: bool,
    ) -> Option<Vec<&(String, MemberType)>> {
        let members = self.members(name);
        match self.printed(name, debug) {
            Some(printed) => Some(
                members
                    .filter(|(name, _)| printed.members.contains(name))
                    .collect(),
            ),
            None => debug.then(|| members.filter(|(_, held)| !held.hidden).collect()),
        }
    }

    fn shown_by<'b>(
        &'b self,
        name: &'b str,
        debug: bool,
        seen: &mut HashSet<&'b str>,
        depth: usize,
    ) -> Option<Shows> {
        if depth > FARTHEST || self.is_ambiguous(name) || !seen.insert(name) {
            return None;
        }
        let members = self.members_printed(name, debug)?;
        for (member, held) in &members {
            // The member's own type may print nothing of it.
            let answered = [&held.outer, &held.ty]
                .into_iter()
                .flatten()
                .any(|ty| self.answer_of_type(ty));
            if let Some(reason) = self.refused(held).filter(|_| !answered) {
                return Some(Shows {
                    ty: name.to_owned(),
                    member: member.clone(),
                    reason,
                    holder: name.to_owned(),
                });
            }
        }
        for (member, held) in members {
            if self.is_hidden(held) {
                continue;
            }
            // A wrapper with a `Debug` of its own prints what it will.
            let wrapped = held.outer.as_deref().is_some_and(|outer| {
                held.ty.as_deref() != Some(outer) && self.printed(outer, true).is_some()
            });
            let inner = held
                .ty
                .as_deref()
                .filter(|_| !wrapped)
                .and_then(|ty| self.shown_by(ty, debug, seen, depth + 1));
            if let Some(mut shows) = inner {
                shows.member = format!("{member}.{}", shows.member);
                name.clone_into(&mut shows.ty);
                return Some(shows);
            }
        }
        None
    }
}

/// Whether a value was hashed or encrypted before, or is what a hash is made with and opens nothing: `hashed_key`, `PrivateKeyHash`,
/// `salt`.
fn is_no_longer_plain(called: &str) -> bool {
    let called = called.to_ascii_lowercase();
    ["hashed_", "encrypted_"]
        .iter()
        .any(|begin| called.starts_with(begin))
        || ["hash", "hashes", "salt"]
            .iter()
            .any(|end| called.ends_with(end))
}
