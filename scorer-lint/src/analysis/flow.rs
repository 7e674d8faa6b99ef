//! What a value is within a function: where a local came from, and whether that is fit to record.
//!
//! An expression is judged by the policy's own judge, the one that the compiler asks; a local that it reads is
//! judged by what it was bound to, and by what was written into it since.

mod bindings;
mod carried;
mod handed;
pub(crate) mod parameters;
mod parts;
mod received;
mod trace;
mod types;
mod words;
pub(crate) mod written;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use scorer_instrument_policy::{Class, Policy, TypeClass, TypeVerdict, Verdict};
use scorer_instrument_syntax::expr::{Judge, Known, Operand, Suspicion};
use scorer_instrument_syntax::format;
use scorer_instrument_syntax::origin::BoundFrom;
use scorer_instrument_syntax::reason::{
    Grounds, Origin as Unfit, Reading, Reason, Source, Subject,
};
use scorer_instrument_syntax::types::Shape;
use syn::Expr;
use syn::ext::IdentExt;

use crate::analysis::shown_type::ShownType;
use crate::source::slice::{self, Slice};
use crate::source::{File, Function, TokenKind, Tokens, chain_start, next, split};

pub use bindings::{Local, Origin};
pub use parameters::Parameter;

/// The locals of a function.
pub struct Flow<'a> {
    file: &'a File,
    policy: &'a Policy,
    /// The function's head and what stands in its body's braces.
    head: Tokens,
    body: Tokens,
    parameters: OnceCell<Vec<Parameter>>,
    bound: OnceCell<(Vec<Local>, Vec<bindings::Written>)>,
    known: RefCell<HashMap<(usize, u32), Fitness>>,
    /// Steps that are left for one question: a function can bind in circles.
    budget: Cell<u32>,
    /// How many locals the question has gone through to the one that it is at.
    depth: Cell<u32>,
}

/// A part of an expression that must not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfitRead {
    /// The bytes at fault.
    pub bytes: Range<usize>,
    /// What is read there: "`m`, which holds `password`, a password".
    pub reading: Reading,
}

