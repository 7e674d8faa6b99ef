//! Checks an expression: every part of it that can become the recorded value.
//!
//! A path or a field access is judged by its last name, a method call by its receiver unless the result says nothing
//! about it, and a function call by its name and its arguments. Turning a value into text does not make it safe, so
//! such operands are passed to the judge's `prove`, which makes rustc check them. Whatever cannot be decided is
//! refused.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, Ident, Lit, Member, Pat, Path, Stmt, Token, UnOp};

use crate::args::read_at;
use crate::binding::{bindings_of, unread};
use crate::origin::{self, BoundFrom, is_holder};
use crate::reason::{Grounds, Malformed, Opaque, Origin, Reading, Reason, Subject};
use crate::says::Says;
use crate::value_shape::is_comparison;
use crate::{each, format};
use scorer_instrument_policy::{Policy, Scalar, TypeClass, Verdict};

pub use crate::reason::Suspicion;

/// What is known about a name in an expression.
pub enum Known {
    /// An argument that is safe to record.
    FitArgument,
    /// An argument that dereferences to one value that is safe to record: `Path<i64>`.
    Extractor,
    /// An argument, or a local, that must not be recorded.
    Guarded(Origin),
    /// Not an argument, so its name decides.
    Other,
}

/// Checks expressions; see the module.
pub struct Judge<'a> {
    policy: &'a Policy,
    lookup: &'a dyn Fn(&str) -> Known,
    prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
    /// The names that the patterns around the current part bind. A later one hides an earlier one, and any argument.
    scope: Vec<Local>,
    found: Vec<Suspicion>,
    /// Whether rustc is asked to check that what the current part belongs to is not text.
    asked: bool,
}

/// A name that a pattern within the expression binds.
struct Local {
    name: String,
    /// Why it must not be recorded because of the member that it was bound from, if so.
    held: Option<BoundFrom>,
    /// Whether it is the whole of `self`.
    is_self: bool,
}

/// How an operand is used that is turned into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// An argument of `format!` and similar macros, with `{}` or `{:?}`.
    Formatted,
    /// The same, for a value whose name says nothing about it, which must not be text.
    FormattedUnnamed,
    /// The same, in the form of a number, such as `{:x}`.
    Number,
    /// A value that is yes or no, as its name promises: `has_token(..)`.
    Flag,
    /// A value that says nothing about the input, as its name promises: `len()`, `elapsed()`.
    Scalar,
    /// The result of a call whose name says that it is safe: `redact(..)`.
    MadeFit,
    /// A member of a secret whose name does not say that it is something else: `credentials.right`.
    Part,
    /// A method's receiver.
    Receiver,
    /// The receiver of `to_string`.
    Spoken,
    /// The receiver of `display`, which is a method of a path.
    Viewed,
    /// An argument of a function.
    Argument,
}

impl<'a> Judge<'a> {
    /// Creates a judge. `lookup` says what is known about a name, and `prove` wraps operands that are turned into text.
    pub fn new(
        policy: &'a Policy,
        lookup: &'a dyn Fn(&str) -> Known,
        prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
    ) -> Self {
        Self {
            policy,
            lookup,
            prove,
            scope: Vec::new(),
            found: Vec::new(),
            asked: false,
        }
    }

    /// Checks one expression, and wraps the operands in it that are turned into text.
    pub fn judge(mut self, expr: &mut Expr) -> Vec<Suspicion> {
        self.value(expr);
        self.found
    }

    /// Checks the arguments of a macro like `format!`: `"..", a, b = c`.
    pub fn judge_format(mut self, tokens: TokenStream) -> (TokenStream, Vec<Suspicion>) {
        let tokens = self.format_arguments(tokens, Span::call_site());
        (tokens, self.found)
    }

    fn suspect(&mut self, span: Span, reason: impl Into<Reason>) {
        let reason = reason.into();
        self.found.push(Suspicion { span, reason });
    }

    fn undecidable(&mut self, span: Span, what: Opaque) {
        self.suspect(span, Reason::Opaque(what));
    }

    /// Refuses `{self}` or `{r#type}` in a format string, because no variable has such a name.
    fn unread_capture(&mut self, span: Span, written: &str) {
        let reason = if written == "self" {
            Reason::WholeSelf
        } else {
            Reason::UnreadCapture(written.to_owned())
        };
        self.suspect(span, reason);
    }

