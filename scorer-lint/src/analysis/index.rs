//! A package's types, as their own `Debug` and `Display` print them, and what its functions return.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use scorer_instrument_policy::{Class, Policy, TypeClass, TypePath, TypeVerdict, Verdict};
use scorer_instrument_syntax::types::{self, Shape};
use scorer_instrument_syntax::value_shape;
use syn::{Generics, Type};

use crate::analysis::error_texts;
use crate::analysis::flow::parameters::prints_nothing;
use crate::analysis::recorders::{self, Passed, Recorder};
use crate::analysis::shown_type::ShownType;
use crate::source::{
    File, Impl, Member, Parameter, TokenKind, Tokens, TypeItem, captured, next, split,
};

/// What the files of a package tell of its types.
#[derive(Debug, Default)]
pub struct TypeFacts {
    /// Types that can be printed.
    types: Vec<TypeFact>,
    /// What hand-written `Debug`s and `Display`s print.
    printed: Vec<Printed>,
    /// What functions return: both by the hash of a name.
    returns: Vec<(u64, u64)>,
    /// Constants by the hash of a name, and whether each is a name itself.
    constants: Vec<(u64, bool)>,
    /// Functions by the hash of a name, and which of their arguments an error's text of theirs prints.
    tells: Vec<(u64, u32)>,
    /// Functions that record in a span under a name that they are handed.
    recorders: Vec<Recorder>,
    /// Types by another name, and what each is: `type SessionId = Uuid`.
    aliases: Vec<(Box<str>, Box<str>)>,
}

impl TypeFacts {
    /// Adds another file's.
    pub(crate) fn extend(&mut self, other: Self) {
        self.types.extend(other.types);
        self.printed.extend(other.printed);
        self.returns.extend(other.returns);
        self.constants.extend(other.constants);
        self.tells.extend(other.tells);
        self.recorders.extend(other.recorders);
        self.aliases.extend(other.aliases);
    }
}

/// A struct or an enum that can be printed.
#[derive(Debug)]
struct TypeFact {
    name: Box<str>,
    derives_debug: bool,
    members: Vec<MemberFact>,
}

/// A member as written: a package may have a hundred thousand, and ask of none.
#[derive(Debug)]
struct MemberFact {
    name: Box<str>,
    written: Box<str>,
    /// Whether the derived `Debug` leaves it out.
    hidden: bool,
}

/// A type whose members were read.
#[derive(Debug)]
struct Known {
    derives_debug: bool,
    members: Vec<(String, MemberType)>,
}

/// What a hand-written `Debug` or `Display` prints.
#[derive(Debug)]
struct Printed {
    ty: String,
    debug: bool,
    members: Vec<String>,
}

/// What a member is.
#[derive(Debug)]
struct MemberType {
    /// What it is called; none in a tuple of several.
    called: Option<String>,
    /// Its type as written.
    written: String,
    /// Its type, where the package may know it, and the wrapper that it is in.
    ty: Option<String>,
    outer: Option<String>,
    /// Every name in it: `Option` and `SecretBox`.
    names: Vec<String>,
    /// Whether the derived `Debug` leaves it out.
    hidden: bool,
}

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
            aliases: facts
                .aliases
                .iter()
                .map(|(name, meant)| (&**name, &**meant))
                .collect(),
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

/// A package's types by name, and those of the workspace's packages that it uses.
#[derive(Debug)]
pub struct Index<'a> {
    policy: &'a Policy,
    own: &'a Types<'a>,
    /// Asked for what the package does not define itself.
    used: &'a [&'a Types<'a>],
}

const DEEPEST: usize = 6;

/// How many types lie between a value and what it shows. What is farther down is one case of many, which seldom is there.
const FARTHEST: usize = 3;

/// A type's length in bytes.
const LONGEST: usize = 400;

