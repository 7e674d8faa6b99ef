//! A package's types, as their own `Debug` and `Display` print them, and what its functions return.

mod collect;
mod constants;
mod facts;
mod hand_written;
mod member;
mod shown;
mod written;

use std::collections::HashMap;
use std::sync::OnceLock;

use scorer_instrument_policy::Policy;

use crate::analysis::recorders::{self, Passed, Recorder};
use crate::analysis::shown_type::ShownType;
use facts::{Printed, TypeFact, told_by};
use member::{Known, MemberType, known};

pub(crate) use collect::collect;
pub use facts::TypeFacts;
pub(crate) use facts::hash;
pub(crate) use member::named_in;
pub use shown::{Answer, PlainSecret, Shows};

/// What one package's files told, by name.
#[derive(Debug)]
pub struct Types<'a> {
    by_name: HashMap<&'a str, Vec<Read<'a>>>,
    printed: HashMap<(&'a str, bool), &'a Printed>,
    /// What functions return, both by the hash of a name; none where two of one name differ.
    returns: HashMap<u64, Option<u64>>,
    by_hash: HashMap<u64, &'a str>,
    /// Whether each constant is a name; of two that are called so, whether both are.
    constants: HashMap<u64, bool>,
    /// Which arguments a function's errors print, by its name with its type's.
    tells: HashMap<u64, u32>,
    recorders: &'a [Recorder],
    aliases: HashMap<&'a str, &'a str>,
    generic_aliases: HashMap<&'a str, &'a str>,
}

/// A type, whose members are read when it is asked for.
#[derive(Debug)]
struct Read<'a> {
    fact: &'a TypeFact,
    known: OnceLock<Known>,
}

impl<'a> Types<'a> {
    /// Those of a package.
    pub fn new(facts: &'a TypeFacts) -> Self {
        let mut types = Self {
            by_name: HashMap::new(),
            printed: HashMap::new(),
            returns: HashMap::new(),
            by_hash: HashMap::new(),
            constants: HashMap::new(),
            tells: HashMap::new(),
            recorders: &facts.recorders,
            aliases: by_name(&facts.aliases),
            generic_aliases: by_name(&facts.generic_aliases),
        };
        for fact in &facts.types {
            let known = OnceLock::new();
            types
                .by_name
                .entry(&fact.name)
                .or_default()
                .push(Read { fact, known });
            types.by_hash.insert(hash(&fact.name), &fact.name);
        }
        for (hash, ty) in &facts.returned {
            types.by_hash.entry(*hash).or_insert(ty);
        }
        for printed in &facts.printed {
            types.printed.insert((&printed.ty, printed.debug), printed);
        }
        for (function, ty) in &facts.returns {
            let known = types.returns.entry(*function).or_insert(Some(*ty));
            if *known != Some(*ty) {
                *known = None;
            }
        }
        for (constant, is_name) in &facts.constants {
            *types.constants.entry(*constant).or_insert(true) &= is_name;
        }
        for (function, arguments) in &facts.tells {
            *types.tells.entry(*function).or_default() |= arguments;
        }
        types
    }
}

fn by_name(aliases: &[(Box<str>, Box<str>)]) -> HashMap<&str, &str> {
    let pairs = aliases.iter();
    pairs.map(|(name, meant)| (&**name, &**meant)).collect()
}

/// A package's types by name, and those of the workspace's packages that it uses.
#[derive(Debug)]
pub struct Index<'a> {
    policy: &'a Policy,
    own: &'a Types<'a>,
    /// Asked for what the package does not define itself.
    used: &'a [&'a Types<'a>],
}

const DEEPEST: usize = 6;

impl<'a> Index<'a> {
    /// The index of a package's types; `used`: those of the packages that it uses.
    pub fn new(own: &'a Types<'a>, used: &'a [&'a Types<'a>], policy: &'a Policy) -> Self {
        Self { policy, own, used }
    }

    /// The package's own types, then those that it uses.
    fn all(&self) -> impl Iterator<Item = &'a Types<'a>> {
        std::iter::once(self.own).chain(self.used.iter().copied())
    }

