//! What a name in a pattern was bound from: a member, and what contains that member.
//!
//! `Login { password: given }` binds a password, whatever name it has. The member is judged together with its owner, as
//! in a field access. A member whose name means nothing (`.0`, `value`) is judged by its owner.

use crate::depth::DEEPEST_NESTING;
use crate::reason::{self, Grounds, Source};
use scorer_instrument_policy::{Policy, Refusal, Verdict};

/// The path from the matched value to the name: members, the outermost first.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    steps: Vec<Step>,
}

/// One member on the path.
#[derive(Clone, Debug)]
struct Step {
    /// The type or the variant that it is a member of.
    owner: String,
    /// Its name. `None` in a tuple struct.
    member: Option<String>,
}

/// Why a name must not be recorded because of what it was bound from.
#[derive(Clone, Debug)]
pub enum BoundFrom {
    /// A refused member, or the content of a refused type.
    Refused {
        /// The member, as it appears in messages: `password`, `Email.to`, `ApiKey`.
        shown: String,
        /// Why it is refused.
        refusal: Refusal,
    },
    /// The content of `Self(..)`: only the name of its type could say what it is.
    Unnamed,
}

impl BoundFrom {
    /// Returns the same as the reason of a refusal.
    pub fn origin(&self) -> reason::Origin {
        match self {
            Self::Refused { shown, refusal } => reason::Origin {
                source: Source::Member(shown.clone()),
                grounds: Grounds::Name(refusal.clone()),
            },
            Self::Unnamed => reason::Origin::of_argument(Grounds::PartOfSelf),
        }
    }

    /// Returns the verdict, which the type of a value can refine.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Refused { refusal, .. } => Verdict::Refused(refusal.clone()),
            Self::Unnamed => Verdict::Fit,
        }
    }
}

impl Origin {
    /// Returns the origin of a member of this one.
    ///
    /// The owner is a type or a variant. A member without a name belongs to a tuple struct.
    #[must_use]
    pub fn member(&self, owner: &str, member: Option<&str>) -> Self {
        // The macro never reads anything nested deeper. The limit lets the lint read any file in linear time.
        let outermost = self.steps.len().saturating_sub(DEEPEST_NESTING);
        let mut origin = Self {
            steps: self.steps[outermost..].to_vec(),
        };
        origin.steps.push(Step {
            owner: owner.to_owned(),
            member: member.map(str::to_owned),
        });
        origin
    }

    /// Whether the name is bound to the whole matched value.
    pub fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns why it must not be recorded, if so.
    pub fn held(&self, policy: &Policy) -> Option<BoundFrom> {
        let refused = |judged: &str, shown: &str| match policy.name(judged) {
            Verdict::Refused(refusal) => Some(BoundFrom::Refused {
                shown: shown.to_owned(),
                refusal,
            }),
            Verdict::Fit => None,
        };
        // From the name outwards, up to a member that says what it is.
        for (at, step) in self.steps.iter().enumerate().rev() {
            let says = step
                .member
                .as_ref()
                .filter(|member| !policy.is_transparent(member));
            let Some(member) = says else {
                if step.owner == "Self" {
                    return Some(BoundFrom::Unnamed);
                }
                if let Some(held) = refused(&step.owner, &step.owner) {
                    return Some(held);
                }
                continue;
            };
            // `Account { token: Parts { id } }` binds the id of a token.
            let outer = self.steps[..at].iter().rev().find_map(|outer| {
                let names = outer.member.as_deref();
                names.filter(|name| !policy.is_transparent(name) && !is_holder(name))
            });
            for owner in std::iter::once(step.owner.as_str()).chain(outer) {
                let is_subject = owner != "Self" && !is_holder(owner);
                let owned = format!("{owner}.{member}");
                let judged = if is_subject { &owned } else { member };
                if let Some(held) = refused(judged, judged) {
                    // If the name of the member is enough, its owner is not mentioned.
                    return refused(member, member).or(Some(held));
                }
            }
            return None;
        }
        None
    }
}

/// Whether a value or a type of this name contains others and says nothing about them: `request`, `ScoreRequest`.
pub(super) fn is_holder(name: &str) -> bool {
    HOLDERS.contains(&last_word(name).to_lowercase().as_str())
}

/// Returns the last word of a name: `Request` of `ScoreRequest`, `DTO` of `LoginDTO`. A name in lower case is one word.
fn last_word(name: &str) -> &str {
    let before = name.trim_end_matches(char::is_uppercase);
    if before.is_empty() {
        return name;
    }
    if before.len() < name.len() {
        return &name[before.len()..];
    }
    match name.rfind(char::is_uppercase) {
        Some(start) => &name[start..],
        None => name,
    }
}

/// Names of values that contain others and say nothing about them.
const HOLDERS: &[&str] = &[
    "request", "req", "response", "resp", "body", "payload", "form", "input", "params", "args",
    "query", "command", "cmd", "message", "msg", "event", "dto", "data", "json", "row", "record",
    "item", "entry", "state", "ctx", "context", "config", "settings", "options",
];