/// Collects what a file tells of types.
pub(crate) fn collect(file: &File, facts: &mut TypeFacts) {
    for block in file.impls() {
        facts.printed.extend(hand_written(file, block));
    }
    for item in file.types() {
        let derives_debug = item
            .derives
            .iter()
            .any(|derive| file.is_word(*derive, "Debug"));
        let fact = type_fact(file, item, derives_debug);
        facts.types.push(fact);
    }
    for text in error_texts::texts(file) {
        facts.tells.extend(told(file, &text));
    }
    facts.recorders.extend(recorders::defined(file));
    for keyword in file.hits("type") {
        facts.aliases.extend(alias(file, keyword));
    }
    for keyword in file.hits_of(&["const", "static"]) {
        facts.constants.extend(constant(file, keyword));
    }
    for function in file.functions() {
        if let Some(ty) = innermost(file, &function.output) {
            let ty = match file.word(ty) {
                "Self" => file
                    .impl_at(function.keyword)
                    .map_or("Self", |block| file.word(block.ty)),
                ty => ty,
            };
            facts
                .returns
                .push((hash(file.word(function.name)), hash(ty)));
        }
    }
}

/// `type SessionId = Uuid;`: the name, and the last segment of what it is; none where that has arguments, or where it is
/// another type for each implementation.
fn alias(file: &File, keyword: u32) -> Option<(Box<str>, Box<str>)> {
    let name = keyword + 1;
    let is_item = file.token(name).kind == TokenKind::Ident
        && file.is(name + 1, b'=')
        && file.impl_at(keyword).is_none();
    let mut at = name + 2;
    while is_item && file.token(at).kind == TokenKind::Ident && file.is_path_separator(at + 1) {
        at += 3;
    }
    let ends = file.token(at).kind == TokenKind::Ident && file.is(at + 1, b';');
    (is_item && ends).then(|| (file.word(name).into(), file.word(at).into()))
}

/// The function that an error's text stands in, and which of its arguments are printed there.
fn told(file: &File, text: &Tokens) -> Option<(u64, u32)> {
    let function = file.function_at(text.start)?;
    let bytes = file.bytes_of(&(text.start..text.start + 1));
    let captures = captured(file, text.start, &bytes);
    let mut arguments = 0;
    let takes_self = |parameter: &Parameter| parameter.ty.is_empty();
    let parameters = function.parameters(file);
    let parameters = parameters.iter().filter(|one| !takes_self(one)).take(32);
    for (at, parameter) in parameters.enumerate() {
        let name = file.word(parameter.pattern.end.saturating_sub(1));
        let is_printed =
            captures.contains(&name) || (text.start + 1..text.end).any(|at| file.is_word(at, name));
        arguments |= u32::from(is_printed) << at;
    }
    let block = file.impl_at(function.keyword);
    let owner = block.map_or("", |block| file.word(block.ty));
    (arguments > 0).then(|| (told_by(owner, file.word(function.name)), arguments))
}

/// What a function is known by: its name with that of the type that it belongs to.
fn told_by(owner: &str, function: &str) -> u64 {
    hash(&format!("{owner}::{function}"))
}

/// A constant, and whether it is a name: of a header, a cookie, a variable, an object. What is written out in the source and is
/// no name may be the secret itself; what a `static` is filled with later is nobody's constant.
fn constant(file: &File, keyword: u32) -> Option<(u64, bool)> {
    let name = keyword + 1 + u32::from(file.is_word(keyword + 1, "mut"));
    let is_item = file.token(name).kind == TokenKind::Ident
        && file.is(name + 1, b':')
        && !file.word(name).contains(char::is_lowercase);
    if !is_item {
        return None;
    }
    let mut equals = name + 2;
    while equals < file.len() && !matches!(file.token(equals).byte, b'=' | b';' | b'}') {
        equals = if file.is(equals, b'<') {
            crate::source::after_generics(file, equals).max(equals + 1)
        } else {
            next(file, equals)
        };
    }
    let mut end = equals + 1;
    while end < file.len() && !matches!(file.token(end).byte, b';' | b'}') {
        end = next(file, end);
    }
    // `HeaderName::from_static("x-api-key")` too; a closure is run later.
    let value = equals + 1..end;
    let is_plain = file.is(equals, b'=') && !value.clone().any(|at| file.is(at, b'|'));
    let mut texts = value.filter(|at| file.token(*at).kind == TokenKind::Str);
    let is_name = is_plain && texts.all(|text| reads_as_name(file.literal(text)));
    let is_fixed = file.is_word(keyword, "const") || file.token(equals + 1).kind == TokenKind::Str;
    Some((hash(file.word(name)), is_name && is_fixed))
}