    /// Whether a function that is handed a literal records in a span under it.
    pub(crate) fn records(&self, passed: &Passed) -> bool {
        recorders::records(&|| self.all().flat_map(|types| types.recorders), passed)
    }

    /// The types of a name: the package's own, or else those that it uses.
    fn known(&self, name: &str) -> impl Iterator<Item = &'a Known> {
        let read = |types: &'a Types<'a>| types.by_name.get(name);
        let own = read(self.own);
        let used = if own.is_some() { &[] } else { self.used };
        own.into_iter()
            .chain(used.iter().filter_map(move |types| types.by_name.get(name)))
            .flatten()
            .map(|read| read.known.get_or_init(|| known(read.fact)))
    }

    fn is_known(&self, name: &str) -> bool {
        self.all().any(|types| types.by_name.contains_key(name))
    }

    /// What a hand-written `Debug` or `Display` of a type prints.
    fn printed(&self, name: &str, debug: bool) -> Option<&'a Printed> {
        self.all()
            .find_map(|types| types.printed.get(&(name, debug)).copied())
    }

    /// The type that a function returns; none where two of its name differ.
    fn returned(&self, function: &str) -> Option<&'a str> {
        let function = hash(function);
        if let Some(ty) = self.own.returns.get(&function) {
            return self.of_hash((*ty)?);
        }
        let mut used = self
            .used
            .iter()
            .filter_map(|types| types.returns.get(&function));
        let first = (*used.next()?)?;
        used.all(|other| *other == Some(first))
            .then(|| self.of_hash(first))
            .flatten()
    }

    fn of_hash(&self, ty: u64) -> Option<&'a str> {
        self.all().find_map(|types| types.by_hash.get(&ty).copied())
    }

    /// Whether an error of a function prints this argument of it; `owner`: the function's type, or none.
    pub fn tells(&self, owner: &str, function: &str, argument: usize) -> bool {
        let function = told_by(owner, function);
        let arguments = self.all().find_map(|types| types.tells.get(&function));
        arguments.is_some_and(|arguments| argument < 32 && arguments >> argument & 1 == 1)
    }

    /// What a type is called where it is defined: `Uuid` of `type SessionId = Uuid`.
    fn own_name<'b>(&'b self, name: &'b str) -> &'b str {
        let alias = |name: &str| {
            self.all()
                .find_map(|types| types.aliases.get(name).copied())
        };
        match alias(name) {
            Some(meant) if !self.is_known(name) => alias(meant).unwrap_or(meant),
            _ => name,
        }
    }

    /// Whether a type's name is another one for a `Result`: `Loaded` of `type Loaded<T> = Result<T, LoadError>`.
    pub(crate) fn is_result_alias(&self, name: &str) -> bool {
        let mut name = name;
        for _ in 0..DEEPEST {
            if self.is_known(name) {
                return false;
            }
            let meant = self.all().find_map(|types| {
                let generic = types.generic_aliases.get(name);
                generic.or_else(|| types.aliases.get(name)).copied()
            });
            match meant {
                Some("Result") => return true,
                Some(meant) => name = meant,
                None => return false,
            }
        }
        false
    }

    fn name_of<'b>(&'b self, ty: &'b ShownType, depth: usize) -> Option<&'b str> {
        if depth > DEEPEST {
            return None;
        }
        match ty {
            ShownType::Named(name) => Some(name),
            ShownType::ReturnedBy(function) => self.returned(function),
            ShownType::Constant(_) => None,
            ShownType::Member(owner, member) => {
                let owner = self.name_of(owner, depth + 1)?;
                match self.members(owner).find(|(name, _)| name == member) {
                    Some((_, held)) => held.ty.as_deref(),
                    // Of `LambdaEvent<Login>`, which was looked through.
                    None => (member == "payload").then_some(owner),
                }
            }
        }
    }

    fn members(&self, ty: &str) -> impl Iterator<Item = &'a (String, MemberType)> {
        self.known(ty).flat_map(|fact| &fact.members)
    }
}