    /// Judges a name that is not an argument.
    fn name(&mut self, span: Span, shown: &str, judged: &str) {
        if let Verdict::Refused(refusal) = self.policy.name(judged) {
            let subject = Subject::Name(shown.to_owned());
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Judges the result of a function or a method by its name.
    fn returned(&mut self, span: Span, name: &str) {
        if let Verdict::Refused(refusal) = self.policy.returned(name) {
            let subject = Subject::Name(name.to_owned());
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Judges a getter together with its receiver: `uri.query()`.
    fn getter(&mut self, span: Span, receiver: &Expr, name: &str) {
        let Some(owner) = owner(receiver).filter(|owner| is_owner(owner)) else {
            return;
        };
        if let Verdict::Refused(refusal) = self.policy.beside(&owner, name) {
            let subject = Subject::Name(name.to_owned());
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    fn value(&mut self, expr: &mut Expr) {
        if let Some(operand) = self.promise(expr) {
            *expr = self.proven(expr, operand);
            return;
        }
        if !self.asked && self.may_be_a_secret(expr) {
            self.asked = true;
            self.value(expr);
            self.asked = false;
            *expr = self.proven(expr, Operand::Part);
            return;
        }
        match expr {
            Expr::Lit(_) => {}
            Expr::Path(path) => self.path(&path.path),
            Expr::Field(_) => self.field(expr),
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(mac) => self.macro_call(mac),
            Expr::Reference(inner) => self.value(&mut inner.expr),
            Expr::RawAddr(inner) => self.value(&mut inner.expr),
            Expr::Paren(inner) => self.value(&mut inner.expr),
            Expr::Group(inner) => self.value(&mut inner.expr),
            // `*self as u8` can only be a number.
            Expr::Cast(inner) if self.is_self(&inner.expr) => {}
            Expr::Cast(inner) => self.value(&mut inner.expr),
            Expr::Try(inner) => self.value(&mut inner.expr),
            Expr::Await(inner) => self.value(&mut inner.base),
            Expr::Unary(inner) => {
                self.value(&mut inner.expr);
                // A type may dereference to anything, apart from an extractor.
                if matches!(inner.op, UnOp::Deref(_)) && !self.is_extractor(&inner.expr) {
                    *inner.expr = self.proven(&inner.expr, Operand::Receiver);
                }
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Index(index) => {
                self.key(&index.index);
                let found = self.found.len();
                self.value(&mut index.expr);
                if self.found.len() == found {
                    self.element(&index.expr);
                }
            }
            Expr::Tuple(tuple) => self.values(&mut tuple.elems),
            Expr::Array(array) => self.values(&mut array.elems),
            Expr::Repeat(repeat) => self.value(&mut repeat.expr),
            Expr::Range(range) => {
                if let Some(start) = &mut range.start {
                    self.value(start);
                }
                if let Some(end) = &mut range.end {
                    self.value(end);
                }
            }
            Expr::Struct(literal) => {
                for at in 0..literal.fields.len() {
                    self.value(&mut literal.fields[at].expr);
                }
                if let Some(rest) = &mut literal.rest {
                    self.value(rest);
                }
            }
            Expr::If(_) => self.conditional(expr),
            Expr::Match(matched) => {
                if matched.arms.iter().any(|arm| binds(&arm.pat, &arm.body)) {
                    self.matched(&mut matched.expr);
                }
                let of_self = self.is_self(&matched.expr);
                for arm in &mut matched.arms {
                    let outside = self.scope.len();
                    self.bind(&arm.pat, of_self);
                    if let Some((_, guard)) = &mut arm.guard {
                        self.bound_by(guard, &arm.body);
                    }
                    self.value(&mut arm.body);
                    self.scope.truncate(outside);
                }
            }
            Expr::Block(block) if block.label.is_none() => self.block(&mut block.block),
            Expr::Unsafe(block) => self.block(&mut block.block),
            Expr::Const(block) => self.block(&mut block.block),
            Expr::Closure(closure) => self.undecidable(closure.or1_token.span(), Opaque::Closure),
            Expr::Assign(_) => self.undecidable(first_span(expr), Opaque::Assignment),
            Expr::Async(_) => self.undecidable(first_span(expr), Opaque::AsyncBlock),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.undecidable(first_span(expr), Opaque::Loop);
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Yield(_) => {
                self.undecidable(first_span(expr), Opaque::Jump);
            }
            Expr::Block(_) => self.undecidable(first_span(expr), Opaque::LabelledBlock),
            other => self.undecidable(first_span(other), Opaque::Syntax),
        }
    }

    fn path(&mut self, path: &Path) {
        let Some(last) = path.segments.last() else {
            return;
        };
        let name = last.ident.unraw().to_string();
        if path.get_ident().is_some() {
            if name == "self" {
                self.suspect(last.ident.span(), Reason::WholeSelf);
                return;
            }
            if let Some(local) = self.local(&name) {
                if local.is_self {
                    self.suspect(last.ident.span(), Reason::WholeSelf);
                    return;
                }
                if let Some(held) = &local.held {
                    let origin = held.origin();
                    let subject = Subject::Name(name);
                    self.suspect(last.ident.span(), Reading { subject, origin });
                    return;
                }
            }
            match self.known(&name) {
                Known::FitArgument | Known::Extractor => return,
                Known::Guarded(origin) => {
                    let subject = Subject::Name(name);
                    self.suspect(last.ident.span(), Reading { subject, origin });
                    return;
                }
                Known::Other => {}
            }
        }
        // A variant or a unit struct is a constant, whatever its name is.
        if !is_type_like(&name) {
            let found = self.found.len();
            self.name(last.ident.span(), &name, &name);
            if self.found.len() == found {
                self.subject(path);
            }
        }
    }

    /// Judges what precedes the last name of a path, if that describes the value: `ApiKey::load()`, `secrets::PRIMARY`.
    fn subject(&mut self, path: &Path) {
        let mut names = path.segments.iter().rev();
        let (Some(last), Some(before)) = (names.next(), names.next()) else {
            return;
        };
        let (last, owner) = (
            last.ident.unraw().to_string(),
            before.ident.unraw().to_string(),
        );
        if matches!(owner.as_str(), "self" | "Self" | "super" | "crate")
            || self.policy.is_known(&last)
        {
            return;
        }
        let own = [self.policy.name(&owner), self.policy.element(&owner)];
        let refused = own.into_iter().find_map(|verdict| match verdict {
            Verdict::Refused(refusal) => Some((owner.clone(), refusal)),
            Verdict::Fit => None,
        });
        let refused = refused.or_else(|| match self.policy.beside(&owner, &last) {
            Verdict::Refused(refusal) if is_owner(&owner) => {
                Some((format!("{owner}::{last}"), refusal))
            }
            _ => None,
        });
        if let Some((shown, refusal)) = refused {
            let subject = Subject::Name(shown);
            self.suspect(before.ident.span(), Reading::by_name(subject, refusal));
        }
    }

    /// Judges one element of a collection, whose plural may be allowed: `tokens[0]` is a token.
    fn element(&mut self, collection: &Expr) {
        let Some((span, name)) = self.collection(collection) else {
            return;
        };
        if let Verdict::Refused(refusal) = self.policy.element(&name) {
            let subject = Subject::Name(name);
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Returns the name of a collection and its position, also through an iterator.
    fn collection(&self, expr: &Expr) -> Option<(Span, String)> {
        match expr {
            Expr::Path(path) => {
                let ident = path.path.get_ident()?;
                let name = ident.unraw().to_string();
                let is_value = self.local(&name).is_none() && name != "self";
                is_value.then(|| (ident.span(), name))
            }
            Expr::Field(field) => match &field.member {
                Member::Named(ident) => Some((ident.span(), ident.unraw().to_string())),
                Member::Unnamed(_) => self.collection(&field.base),
            },
            Expr::MethodCall(call) => {
                let name = call.method.unraw().to_string();
                let goes_on = self.policy.takes_element(&name) || self.policy.is_transparent(&name);
                if goes_on {
                    self.collection(&call.receiver)
                } else {
                    None
                }
            }
            Expr::Index(inner) => self.collection(&inner.expr),
            Expr::Paren(inner) => self.collection(&inner.expr),
            Expr::Group(inner) => self.collection(&inner.expr),
            Expr::Reference(inner) => self.collection(&inner.expr),
            Expr::Try(inner) => self.collection(&inner.expr),
            Expr::Await(inner) => self.collection(&inner.base),
            _ => None,
        }
    }

    /// Whether the name of a call promises that its result says nothing about the input. Returns what rustc has to
    /// check.
    fn promise(&self, expr: &Expr) -> Option<Operand> {
        let name = match expr {
            Expr::Paren(inner) => return self.promise(&inner.expr),
            Expr::Group(inner) => return self.promise(&inner.expr),
            Expr::Try(inner) => return self.promise(&inner.expr),
            Expr::Await(inner) => return self.promise(&inner.base),
            Expr::MethodCall(call) => Some(call.method.unraw().to_string()),
            Expr::Call(call) => called(call),
            _ => None,
        };
        let name = name.filter(|name| self.policy.declassifies(name))?;
        if self.policy.is_barrier(&name) {
            return Some(Operand::MadeFit);
        }
        Some(match self.policy.scalar(&name) {
            Some(Scalar::Flag) => Operand::Flag,
            Some(Scalar::Count) | None => Operand::Scalar,
        })
    }

    /// Judges `a.b.c` by its last name together with the one before it. Transparent members are skipped.
    fn field(&mut self, expr: &mut Expr) {
        let Expr::Field(field) = expr else { return };
        let member = match &field.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(_) => String::new(),
        };
        if member.is_empty() || self.policy.is_transparent(&member) {
            if self.is_self(&field.base) {
                let span = field.member.span();
                self.undecidable(span, Opaque::PartOfSelf);
                return;
            }
            self.value(&mut field.base);
            return;
        }
        // A member of a message is judged by its own name: `request.token` is not a request token.
        let judged = match owner(&field.base) {
            Some(owner) if is_owner(&owner) => format!("{owner}.{member}"),
            _ => member.clone(),
        };
        let found = self.found.len();
        self.root(&mut field.base);
        self.name(field.member.span(), &member, &judged);
        if self.found.len() == found && self.is_part_of_secret(&field.base, &member) {
            *expr = self.proven(expr, Operand::Part);
        }
    }

    /// Whether a call may return a secret, although neither its name nor that of its receiver is one:
    /// `vault.get("stripe")`, `keyring.lookup(id)?`, `sign(x)`.
    fn may_be_a_secret(&self, expr: &Expr) -> bool {
        match expr {
            Expr::MethodCall(call) => {
                let name = call.method.unraw().to_string();
                let is_asked = self.policy.is_action(&name)
                    && owner(&call.receiver).is_some_and(|owner| self.policy.keeps_secrets(&owner));
                is_asked
                    || self.policy.made_by(&name).is_some()
                    || !self.policy.is_known(&name) && self.may_be_a_secret(&call.receiver)
            }
            Expr::Call(call) => called(call).is_some_and(|name| {
                self.policy.made_by(&name).is_some()
                    || self.policy.is_action(&name) && self.is_of_a_keeper(call)
            }),
            Expr::Paren(inner) => self.may_be_a_secret(&inner.expr),
            Expr::Group(inner) => self.may_be_a_secret(&inner.expr),
            Expr::Reference(inner) => self.may_be_a_secret(&inner.expr),
            Expr::Try(inner) => self.may_be_a_secret(&inner.expr),
            Expr::Await(inner) => self.may_be_a_secret(&inner.base),
            Expr::Index(inner) => {
                owner(&inner.expr).is_some_and(|owner| self.policy.keeps_secrets(&owner))
                    || self.may_be_a_secret(&inner.expr)
            }
            _ => false,
        }
    }

    /// Whether a function belongs to a place that keeps secrets: `vault::read(path)`, `SecretStore::get()`.
    fn is_of_a_keeper(&self, call: &syn::ExprCall) -> bool {
        let Expr::Path(function) = &*call.func else {
            return false;
        };
        let before = function.path.segments.iter().rev().nth(1);
        before.is_some_and(|before| self.policy.keeps_secrets(&before.ident.unraw().to_string()))
    }

    /// Whether a member may be the secret itself: its owner is a secret by name or by type, and the member's name is
    /// not known to mean something else.
    fn is_part_of_secret(&self, base: &Expr, member: &str) -> bool {
        let by_name = || owner(base).is_some_and(|owner| self.policy.holds_secret(&owner));
        !self.policy.is_known(member)
            && (!self.policy.is_measure(member) || self.policy.is_number(member))
            && (by_name() || self.is_credential(base))
    }

    /// Whether an expression is an argument with the type of an extractor of one value.
    fn is_extractor(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = expr else {
            return false;
        };
        path.path
            .get_ident()
            .is_some_and(|ident| matches!(self.known(&ident.unraw().to_string()), Known::Extractor))
    }

    /// Whether an expression is an argument with the type of a credential.
    fn is_credential(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                matches!(
                    self.known(&ident.unraw().to_string()),
                    Known::Guarded(Origin {
                        grounds: Grounds::Type {
                            class: TypeClass::Credential,
                            ..
                        },
                        ..
                    })
                )
            }),
            Expr::Paren(inner) => self.is_credential(&inner.expr),
            Expr::Group(inner) => self.is_credential(&inner.expr),
            Expr::Reference(inner) => self.is_credential(&inner.expr),
            Expr::Unary(inner) => self.is_credential(&inner.expr),
            _ => false,
        }
    }

    /// Returns the name that a pattern binds and that a path refers to.
    fn local(&self, name: &str) -> Option<&Local> {
        self.scope.iter().rev().find(|local| local.name == name)
    }

    /// Returns what is known about a name. A name that a pattern binds hides an argument of the same name.
    fn known(&self, name: &str) -> Known {
        match self.local(name) {
            Some(_) => Known::Other,
            None => (self.lookup)(name),
        }
    }

    /// Adds the names that a pattern binds to the scope.
    fn bind(&mut self, pat: &Pat, of_self: bool) {
        if let Some(span) = unread(pat) {
            self.undecidable(span, Opaque::MacroPattern);
        }
        for binding in bindings_of(pat) {
            // `None` and a constant bind nothing, but they cannot be told from a name here.
            self.scope.push(Local {
                held: binding.held(self.policy),
                is_self: of_self && binding.origins.iter().any(origin::Origin::is_whole),
                name: binding.name,
            });
        }
    }

    /// Judges what is matched, because its parts can become the value. For `self`, the pattern says which part.
    fn matched(&mut self, expr: &mut Expr) {
        if !self.is_self(expr) {
            self.value(expr);
        }
    }

    /// Whether an expression is `self` in any form.
    fn is_self(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.is_ident("self"),
            Expr::Paren(inner) => self.is_self(&inner.expr),
            Expr::Group(inner) => self.is_self(&inner.expr),
            Expr::Reference(inner) => self.is_self(&inner.expr),
            Expr::Unary(inner) => self.is_self(&inner.expr),
            Expr::MethodCall(call) => {
                self.policy.is_transparent(&call.method.unraw().to_string())
                    && self.is_self(&call.receiver)
            }
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [Stmt::Expr(value, None)] => self.is_self(value),
                _ => false,
            },
            _ => false,
        }
    }

    /// Judges the base of a decisive member: only the calls in it, and whatever is not a path.
    fn root(&mut self, base: &mut Expr) {
        match base {
            Expr::Path(_) => {}
            Expr::Field(inner) => self.root(&mut inner.base),
            Expr::Try(inner) => self.root(&mut inner.expr),
            Expr::Await(inner) => self.root(&mut inner.base),
            Expr::Paren(inner) => self.root(&mut inner.expr),
            Expr::Group(inner) => self.root(&mut inner.expr),
            Expr::Reference(inner) => self.root(&mut inner.expr),
            Expr::Index(inner) => {
                self.key(&inner.index);
                self.root(&mut inner.expr);
            }
            other if self.is_self(other) => {}
            other => self.value(other),
        }
    }

    fn method(&mut self, call: &mut syn::ExprMethodCall) {
        let name = call.method.unraw().to_string();
        // A getter is like a member: `uri.query()` is the query of a URL, `api_key.id()` an id.
        let is_getter = call.args.is_empty()
            && !self.policy.is_transparent(&name)
            && !self.policy.makes_text(&name);
        let found = self.found.len();
        self.returned(call.method.span(), &name);
        if is_getter && self.policy.is_known(&name) {
            if self.found.len() == found {
                self.root(&mut call.receiver);
                self.getter(call.method.span(), &call.receiver, &name);
            }
            return;
        }
        let of_self = self.is_self(&call.receiver);
        if of_self && self.policy.is_transparent(&name) && name != "clone" {
            self.undecidable(call.method.span(), Opaque::PartOfSelf);
        } else if !of_self || name == "clone" || self.policy.makes_text(&name) {
            self.value(&mut call.receiver);
            if self.found.len() == found && self.policy.takes_element(&name) {
                self.element(&call.receiver);
            }
        }
        if is_getter && self.found.len() == found {
            self.getter(call.method.span(), &call.receiver, &name);
        }
        self.arguments(&mut call.args, self.policy.makes_text(&name));
        if self.policy.makes_text(&name) {
            // In `BASE64.encode(x)`, the engine is a constant and not part of the text.
            let engine =
                name.starts_with("encode") && !call.args.is_empty() && is_constant(&call.receiver);
            if !engine {
                let operand = match name.as_str() {
                    TO_STRING if call.args.is_empty() => Operand::Spoken,
                    DISPLAY if call.args.is_empty() => Operand::Viewed,
                    _ => Operand::Receiver,
                };
                *call.receiver = self.proven(&call.receiver, operand);
            }
            self.prove_all(&mut call.args);
        }
    }

    fn values(&mut self, values: &mut Punctuated<Expr, Token![,]>) {
        for at in 0..values.len() {
            self.value(&mut values[at]);
        }
    }

    /// Judges the arguments of a call: values, keys, and functions passed by name.
    ///
    /// A user's function that receives `self` is judged by its name; a conversion returns `self` itself.
    fn arguments(&mut self, arguments: &mut Punctuated<Expr, Token![,]>, converts: bool) {
        for at in 0..arguments.len() {
            let argument = &mut arguments[at];
            self.key(argument);
            if converts || !self.is_self(argument) {
                self.value(argument);
            }
            if let Some((span, name)) = function_name(argument) {
                // An argument of the annotated function is a value, whatever its name is.
                let is_function =
                    self.local(&name).is_none() && matches!((self.lookup)(&name), Known::Other);
                let converts =
                    self.policy.makes_text(&name) || CONVERSIONS.contains(&name.as_str());
                if is_function && converts && !self.policy.declassifies(&name) {
                    self.undecidable(span, Opaque::Function(name));
                }
            }
        }
    }

    fn call(&mut self, call: &mut syn::ExprCall) {
        let Expr::Path(function) = strip(&mut call.func) else {
            let span = first_span(&call.func);
            self.undecidable(span, Opaque::UnnamedCall);
            return;
        };
        let makes_static = makes_static_text(function);
        let path = function.path.clone();
        let Some(last) = path.segments.last() else {
            return;
        };
        let name = last.ident.unraw().to_string();
        let found = self.found.len();
        self.returned(last.ident.span(), &name);
        if self.found.len() == found && !is_type_like(&name) {
            self.subject(&path);
        }
        let converts = CONVERSIONS.contains(&name.as_str()) || self.policy.makes_text(&name);
        self.arguments(&mut call.args, converts);
        if converts && !makes_static {
            self.prove_all(&mut call.args);
        }
    }

    fn macro_call(&mut self, mac: &mut syn::ExprMacro) {
        let Some(last) = mac.mac.path.segments.last() else {
            return;
        };
        let (name, span) = (last.ident.unraw().to_string(), last.ident.span());
        let end = mac.mac.delimiter.span().close();
        match name.as_str() {
            "concat" => match list(mac.mac.tokens.clone()) {
                Some(parts) => {
                    for mut part in parts {
                        self.value(&mut part);
                    }
                }
                None => self.undecidable(span, Opaque::Concat),
            },
            "stringify" | "line" | "column" | "file" | "module_path" | "matches" | "cfg" => {}
            "env" | "option_env" => {
                // The name of a variable that is assembled here cannot be read.
                match list(mac.mac.tokens.clone())
                    .as_ref()
                    .and_then(Punctuated::first)
                {
                    Some(variable @ Expr::Lit(_)) => self.key(variable),
                    _ => self.undecidable(span, Opaque::Environment(name)),
                }
            }
            "reviewed" => {
                if let Err((span, malformed)) = reviewed(mac.mac.tokens.clone(), end) {
                    self.suspect(span, malformed);
                }
            }
            _ if self.policy.makes_text(&name) => {
                let tokens = std::mem::take(&mut mac.mac.tokens);
                mac.mac.tokens = self.format_arguments(tokens, end);
            }
            _ => self.undecidable(span, Opaque::Macro(name)),
        }
    }

    /// Checks `"..{captured}..", a, b = c` and wraps each operand. If there are no tokens, the fault gets the position
    /// `end`.
    fn format_arguments(&mut self, tokens: TokenStream, end: Span) -> TokenStream {
        let mut format = None;
        let parser = &mut |input: ParseStream| {
            format = Some(format::parse(input)?);
            Ok(())
        };
        let read = read_at(end, tokens.clone(), parser);
        match read.and_then(|()| format.ok_or_else(|| syn::Error::new(end, ""))) {
            Ok(mut arguments) => {
                let captures = arguments.captures();
                let (widths, numbers) = (arguments.widths(), arguments.numbers());
                for (at, argument) in arguments.values.iter_mut().enumerate() {
                    let form = self.formatted(&argument.value, numbers.contains(&at));
                    let lifted = is_printed_as_it_is(&argument.value);
                    self.value(&mut argument.value);
                    // A width or a precision already is a `usize`, and must remain one.
                    if !lifted && !widths.contains(&at) {
                        argument.value = self.proven(&argument.value, form);
                    }
                }
                let span = first_token(&arguments.literal);
                for capture in captures {
                    let Some(ident) = capture.ident else {
                        self.unread_capture(span, &capture.written);
                        continue;
                    };
                    let mut value = Expr::Path(syn::ExprPath {
                        attrs: Vec::new(),
                        qself: None,
                        path: Path::from(ident.clone()),
                    });
                    let form = self.formatted(&value, capture.number);
                    self.value(&mut value);
                    if capture.width {
                        continue;
                    }
                    let value = self.proven(&value, form);
                    arguments.values.push(format::Argument {
                        name: Some(ident),
                        value,
                    });
                }
                arguments.tokens()
            }
            Err(error) => {
                let begins = tokens.clone().into_iter().next();
                let malformed = match begins {
                    Some(TokenTree::Literal(_)) => Malformed::FormatArgument,
                    _ => Malformed::NoFormatString,
                };
                self.suspect(error.span(), malformed);
                tokens
            }
        }
    }

    /// Returns how rustc has to check an operand of a format string.
    fn formatted(&self, value: &Expr, number: bool) -> Operand {
        if number {
            Operand::Number
        } else if Says::of(self.policy, value).is_unproven() {
            Operand::FormattedUnnamed
        } else {
            Operand::Formatted
        }
    }

    fn binary(&mut self, binary: &mut syn::ExprBinary) {
        match binary.op {
            // A `bool` is safe.
            op if is_comparison(&op) => {}
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_) => {
                self.value(&mut binary.left);
                self.value(&mut binary.right);
            }
            _ => self.undecidable(binary.op.span(), Opaque::Assignment),
        }
    }

    fn conditional(&mut self, expr: &mut Expr) {
        let Expr::If(conditional) = expr else { return };
        let then = conditional.then_branch.clone();
        let outside = self.scope.len();
        self.bound_by(&mut conditional.cond, &then);
        self.block(&mut conditional.then_branch);
        self.scope.truncate(outside);
        if let Some((_, other)) = &mut conditional.else_branch {
            self.value(other);
        }
    }

    /// Judges the condition of `if let Some(k) = api_key { k }`, where the value comes from what is matched.
    fn bound_by(&mut self, condition: &mut Expr, then: &dyn ToTokens) {
        match condition {
            Expr::Let(matched) => {
                if binds(&matched.pat, then) {
                    self.matched(&mut matched.expr);
                }
                let of_self = self.is_self(&matched.expr);
                self.bind(&matched.pat, of_self);
            }
            Expr::Binary(binary) => {
                self.bound_by(&mut binary.left, then);
                self.bound_by(&mut binary.right, then);
            }
            Expr::Paren(inner) => self.bound_by(&mut inner.expr, then),
            Expr::Group(inner) => self.bound_by(&mut inner.expr, then),
            _ => {}
        }
    }

    fn block(&mut self, block: &mut Block) {
        match block.stmts.as_mut_slice() {
            [] => {}
            [Stmt::Expr(value, None)] => self.value(value),
            [Stmt::Macro(mac)] if mac.semi_token.is_none() => {
                let mut value = syn::ExprMacro {
                    attrs: Vec::new(),
                    mac: mac.mac.clone(),
                };
                self.macro_call(&mut value);
                mac.mac = value.mac;
            }
            _ => self.undecidable(block.brace_token.span.open(), Opaque::Statements),
        }
    }

    /// Judges a string literal that is used as a key: `headers.get("authorization")`, `map["email"]`.
    fn key(&mut self, expr: &Expr) {
        let (span, key) = match expr {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => (text.span(), text.value()),
                Lit::ByteStr(bytes) => (
                    bytes.span(),
                    String::from_utf8_lossy(&bytes.value()).into_owned(),
                ),
                _ => return,
            },
            Expr::Path(path) if is_constant(expr) => match path.path.segments.last() {
                Some(last) => (last.ident.span(), last.ident.to_string()),
                None => return,
            },
            // `"email".to_owned()`
            Expr::MethodCall(call) => return self.key(&call.receiver),
            Expr::Reference(inner) => return self.key(&inner.expr),
            Expr::Paren(inner) => return self.key(&inner.expr),
            Expr::Group(inner) => return self.key(&inner.expr),
            _ => return,
        };
        let is_key = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_.:-".contains(c))
        };
        // A JSON pointer is a path of keys: `/user/email`.
        for part in key.split('/').filter(|part| is_key(part)) {
            if let Verdict::Refused(refusal) = self.policy.name(part) {
                let subject = Subject::Key(part.to_owned());
                self.suspect(span, Reading::by_name(subject, refusal));
            }
        }
    }

