//! What a member of a type is, by its name and by its type as written.

use scorer_instrument_policy::{Class, Policy, Refusal, TypeClass, TypePath, TypeVerdict, Verdict};
use scorer_instrument_syntax::types::{self, Shape};
use scorer_instrument_syntax::value_shape;
use syn::{Generics, Type};

use super::facts::TypeFact;
use super::written::{first_name, innermost};
use crate::source::File;

/// A type whose members were read.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) derives_debug: bool,
    pub(super) members: Vec<(String, MemberType)>,
}

/// What a member is.
#[derive(Debug)]
pub(super) struct MemberType {
    /// What it is called; none in a tuple of several.
    pub(super) called: Option<String>,
    /// The variant that it is the one unnamed member of, where the type is no error.
    pub(super) variant: Option<String>,
    /// Its type as written.
    pub(super) written: String,
    /// Its type, where the package may know it, and the wrapper that it is in.
    pub(super) ty: Option<String>,
    pub(super) outer: Option<String>,
    /// Every name in it: `Option` and `SecretBox`.
    pub(super) names: Vec<String>,
    /// Whether the derived `Debug` leaves it out.
    pub(super) hidden: bool,
}

/// A type's length in bytes.
const LONGEST: usize = 400;

/// What a member is by its name, or with that of its type where its own says little: `value` in `GeneratedSecret`, `url` in
/// `DatabaseConfig`. What only mentions a secret, such as `SecretQuery` or `TokenClaims`, holds something else.
pub(crate) fn named_in(policy: &Policy, ty: &str, member: &str) -> Verdict {
    let own = member.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let says_little =
        policy.is_vague(member) || policy.says_nothing(member) || policy.ends_phrase(own);
    let verdict = policy.name(member);
    if verdict != Verdict::Fit || !says_little {
        return verdict;
    }
    match policy.name(&format!("{ty}.{member}")) {
        Verdict::Refused(refusal)
            if is_called_after_its_content(policy, ty)
                || repeats(policy, ty, own)
                || completes(policy, ty, own, &refusal) =>
        {
            Verdict::Refused(refusal)
        }
        _ => Verdict::Fit,
    }
}

/// Whether something that is called so gives access.
fn opens(policy: &Policy, name: &str) -> bool {
    match policy.name(name) {
        Verdict::Refused(refusal) => matches!(refusal.class, Class::Credential | Class::Secret),
        Verdict::Fit => false,
    }
}

/// Whether the last word of a type's name says what the type holds: `GeneratedSecret`, `ApiKey`, and not `SecretQuery`.
fn is_called_after_its_content(policy: &Policy, ty: &str) -> bool {
    let mut letters = ty.char_indices().rev();
    let last = letters.find(|(_, letter)| letter.is_uppercase());
    last.is_some_and(|(at, _)| {
        let (before, word) = ty.split_at(at);
        opens(policy, word) || opens(policy, ty) && !opens(policy, before)
    })
}

/// Whether a type's name says what its member is, with the member's own word: `code` of `JoinByInviteCodeParams`, `key1` of
/// `CustodianKeys`.
fn repeats(policy: &Policy, ty: &str, member: &str) -> bool {
    let Some(first) = member.chars().next() else {
        return false;
    };
    let word = first.to_uppercase().chain(member.chars().skip(1));
    let word: String = word.collect();
    ty.trim_end_matches('s').ends_with(&word)
        || ty
            .find(&word)
            .is_some_and(|at| opens(policy, &ty[..at + word.len()]))
}

/// Whether a type's name and its member's are one expression: `seed` of a `Wallet`, `code` of a `LoginRequest`. A `key` is what
/// something is found by, as often as not, and a `url` a secret where a password may be in it.
fn completes(policy: &Policy, ty: &str, member: &str, refusal: &Refusal) -> bool {
    let is_address = matches!(member, "url" | "uri" | "link");
    let is_more = !opens(policy, ty) && member != "key" && !is_address;
    is_more || connects(policy, refusal)
}

/// Whether something is refused as what a connection is made with.
fn connects(policy: &Policy, refusal: &Refusal) -> bool {
    matches!(policy.name("connection_string"), Verdict::Refused(known) if known.reason == refusal.reason)
}

/// Whether an attribute of some derive leaves a member out of `Debug`.
pub(super) fn is_hidden(attributes: &str) -> bool {
    (attributes.contains("ebug") || attributes.contains("erivative"))
        && ["skip", "ignore", "format_with", "with ="]
            .iter()
            .any(|word| attributes.contains(word))
}

/// How the account of a connection is called.
const ACCOUNT: [&str; 3] = ["user", "username", "login"];

/// Whether a type holds what a connection is made with: its user is an account of the service, and no person.
fn is_connection(fact: &TypeFact) -> bool {
    let has = |names: &[&str]| {
        let mut members = fact.members.iter();
        members.any(|member| names.contains(&&*member.name))
    };
    has(&["host", "hostname", "server"]) && has(&ACCOUNT)
}