/// Whether a text is made of words: `x-api-key`, unlike `sk_live_4eC39HqLyj`.
fn reads_as_name(text: &str) -> bool {
    const LONGEST_NAME: usize = 80;
    let is_word = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() < 7 || digits == 0
    };
    text.len() < LONGEST_NAME
        && text
            .split(|letter: char| !letter.is_alphanumeric())
            .all(is_word)
}

/// FNV-1a: names are short and many, and nobody chooses them to collide.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

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

    /// A secret that a type of the package's own holds as plain text or bytes and shows by a derived `Debug`: the member, and what it
    /// is.
    pub fn plain_secret(&self, name: &str) -> Option<(String, String)> {
        let known = self.known(name).filter(|known| known.derives_debug);
        known
            .flat_map(|known| &known.members)
            .find_map(|(member, held)| {
                let Verdict::Refused(refusal) =
                    named_in(self.policy, name, held.called.as_deref()?)
                else {
                    return None;
                };
                let is_secret = matches!(refusal.class, Class::Credential | Class::Secret);
                let is_plain = held.shape() == Some(Shape::Text) || held.is_bytes();
                (is_secret && is_plain && !self.is_hidden(held))
                    .then(|| (member.clone(), refusal.reason.into_owned()))
            })
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
        let mut known = self.known(name).peekable();
        known.peek()?;
        let derives_debug = known.any(|fact| fact.derives_debug);
        let members: Vec<&(String, MemberType)> = match self.printed(name, debug) {
            Some(printed) => self
                .members(name)
                .filter(|(name, _)| printed.members.contains(name))
                .collect(),
            None if debug && derives_debug => self
                .members(name)
                .filter(|(_, held)| !held.hidden)
                .collect(),
            None => return None,
        };
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

/// `impl fmt::Debug for Login { .. self.user .. }`.
fn hand_written(file: &File, block: &Impl) -> Option<Printed> {
    let debug = match file.word(block.of_trait?) {
        "Debug" => true,
        "Display" => false,
        _ => return None,
    };
    let mut members = Vec::new();
    for at in block.body.clone() {
        let is_member = file.is_word(at, "self")
            && file.is(at + 1, b'.')
            && matches!(
                file.token(at + 2).kind,
                TokenKind::Ident | TokenKind::Literal
            );
        // A call on the member makes something else of it, unless it only hands it on.
        let is_whole = !file.is(at + 3, b'.') || hands_on(file.word(at + 4));
        if is_member && is_whole && !is_wrapped(file, at) {
            members.push(file.word(at + 2).to_owned());
        }
    }
    Some(Printed {
        ty: file.word(block.ty).to_owned(),
        debug,
        members,
    })
}

/// Whether what a method returns, or writes, is what it is called on.
fn hands_on(method: &str) -> bool {
    let policy = Policy::default();
    method == "fmt" || policy.is_transparent(method) || policy.makes_text(method)
}

/// Whether a member stands in the parentheses of a call that hides it: `mask(&self.key)`.
fn is_wrapped(file: &File, at: u32) -> bool {
    let mut before = at;
    while before > 0 && file.is(before - 1, b'&') {
        before -= 1;
    }
    before >= 2
        && file.is(before - 1, b'(')
        && file.token(before - 2).kind == TokenKind::Ident
        && Policy::default().declassifies(file.word(before - 2))
}

fn type_fact(file: &File, item: &TypeItem, derives_debug: bool) -> TypeFact {
    let member = |(at, member): (usize, &Member)| MemberFact {
        name: member
            .name
            .map_or_else(|| at.to_string().into(), |name| file.word(name).into()),
        written: file.text_of(&member.ty).into(),
        hidden: is_hidden(file.text_of(&member.attributes)),
    };
    TypeFact {
        name: file.word(item.name).into(),
        derives_debug,
        members: item.members.iter().enumerate().map(member).collect(),
    }
}

/// What a member is by its name, or with that of its type where its own says little: `value` in `GeneratedSecret`.
pub(crate) fn named_in(policy: &Policy, ty: &str, member: &str) -> Verdict {
    let says_little = policy.is_vague(member)
        || policy.says_nothing(member)
        || policy.ends_phrase(member.trim_end_matches(|letter: char| letter.is_ascii_digit()));
    match policy.name(member) {
        Verdict::Fit if says_little => policy.name(&format!("{ty}.{member}")),
        verdict => verdict,
    }
}

/// Whether an attribute of some derive leaves a member out of `Debug`.
fn is_hidden(attributes: &str) -> bool {
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

fn known(fact: &TypeFact) -> Known {
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
    fn refused(&self, policy: &Policy) -> Option<String> {
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
    fn shape(&self) -> Option<Shape> {
        // What is longer than a line or two nests deeper than a type that anybody wrote.
        let written = Some(&self.written).filter(|written| written.len() < LONGEST)?;
        let parsed = syn::parse_str::<Type>(written).ok()?;
        Some(types::shape(&parsed, &Generics::default()))
    }

    /// What it is, by its type as written, where that has no bound: a collection, a body, JSON.
    fn unbounded(&self, policy: &Policy) -> Option<TypeClass> {
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
    fn is_bytes(&self) -> bool {
        self.ty.is_none() && self.written.contains("u8") && self.written.contains(['<', '['])
    }

    /// Whether it is no text, by its written type.
    fn is_number_or_flag(&self) -> bool {
        matches!(
            self.shape(),
            Some(Shape::Bool | Shape::Integer | Shape::Float | Shape::Char)
        )
    }
}

/// Whether a type of another crate is a number as wide as a hash, or an id: the common crates of that kind call them so. What
/// such a value is of is public. The language's own numbers are judged by their kind.
fn is_number(ty: &str) -> bool {
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
fn known_type(policy: &Policy, ty: &str) -> Option<String> {
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

/// The outermost type's name: `Hidden` of `crate::Hidden<String>`.
fn first_name<'a>(file: &'a File, ty: &Tokens) -> Option<&'a str> {
    let name = ty
        .clone()
        .take_while(|at| !file.is(*at, b'<'))
        .filter(|at| file.token(*at).kind == TokenKind::Ident)
        .last()?;
    Some(file.word(name)).filter(|name| name.starts_with(char::is_uppercase))
}

/// The type's name that matters in a written type: `Login` in `Result<Option<Json<model::Login>>, Error>`, the value's in a map.
fn innermost(file: &File, ty: &Tokens) -> Option<u32> {
    let mut range = ty.clone();
    for _ in 0..16 {
        let mut last = None;
        let mut at = range.start;
        let mut inside = None;
        while at < range.end {
            if file.token(at).kind == TokenKind::Ident {
                if !matches!(file.word(at), "dyn" | "impl" | "mut" | "const") {
                    last = Some(at);
                }
            } else if file.is(at, b'<') {
                let close = crate::source::after_generics(file, at);
                inside = Some(at + 1..close.saturating_sub(1).min(range.end));
                break;
            } else if file.is(at, b'[') {
                inside = Some(file.inside(at));
                break;
            } else if !matches!(file.token(at).byte, b'&' | b':')
                && file.token(at).kind != TokenKind::Lifetime
            {
                return last;
            }
            at = next(file, at);
        }
        let Some(inside) = inside else {
            return last;
        };
        let is_map = last.is_some_and(|last| file.word(last).ends_with("Map"));
        let mut arguments = split(file, inside, b',');
        // `impl Future<Output = Login>` is a login; what else a trait is told is no part of the value.
        let is_bound = |argument: &Tokens| file.is(argument.start + 1, b'=');
        arguments.retain(|argument| {
            file.token(argument.start).kind != TokenKind::Lifetime
                && (!is_bound(argument) || matches!(file.word(argument.start), "Output" | "Item"))
        });
        for argument in &mut arguments {
            if is_bound(argument) {
                argument.start += 2;
            }
        }
        range = if is_map {
            arguments.pop()?
        } else {
            arguments.into_iter().next()?
        };
    }
    None
}