    fn proven(&self, value: &Expr, operand: Operand) -> Expr {
        let tokens = (self.prove)(quote::quote!(#value), operand);
        Expr::Verbatim(tokens)
    }

    fn prove_all(&self, arguments: &mut Punctuated<Expr, Token![,]>) {
        for at in 0..arguments.len() {
            let argument = &mut arguments[at];
            if !matches!(argument, Expr::Lit(_)) {
                *argument = self.proven(argument, Operand::Argument);
            }
        }
    }
}

/// Parses the arguments of a macro, `a, b`. Returns `None` if they are not expressions.
fn list(tokens: TokenStream) -> Option<Punctuated<Expr, Token![,]>> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    parser.parse2(tokens).ok()
}

/// The method that `Display` gives every type. It is the only method that turns an error into text.
const TO_STRING: &str = "to_string";

/// The method that gives a path a `Display`, which is checked in turn.
pub(super) const DISPLAY: &str = "display";

/// Conversions of the standard library whose result may be text. They do not make their input safe.
pub(super) const CONVERSIONS: &[&str] = &[
    "from",
    "into",
    "try_from",
    "try_into",
    "from_iter",
    "as_ref",
    "borrow",
    "deref",
];

/// Whether a conversion makes a text that is part of the program, so that it cannot be the text of its argument:
/// `<&'static str>::from(x)`, `<Kind as Into<&'static str>>::into(x)`.
fn makes_static_text(function: &syn::ExprPath) -> bool {
    let Some(qself) = &function.qself else {
        return false;
    };
    let is_static = |ty: &syn::Type| {
        let syn::Type::Reference(reference) = ty else {
            return false;
        };
        let is_str = matches!(&*reference.elem, syn::Type::Path(path) if path.path.is_ident("str"));
        is_str
            && reference
                .lifetime
                .as_ref()
                .is_some_and(|life| life.ident == "static")
    };
    let segments = &function.path.segments;
    let of_trait = qself
        .position
        .checked_sub(1)
        .and_then(|at| segments.get(at));
    let name = segments.last().map(|last| last.ident.to_string());
    match (name.as_deref(), of_trait) {
        (Some("from"), None) => is_static(&qself.ty),
        (Some("from"), Some(of_trait)) => of_trait.ident == "From" && is_static(&qself.ty),
        (Some("into"), Some(of_trait)) => {
            of_trait.ident == "Into"
                && crate::returned::first_type(&of_trait.arguments).is_some_and(is_static)
        }
        _ => false,
    }
}

/// Returns the position and the name of a function that is passed by its path: `ToString::to_string`.
fn function_name(argument: &Expr) -> Option<(Span, String)> {
    match argument {
        Expr::Path(path) => {
            let last = &path.path.segments.last()?.ident;
            let name = last.unraw().to_string();
            name.starts_with(char::is_lowercase)
                .then(|| (last.span(), name))
        }
        Expr::Paren(inner) => function_name(&inner.expr),
        Expr::Group(inner) => function_name(&inner.expr),
        Expr::Reference(inner) => function_name(&inner.expr),
        _ => None,
    }
}

/// Whether an expression is a constant by Rust's naming convention: `BASE64`, `engine::STANDARD`.
fn is_constant(expr: &Expr) -> bool {
    let Expr::Path(path) = expr else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    !last.ident.to_string().contains(char::is_lowercase)
}

/// Checks that `reviewed!(value, reason = "..")` has this form and gives a reason. If not, returns the position and the
/// kind of mistake.
fn reviewed(tokens: TokenStream, end: Span) -> Result<(), (Span, Malformed)> {
    let mut empty = None;
    let form = &mut |input: ParseStream| {
        input.parse::<Expr>()?;
        input.parse::<Token![,]>()?;
        let word: Ident = input.parse()?;
        if word != "reason" {
            return Err(syn::Error::new(word.span(), ""));
        }
        input.parse::<Token![=]>()?;
        let reason: syn::LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(input.error(""));
        }
        empty = reason.value().trim().is_empty().then(|| reason.span());
        Ok(())
    };
    read_at(end, tokens, form).map_err(|error| (error.span(), Malformed::Reviewed))?;
    match empty {
        Some(span) => Err((span, Malformed::ReviewedWithoutReason)),
        None => Ok(()),
    }
}