impl UnfitRead {
    /// Whether it was found through a local or an argument, which the compiler does not follow in an event.
    pub fn through_local(&self) -> bool {
        self.reading.origin.source != Source::OwnName
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fitness {
    /// Known to be fit, whatever it is called.
    Fit,
    /// Not known: the name decides.
    Unknown,
    /// Not fit: "holds `password`, a password".
    Unfit(Unfit),
}

const STEPS: u32 = 400;
const DEEPEST: u32 = 12;

impl<'a> Flow<'a> {
    /// The locals of a function; of none, what stands outside functions.
    pub fn new(file: &'a File, policy: &'a Policy, function: Option<&Function>) -> Self {
        let body = function.and_then(|function| function.body.clone());
        Self {
            file,
            policy,
            head: function.map_or(0..0, parameters::head),
            body: body.unwrap_or(0..0),
            parameters: OnceCell::new(),
            bound: OnceCell::new(),
            known: RefCell::default(),
            budget: Cell::new(STEPS),
            depth: Cell::new(0),
        }
    }

    /// The function's arguments, each name that a pattern binds.
    pub fn parameters(&self) -> &[Parameter] {
        self.parameters
            .get_or_init(|| parameters::read(self.file, self.policy, &self.head))
    }

    /// The names that the body binds, by place.
    fn locals(&self) -> &[Local] {
        &self.bound().0
    }

    fn bound(&self) -> &(Vec<Local>, Vec<bindings::Written>) {
        self.bound
            .get_or_init(|| bindings::read(self.file, &self.body))
    }

    /// The local that a name stands for at a place.
    pub fn binding(&self, name: &str, at: u32) -> Option<&Local> {
        self.locals().get(self.local(name, at)?)
    }

    /// Whether nothing follows before the end but closing brackets, `else` and other arms: what stands before is a result.
    fn is_result(&self, mut at: u32, end: u32) -> bool {
        while at < end {
            if self.file.token(at).kind == TokenKind::Close {
                at += 1;
                continue;
            }
            let is_else = self.file.is_word(at, "else");
            if !is_else && !self.file.is(at, b',') {
                return false;
            }
            // To the block of `else`, or over the other arms.
            while at < end
                && self.file.token(at).kind != TokenKind::Close
                && !(is_else && self.file.is(at, b'{'))
            {
                at = next(self.file, at);
            }
            if is_else {
                at = next(self.file, at);
            } else if !self.file.is(at, b'}') {
                return false;
            }
        }
        true
    }

    /// The local whose value a piece of code becomes: `g` of `span.enter()` in `let g = Some(span.enter());`.
    pub fn holder_of(&self, tokens: &Tokens) -> Option<&Local> {
        let before = self
            .locals()
            .partition_point(|local| local.visible.start < tokens.end);
        let local = self.locals().get(before)?;
        let Origin::Value(value) = &local.origin else {
            return None;
        };
        let holds = value.start <= tokens.start && tokens.end <= value.end;
        (holds && self.is_result(tokens.end, value.end)).then_some(local)
    }

    /// Whether a value says nothing of what its parts are called: a literal, a length, what was masked, a local that is one of these.
    pub fn says_nothing(&self, expr: &Expr, at: u32) -> bool {
        self.budget.set(STEPS);
        if parts::says_nothing(self.policy, expr) {
            return true;
        }
        match expr {
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|ident| self.fitness(&ident.to_string(), at) == Fitness::Fit),
            Expr::Reference(inner) => self.says_nothing(&inner.expr, at),
            Expr::Paren(inner) => self.says_nothing(&inner.expr, at),
            _ => false,
        }
    }

    /// The value that a local was bound to, as a name stands for it at a place.
    pub fn bound_to(&self, name: &str, at: u32) -> Option<Tokens> {
        match &self.locals()[self.local(name, at)?].origin {
            Origin::Value(value) => Some(value.clone()),
            Origin::Element(_) | Origin::Error(_) | Origin::Part(_) | Origin::Unknown => None,
        }
    }

    /// The expression whose error a name stands for at a place.
    pub fn error_of(&self, name: &str, at: u32) -> Option<Tokens> {
        match &self.locals()[self.local(name, at)?].origin {
            Origin::Error(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// What kind of value an argument of the function is.
    pub fn shape_of(&self, name: &str) -> Shape {
        let parameter = self
            .parameters()
            .iter()
            .find(|parameter| parameter.name == name);
        parameter.map_or(Shape::Other, |parameter| parameter.shape)
    }

    /// What must not be recorded of an expression.
    pub fn judge(&self, tokens: &Tokens) -> Vec<UnfitRead> {
        slice::expr(self.file, tokens)
            .map_or_else(Vec::new, |slice| self.judge_parsed(slice, tokens))
    }

    /// The same of an expression that was parsed already.
    pub fn judge_parsed(&self, mut slice: Slice<Expr>, tokens: &Tokens) -> Vec<UnfitRead> {
        self.budget.set(STEPS);
        if let Some((span, reading)) = received::read(self, &slice.parsed, tokens.start) {
            let bytes = slice.bytes(span);
            return vec![UnfitRead { bytes, reading }];
        }
        self.without_fit_parts(&mut slice.parsed, tokens.start);
        carried::keep(self.policy, &mut slice.parsed, false);
        let mut expr = std::mem::replace(
            &mut slice.parsed,
            Expr::Verbatim(proc_macro2::TokenStream::new()),
        );
        self.ask(tokens.start, &slice, |judge| judge.judge(&mut expr))
    }

    /// What must not be recorded of `"..{captured}..", a, b = c`.
    pub fn judge_format(&self, tokens: &Tokens) -> Vec<UnfitRead> {
        if !prints(self.file, tokens.start) {
            return Vec::new();
        }
        self.budget.set(STEPS);
        let Some(mut slice) = slice::parse(self.file, tokens, format::parse) else {
            return Vec::new();
        };
        let captures = slice.parsed.captures();
        let captures = captures.iter().filter_map(|capture| capture.ident.clone());
        let captures: Vec<Expr> = captures.map(|ident| syn::parse_quote!(#ident)).collect();
        let values = slice.parsed.values.iter().map(|argument| &argument.value);
        let received: Vec<UnfitRead> = values
            .chain(&captures)
            .filter_map(|value| received::read(self, value, tokens.start))
            .map(|(span, reading)| UnfitRead {
                bytes: slice.bytes(span),
                reading,
            })
            .collect();
        self.keep_of_format(&mut slice.parsed, tokens.start);
        let stream = slice.parsed.tokens();
        let mut found = self.ask(tokens.start, &slice, |judge| judge.judge_format(stream).1);
        found.extend(received);
        found
    }

    /// Leaves of each argument only what is still in its text.
    fn keep_of_format(&self, arguments: &mut format::Format, at: u32) {
        for argument in &mut arguments.values {
            self.without_fit_parts(&mut argument.value, at);
            carried::keep(self.policy, &mut argument.value, false);
        }
    }

    fn ask<T>(
        &self,
        at: u32,
        slice: &Slice<T>,
        question: impl FnOnce(Judge<'_>) -> Vec<Suspicion>,
    ) -> Vec<UnfitRead> {
        let lookup = |name: &str| match self.fitness(name, at) {
            Fitness::Fit => Known::FitArgument,
            Fitness::Unknown => Known::Other,
            Fitness::Unfit(origin) => Known::Guarded(origin),
        };
        let keep = |tokens: proc_macro2::TokenStream, _: Operand| tokens;
        let suspicions = question(Judge::new(self.policy, &lookup, &keep));
        suspicions
            .into_iter()
            .filter_map(|suspicion| match suspicion.reason {
                Reason::Reads(reading) => {
                    let bytes = slice.bytes(suspicion.span);
                    let is_public = is_digest_of_public(self.policy, &reading)
                        || is_personal(&reading)
                            && self.listens_at(self.file.token_at(bytes.start));
                    (!is_public).then_some(UnfitRead { bytes, reading })
                }
                // What cannot be judged, or is a form (`format_args!($($arg)*)` in a macro's definition), is no leak. Of `self`
                // the type decides, which another rule knows.
                Reason::Opaque(_)
                | Reason::WholeSelf
                | Reason::UnreadCapture(_)
                | Reason::Malformed(_) => None,
            })
            .collect()
    }

    /// Which type a value is, as far as the function tells.
    pub fn type_of(&self, tokens: &Tokens) -> Option<ShownType> {
        types::of(
            self,
            &slice::expr(self.file, tokens)?.parsed,
            tokens.start,
            0,
        )
    }

    /// The same of an inline capture.
    pub fn type_of_capture(&self, name: &str, at: u32) -> Option<ShownType> {
        types::captured(self, name, at)
    }

    /// What must not be recorded of a value that is one name, by the same rule as the judge's, without parsing it.
    pub fn judge_name(&self, token: u32) -> Vec<UnfitRead> {
        self.budget.set(STEPS);
        let name = self.file.word(token);
        let subject = Subject::Name(name.to_owned());
        let reading = match self.fitness(name, token) {
            Fitness::Fit => return Vec::new(),
            Fitness::Unfit(origin) => Reading { subject, origin },
            Fitness::Unknown => match self.policy.name(name) {
                Verdict::Refused(refusal) if name != "self" && !is_constant(name) => {
                    Reading::by_name(subject, refusal)
                }
                _ => match received::named(self, name, token) {
                    Some(reading) => reading,
                    None => return Vec::new(),
                },
            },
        };
        vec![UnfitRead {
            bytes: self.file.bytes_of(&(token..token + 1)),
            reading,
        }]
    }

    /// Takes out of an expression the members of tuples that are fit by themselves: of `let t = (password, 5)` only `t.0` is a
    /// password.
    fn without_fit_parts(&self, expr: &mut Expr, at: u32) {
        match expr {
            Expr::Field(field) => {
                let part = match (&*field.base, &field.member) {
                    (Expr::Path(base), syn::Member::Unnamed(index)) => {
                        base.path.get_ident().and_then(|base| {
                            self.part_of_tuple(&base.unraw().to_string(), index.index, at)
                        })
                    }
                    _ => None,
                };
                match part {
                    Some(part) if !matches!(self.value(&part, Form::Value), Fitness::Unfit(_)) => {
                        *expr = syn::parse_quote!(());
                    }
                    Some(_) => {}
                    None => self.without_fit_parts(&mut field.base, at),
                }
            }
            Expr::MethodCall(call) => {
                self.without_fit_parts(&mut call.receiver, at);
                for argument in &mut call.args {
                    self.without_fit_parts(argument, at);
                }
            }
            Expr::Call(call) => {
                for argument in &mut call.args {
                    self.without_fit_parts(argument, at);
                }
            }
            Expr::Reference(inner) => self.without_fit_parts(&mut inner.expr, at),
            Expr::Unary(inner) => self.without_fit_parts(&mut inner.expr, at),
            Expr::Paren(inner) => self.without_fit_parts(&mut inner.expr, at),
            Expr::Try(inner) => self.without_fit_parts(&mut inner.expr, at),
            Expr::Await(inner) => self.without_fit_parts(&mut inner.base, at),
            Expr::Index(inner) => self.without_fit_parts(&mut inner.expr, at),
            Expr::Cast(inner) => self.without_fit_parts(&mut inner.expr, at),
            _ => {}
        }
    }

    /// The expression that a member of a tuple is, where the tuple is written out and nothing was written into it since.
    fn part_of_tuple(&self, name: &str, index: u32, at: u32) -> Option<Tokens> {
        let local = self.local(name, at)?;
        let written = self.bound().1.iter();
        let is_changed = written
            .filter(|written| written.at < at && self.file.word(written.name) == name)
            .any(|written| self.local(name, written.at) == Some(local));
        let Origin::Value(value) = &self.locals()[local].origin else {
            return None;
        };
        let is_tuple = self.file.is(value.start, b'(') && next(self.file, value.start) == value.end;
        let parts = split(self.file, self.file.inside(value.start), b',');
        let part = parts.into_iter().nth(usize::try_from(index).ok()?);
        part.filter(|part| is_tuple && !is_changed && !part.is_empty())
    }

    /// What is known of a name at a place.
    fn fitness(&self, name: &str, at: u32) -> Fitness {
        let Some(local) = self.local(name, at) else {
            return match self
                .parameters()
                .iter()
                .find(|parameter| parameter.name == name)
            {
                Some(parameter) if parameter.is_fit => Fitness::Fit,
                Some(parameter) => match &parameter.verdict {
                    TypeVerdict::Refused {
                        class: class @ (TypeClass::Credential | TypeClass::Pii),
                        name,
                    } => Fitness::Unfit(Unfit::of_argument(Grounds::Type {
                        class: *class,
                        name: name.clone(),
                    })),
                    _ => match &parameter.unfit {
                        Some(unfit) => Fitness::Unfit(unfit.clone()),
                        None => Fitness::Unknown,
                    },
                },
                None => Fitness::Unknown,
            };
        };
        if let Some(known) = self.known.borrow().get(&(local, at)) {
            return known.clone();
        }
        if self.budget.get() == 0 || self.depth.get() == DEEPEST {
            return Fitness::Unknown;
        }
        self.budget.set(self.budget.get() - 1);
        self.depth.set(self.depth.get() + 1);
        let fitness = self.fitness_of(local, name, at);
        self.depth.set(self.depth.get() - 1);
        self.known.borrow_mut().insert((local, at), fitness.clone());
        fitness
    }

    /// The local that a name stands for at a place: the last one bound before it whose scope still holds.
    fn local(&self, name: &str, at: u32) -> Option<usize> {
        let before = self
            .locals()
            .partition_point(|local| local.visible.start <= at);
        (0..before).rev().take(LOOK_BACK).find(|index| {
            let local = &self.locals()[*index];
            local.visible.end > at && self.file.word(local.name) == name
        })
    }

    fn fitness_of(&self, index: usize, name: &str, at: u32) -> Fitness {
        let local = &self.locals()[index];
        let mut fitness = match &local.origin {
            // Where its own name says it too, that is enough.
            Origin::Part(_) if self.policy.name(name) != Verdict::Fit => Fitness::Unknown,
            // `KeySeed(location)`: the pattern names what the variant tells of, which is where the thing lies.
            Origin::Part(part) if self.is_fact_of(part, name) => Fitness::Unknown,
            origin => self.origin(origin),
        };
        // What was written into it between its binding and this place, if it is still the same local there.
        for written in &self.bound().1 {
            if written.at >= at {
                break;
            }
            if written.at < local.visible.start
                || self.file.word(written.name) != name
                || self.local(name, written.at) != Some(index)
            {
                continue;
            }
            let form = if written.is_format {
                Form::Format
            } else {
                Form::Value
            };
            let part = self.value(&written.value, form);
            fitness = match (fitness, part, written.replaces) {
                (_, part, true) => part,
                (Fitness::Unfit(origin), _, false) | (_, Fitness::Unfit(origin), false) => {
                    Fitness::Unfit(origin)
                }
                (fitness, _, false) => fitness,
            };
        }
        match &fitness {
            Fitness::Unfit(_) if words::is_called_masked(name) => Fitness::Fit,
            Fitness::Unfit(_) if self.listens_on(name, index) => Fitness::Unknown,
            Fitness::Unfit(_) if words::is_called_an_error(name) => Fitness::Unknown,
            Fitness::Unfit(unfit) if self.is_harmless_part(&local.origin, unfit, name) => {
                Fitness::Unknown
            }
            _ => fitness,
        }
    }

    /// Whether a local is the address that the program listens on: `TcpListener::bind(addr)`.
    fn listens_on(&self, name: &str, local: usize) -> bool {
        let visible = self.locals()[local].visible.clone();
        self.is_bound(&visible, &[name])
    }

    /// Whether the value that is read at a token, or what it is taken out of, is the address that the program listens on:
    /// `settings.ip` beside `bind((settings.ip, settings.port))`, `addr.ip()` beside `bind(addr)`.
    fn listens_at(&self, last: u32) -> bool {
        let Some(dot) = last.checked_sub(1).filter(|dot| self.file.is(*dot, b'.')) else {
            return false;
        };
        let first = chain_start(self.file, dot);
        let end = if self.file.is(last + 1, b'(') {
            dot
        } else {
            last + 1
        };
        let chain: Vec<&str> = (first..end).map(|at| self.file.word(at)).collect();
        self.is_bound(&self.body, &chain)
    }

    /// Whether some code hands this value to `bind(..)`.
    fn is_bound(&self, within: &Tokens, chain: &[&str]) -> bool {
        // `query.bind(email)` hands a value to a statement.
        let mut calls = within.clone().filter(|at| {
            let is_call = self.file.is_word(*at, "bind") && self.file.is(at + 1, b'(');
            is_call && *at >= 2 && self.file.is_path_separator(at - 2)
        });
        calls.any(|at| {
            let given = self.file.inside(at + 1);
            let is_chain = |from: u32| {
                let words = (from..given.end).map(|at| self.file.word(at));
                words.take(chain.len()).eq(chain.iter().copied())
            };
            given.clone().any(is_chain)
        })
    }

    /// `let key_id = api_key.split('.').next()`: a part was taken, and its name says which.
    fn is_harmless_part(&self, origin: &Origin, unfit: &Unfit, name: &str) -> bool {
        let (Origin::Value(value) | Origin::Element(value)) = origin else {
            return false;
        };
        let (source, is_key) = match (&unfit.source, &unfit.grounds) {
            (Source::Local(Subject::Name(name)) | Source::Member(name), _)
            | (Source::OwnName | Source::Argument, Grounds::Type { name, .. }) => (name, false),
            (Source::Local(Subject::Key(key)), _) => (key, true),
            (Source::OwnName | Source::Argument, _) => return false,
        };
        // The key of a lookup is the thing itself: only a name that makes anything harmless counts.
        if is_key && !words::is_called_a_fact(name) {
            return false;
        }
        // What a function is called after need not be what it returns: `let user_id = add_user_with_token(..)`.
        slice::expr(self.file, value).is_some_and(|slice| {
            parts::takes_a_part(&slice.parsed)
                || (words::is_called_a_fact(name) && parts::is_result_of(&slice.parsed, source))
        }) && self.policy.name(&format!("{source}.{name}")) == Verdict::Fit
    }

    /// Whether what a pattern binds is called a fact about the thing that it takes apart.
    fn is_fact_of(&self, part: &bindings::Part, name: &str) -> bool {
        words::is_called_a_fact(name)
            && match part.of.held(self.policy) {
                Some(BoundFrom::Refused { shown, .. }) => {
                    self.policy.name(&format!("{shown}.{name}")) == Verdict::Fit
                }
                _ => false,
            }
    }

    fn origin(&self, origin: &Origin) -> Fitness {
        match origin {
            Origin::Value(value) => self.value(value, Form::Value),
            Origin::Element(value) => self.value(value, Form::Element),
            Origin::Part(part) => match part.of.held(self.policy) {
                Some(held @ BoundFrom::Refused { .. }) => Fitness::Unfit(held.origin()),
                // Which type `Self` is, a reviewer sees.
                Some(BoundFrom::Unnamed) | None => Fitness::Unknown,
            },
            Origin::Error(_) | Origin::Unknown => Fitness::Unknown,
        }
    }

    /// What a value is worth that is bound to a name.
    fn value(&self, tokens: &Tokens, form: Form) -> Fitness {
        let found = if form == Form::Format {
            let Some(mut slice) = slice::parse(self.file, tokens, format::parse) else {
                return Fitness::Unknown;
            };
            self.keep_of_format(&mut slice.parsed, tokens.start);
            let stream = slice.parsed.tokens();
            self.ask(tokens.start, &slice, |judge| judge.judge_format(stream).1)
        } else {
            let Some(mut slice) = slice::expr(self.file, tokens) else {
                return Fitness::Unknown;
            };
            if parts::says_nothing(self.policy, &slice.parsed) {
                return Fitness::Fit;
            }
            self.without_fit_parts(&mut slice.parsed, tokens.start);
            carried::keep(self.policy, &mut slice.parsed, true);
            let mut expr = std::mem::replace(
                &mut slice.parsed,
                Expr::Verbatim(proc_macro2::TokenStream::new()),
            );
            if form == Form::Element && constant(&expr) {
                // What is listed in a constant, everybody may know.
                return Fitness::Fit;
            }
            if form == Form::Element {
                // By the judge's own rule on one of many: `tokens[0]` is a token.
                expr = syn::parse_quote!(#expr[0]);
            }
            self.ask(tokens.start, &slice, |judge| judge.judge(&mut expr))
        };
        match found.into_iter().next() {
            Some(found) => Fitness::Unfit(found.reading.into_origin()),
            None => Fitness::Unknown,
        }
    }
}

/// Whether a value is called the hash of something that may be shown itself: `public_key_hash`.
fn is_digest_of_public(policy: &Policy, reading: &Reading) -> bool {
    let hashed = reading.subject.name().strip_suffix("_hash");
    let is_own = reading.origin.source == Source::OwnName;
    is_own
        && hashed
            .is_some_and(|hashed| policy.name(hashed) == Verdict::Fit && !policy.is_vague(hashed))
}

/// Whether a value is called what identifies a person.
fn is_personal(reading: &Reading) -> bool {
    matches!(&reading.origin.grounds, Grounds::Name(refusal) if refusal.class == Class::Pii)
}

/// Whether an expression is a constant, by Rust's convention: `HEADERS`, `&names::HEADERS`, `HEADERS.iter()`.
fn constant(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name.len() > 1 && !name.contains(char::is_lowercase)
        }),
        Expr::MethodCall(call) => call.args.is_empty() && constant(&call.receiver),
        Expr::Reference(inner) => constant(&inner.expr),
        Expr::Paren(inner) => constant(&inner.expr),
        _ => false,
    }
}

/// What some code is that is bound to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// An expression, which is the value.
    Value,
    /// An expression, of which the value is one element.
    Element,
    /// A format string with its arguments.
    Format,
}

/// Whether a literal has a place to print a value at: a brace, or an escape that may be one.
pub(crate) fn prints(file: &File, literal: u32) -> bool {
    file.word(literal).contains(['{', '\\'])
}

/// `CamelCase`: a variant or a unit struct.
fn is_constant(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

/// How many locals are looked at for a name.
const LOOK_BACK: usize = 4096;