pub(super) fn known(fact: &TypeFact) -> Known {
    let alone = fact.members.len() == 1;
    let connects = is_connection(fact);
    let members = fact.members.iter().map(|member| {
        let is_named = !member
            .name
            .starts_with(|first: char| first.is_ascii_digit());
        let is_account = connects && ACCOUNT.contains(&&*member.name);
        // The one part of `struct ApiKey(String)` is what the type is called after.
        let called = if is_named {
            Some(&member.name)
        } else {
            alone.then_some(&fact.name)
        };
        let ty = File::new("", member.written.to_string());
        let all = 0..ty.len();
        let name = innermost(&ty, &all).map(|at| ty.word(at));
        let held = MemberType {
            called: called.filter(|_| !is_account).map(ToString::to_string),
            variant: member
                .variant
                .as_ref()
                .filter(|_| !fact.is_error)
                .map(ToString::to_string),
            outer: first_name(&ty, &all).map(str::to_owned),
            ty: name
                .filter(|ty| ty.starts_with(char::is_uppercase))
                .map(str::to_owned),
            names: (0..ty.len())
                .map(|at| ty.word(at))
                .filter(|word| word.starts_with(char::is_uppercase))
                .map(str::to_owned)
                .collect(),
            written: member.written.to_string(),
            hidden: member.hidden,
        };
        (member.name.to_string(), held)
    });
    Known {
        derives_debug: fact.derives_debug,
        members: members.collect(),
    }
}

impl MemberType {
    /// Why it must not be shown, by its name and its type.
    pub(super) fn refused(&self, policy: &Policy) -> Option<String> {
        let ty = self.ty.as_deref();
        let Some(Verdict::Refused(refusal)) = self.called.as_deref().map(|name| policy.name(name))
        else {
            return known_type(policy, ty?);
        };
        let fits = self
            .shape()
            .is_some_and(|shape| value_shape::fits(&Verdict::Refused(refusal.clone()), shape));
        (refusal.class != Class::Vague && !fits).then(|| refusal.reason.into_owned())
    }

    /// What kind of value it is, as far as its type is written.
    pub(super) fn shape(&self) -> Option<Shape> {
        // What is longer than a line or two nests deeper than a type that anybody wrote.
        let written = Some(&self.written).filter(|written| written.len() < LONGEST)?;
        let parsed = syn::parse_str::<Type>(written).ok()?;
        Some(types::shape(&parsed, &Generics::default()))
    }

    /// What it is, by its type as written, where that has no bound: a collection, a body, JSON.
    pub(super) fn unbounded(&self, policy: &Policy) -> Option<TypeClass> {
        let written = Some(&self.written).filter(|written| written.len() < LONGEST)?;
        let parsed = syn::parse_str::<Type>(written).ok()?;
        match types::judge(policy, &parsed, &Generics::default()) {
            TypeVerdict::Refused {
                class: class @ (TypeClass::Collection | TypeClass::Body | TypeClass::Json),
                name,
            } if name != "[_; _]" => Some(class),
            _ => None,
        }
    }

    /// Whether it is bytes: `Vec<u8>`, `[u8; 32]`.
    pub(super) fn is_bytes(&self) -> bool {
        self.ty.is_none() && self.written.contains("u8") && self.written.contains(['<', '['])
    }

    /// Whether it is a collection of texts: `Vec<String>`, `HashMap<String, String>`, `Vec<(String, String)>`.
    pub(super) fn is_texts(&self) -> bool {
        let mut words = self.written.split(|letter: char| !letter.is_alphanumeric());
        let is_last = words.rfind(|word| !word.is_empty()).is_some_and(is_text);
        let mut names = self.names.iter();
        is_last && names.all(|name| is_text(name) || WRAPPERS.contains(&&**name))
    }

    /// Whether it is no text, by its written type.
    pub(super) fn is_number_or_flag(&self) -> bool {
        matches!(
            self.shape(),
            Some(Shape::Bool | Shape::Integer | Shape::Float | Shape::Char)
        )
    }
}

/// What the standard library holds several values in, or one of them.
const WRAPPERS: [&str; 12] = [
    "Option", "Box", "Arc", "Rc", "Cow", "Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet",
    "BTreeSet", "IndexMap",
];

fn is_text(name: &str) -> bool {
    matches!(name, "String" | "SmolStr" | "CompactString")
}

/// Whether a type of another crate is a number as wide as a hash, or an id: the common crates of that kind call them so. What
/// such a value is of is public. The language's own numbers are judged by their kind.
pub(super) fn is_number(ty: &str) -> bool {
    let is_wide = ty
        .strip_prefix(['U', 'I', 'H', 'B'])
        .is_some_and(|width| width.parse::<u16>().is_ok());
    is_wide
        || matches!(
            ty,
            "Uuid" | "Ulid" | "Pubkey" | "TxHash" | "BlockHash" | "PeerId"
        )
}

/// Why a type that the policy knows must not be shown.
pub(super) fn known_type(policy: &Policy, ty: &str) -> Option<String> {
    if !ty.starts_with(char::is_uppercase) {
        return None;
    }
    // What a gateway hands to a Lambda holds the headers as they came.
    if ty.starts_with("ApiGateway") && ty.ends_with("Request") {
        return Some("a request, whose headers carry credentials".to_owned());
    }
    let path = TypePath {
        segments: &[ty],
        arguments: &[],
        lifetime: false,
        bound: false,
    };
    match policy.type_path(&path) {
        TypeVerdict::Refused {
            class: class @ (TypeClass::Credential | TypeClass::Headers | TypeClass::Pii),
            ..
        } => Some(class.noun().to_owned()),
        _ => None,
    }
}