/// Whether the whole expression is a `reviewed!`. The judge has already checked that it gives a reason.
pub fn is_reviewed(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(mac) => mac
            .mac
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "reviewed"),
        Expr::Paren(inner) => is_reviewed(&inner.expr),
        Expr::Group(inner) => is_reviewed(&inner.expr),
        _ => false,
    }
}

/// Whether a value is formatted by its own `Display` or `Debug`: it was reviewed, or it is a `format_args!`. The type
/// of the latter cannot be checked, but its operands are.
pub(super) fn is_printed_as_it_is(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(mac) => mac.mac.path.is_ident("format_args") || is_reviewed(expr),
        Expr::Paren(inner) => is_printed_as_it_is(&inner.expr),
        Expr::Group(inner) => is_printed_as_it_is(&inner.expr),
        _ => false,
    }
}

/// Whether a pattern binds a name, so that a matched value can become part of what follows.
fn binds(pat: &Pat, then: &dyn ToTokens) -> bool {
    let any = |pats: Vec<&Pat>| pats.iter().any(|pat| binds(pat, then));
    match pat {
        // `None` is a constant and `K` may be one, unless what follows uses it as a value.
        Pat::Ident(pat) => {
            pat.subpat.is_some()
                || !is_type_like(&pat.ident.to_string())
                || mentions(then, &pat.ident)
        }
        Pat::Wild(_)
        | Pat::Lit(_)
        | Pat::Path(_)
        | Pat::Range(_)
        | Pat::Rest(_)
        | Pat::Const(_) => false,
        Pat::Or(pat) => any(each(&pat.cases)),
        Pat::Paren(pat) => binds(&pat.pat, then),
        Pat::Reference(pat) => binds(&pat.pat, then),
        Pat::Slice(pat) => any(each(&pat.elems)),
        Pat::Struct(pat) => each(&pat.fields)
            .iter()
            .any(|field| binds(&field.pat, then)),
        Pat::Tuple(pat) => any(each(&pat.elems)),
        Pat::TupleStruct(pat) => any(each(&pat.elems)),
        _ => true,
    }
}

/// Whether an identifier occurs anywhere in what follows, including captures in format strings.
fn mentions(then: &dyn ToTokens, ident: &Ident) -> bool {
    let mut streams = vec![then.to_token_stream()];
    while let Some(stream) = streams.pop() {
        for tree in stream {
            match tree {
                TokenTree::Group(group) => streams.push(group.stream()),
                TokenTree::Ident(word) if word.unraw() == ident.unraw() => return true,
                TokenTree::Literal(literal) => match Lit::new(literal) {
                    Lit::Str(text)
                        if format::captures_name(&text.value(), &ident.unraw().to_string()) =>
                    {
                        return true;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
    false
}

/// Whether a name is `CamelCase`: a type, a variant or a unit struct by Rust's naming convention, and not a value.
fn is_type_like(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && (name.chars().any(char::is_lowercase) || name.chars().count() == 1)
}

/// Whether a name says whose the name after it is. It must not be that of a container, or a single letter.
fn is_owner(name: &str) -> bool {
    !is_holder(name) && name.chars().count() > 1
}

/// Returns the name of the called function.
fn called(call: &syn::ExprCall) -> Option<String> {
    let mut function = &*call.func;
    while let Expr::Paren(syn::ExprParen { expr, .. }) | Expr::Group(syn::ExprGroup { expr, .. }) =
        function
    {
        function = expr;
    }
    let Expr::Path(path) = function else {
        return None;
    };
    let last = path.path.segments.last()?;
    Some(last.ident.unraw().to_string())
}

/// Returns the last name of a path, a field access or a getter.
pub(super) fn owner(base: &Expr) -> Option<String> {
    match base {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.unraw().to_string())
            .filter(|name| name != "self"),
        Expr::Field(field) => match &field.member {
            Member::Named(ident) => Some(ident.unraw().to_string()),
            Member::Unnamed(_) => owner(&field.base),
        },
        Expr::MethodCall(call) if call.args.is_empty() => Some(call.method.unraw().to_string()),
        Expr::Paren(inner) => owner(&inner.expr),
        Expr::Group(inner) => owner(&inner.expr),
        Expr::Reference(inner) => owner(&inner.expr),
        Expr::Unary(inner) => owner(&inner.expr),
        Expr::Try(inner) => owner(&inner.expr),
        Expr::Await(inner) => owner(&inner.base),
        _ => None,
    }
}

/// Returns the expression without parentheses and invisible groups.
fn strip(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Paren(inner) => strip(&mut inner.expr),
        Expr::Group(inner) => strip(&mut inner.expr),
        expr => expr,
    }
}

/// Returns the span of an expression's first token. `Spanned` covers the whole expression only on nightly.
fn first_span(expr: &Expr) -> Span {
    first_token(&expr.to_token_stream())
}

fn first_token(tokens: &TokenStream) -> Span {
    tokens
        .clone()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |tree| tree.span())
}
