//! An expression, judged: every part of it that can become the recorded value.
//!
//! A path or a field access is judged by its last name; a method call by its receiver, unless the
//! method declassifies; a free call by its name and its arguments. What turns a value into text
//! proves nothing, so its operands are handed to the judge's `prove`, which makes rustc prove them.
//! Whatever cannot be decided is refused.

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

/// What is known of a name in an expression.
pub enum Known {
    /// An argument that is fit.
    FitArgument,
    /// An argument, or a local, that must not be recorded.
    Guarded(Origin),
    /// No argument: its name decides.
    Other,
}

/// Judges expressions; see the module.
pub struct Judge<'a> {
    policy: &'a Policy,
    lookup: &'a dyn Fn(&str) -> Known,
    prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
    /// What the patterns around the judged part bind; a later one hides an earlier one and any argument.
    scope: Vec<Local>,
    found: Vec<Suspicion>,
}

/// A name that a pattern within the expression binds.
struct Local {
    name: String,
    /// What stands against it because of the member that it was bound from.
    held: Option<BoundFrom>,
    /// Whether it is the whole of `self`.
    is_self: bool,
}

/// How an operand that is turned into text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// An argument of `format!` and its like, by `{}` or `{:?}`.
    Formatted,
    /// The same, of a value whose name says nothing of it: it must be no text.
    FormattedUnnamed,
    /// The same in a number's form, such as `{:x}`.
    Number,
    /// What a name promises to be yes or no: `has_token(..)`.
    Flag,
    /// What a name promises to say nothing of its input: `len()`, `elapsed()`.
    Scalar,
    /// What a call of this name has made fit, as `redact(..)`.
    MadeFit,
    /// A member of a secret, whose name does not say that it is another thing: `credentials.right`.
    Part,
    /// A method's receiver.
    Receiver,
    /// The receiver of `to_string`.
    Spoken,
    /// The receiver of `display`, which is a path's method.
    Viewed,
    /// An argument of a function.
    Argument,
}

impl<'a> Judge<'a> {
    /// A judge that looks names up in `lookup` and wraps operands of text with `prove`.
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
        }
    }

    /// Judges one expression, rewriting the operands of text in it.
    pub fn judge(mut self, expr: &mut Expr) -> Vec<Suspicion> {
        self.value(expr);
        self.found
    }

    /// Judges what is handed to a `format!`-like macro: `"..", a, b = c`.
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

    /// `{self}` or `{r#type}` in a format string: no variable has such a name.
    fn unread_capture(&mut self, span: Span, written: &str) {
        let reason = if written == "self" {
            Reason::WholeSelf
        } else {
            Reason::UnreadCapture(written.to_owned())
        };
        self.suspect(span, reason);
    }

    /// Judges a name that no argument has.
    fn name(&mut self, span: Span, shown: &str, judged: &str) {
        if let Verdict::Refused(refusal) = self.policy.name(judged) {
            let subject = Subject::Name(shown.to_owned());
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Judges what a function or a method returns, by its name.
    fn returned(&mut self, span: Span, name: &str) {
        if let Verdict::Refused(refusal) = self.policy.returned(name) {
            let subject = Subject::Name(name.to_owned());
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Judges a getter with what it is called on: `uri.query()`.
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
            // A number is all that `*self as u8` can be.
            Expr::Cast(inner) if self.is_self(&inner.expr) => {}
            Expr::Cast(inner) => self.value(&mut inner.expr),
            Expr::Try(inner) => self.value(&mut inner.expr),
            Expr::Await(inner) => self.value(&mut inner.base),
            Expr::Unary(inner) => {
                self.value(&mut inner.expr);
                // What a type dereferences to proves nothing of it.
                if let UnOp::Deref(_) = inner.op {
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
                Known::FitArgument => return,
                Known::Guarded(origin) => {
                    let subject = Subject::Name(name);
                    self.suspect(last.ident.span(), Reading { subject, origin });
                    return;
                }
                Known::Other => {}
            }
        }
        // A variant or a unit struct is a constant, whatever it is called.
        if !is_type_like(&name) {
            let found = self.found.len();
            self.name(last.ident.span(), &name, &name);
            if self.found.len() == found {
                self.subject(path);
            }
        }
    }

    /// What stands before the last name of a path, where that is what the value is: `ApiKey::load()`, `secrets::PRIMARY`.
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

    /// One element of a collection, whose name is a plural that may be fit: `tokens[0]` is a token.
    fn element(&mut self, collection: &Expr) {
        let Some((span, name)) = self.collection(collection) else {
            return;
        };
        if let Verdict::Refused(refusal) = self.policy.element(&name) {
            let subject = Subject::Name(name);
            self.suspect(span, Reading::by_name(subject, refusal));
        }
    }

    /// Where a collection's name stands, also behind what iterates over it.
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

    /// Whether the name of a call promises that its result says nothing of its input, and what rustc has to prove of it.
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

    /// `a.b.c`: the last name decides, with the one before it; transparent members aside.
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
        // What a message holds is what it is called by itself: `request.token` is no request token.
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

    /// Whether a member may be the secret itself: its owner is one by name or by type, and the member's own name is not
    /// known as that of something else.
    fn is_part_of_secret(&self, base: &Expr, member: &str) -> bool {
        let by_name = || owner(base).is_some_and(|owner| self.policy.holds_secret(&owner));
        !self.policy.is_known(member)
            && !self.policy.is_measure(member)
            && (by_name() || self.is_credential(base))
    }

    /// Whether an expression is an argument whose type is a credential's.
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

    /// The pattern's name that a path stands for.
    fn local(&self, name: &str) -> Option<&Local> {
        self.scope.iter().rev().find(|local| local.name == name)
    }

    /// What is known of a name: a pattern's own hides the argument of that name.
    fn known(&self, name: &str) -> Known {
        match self.local(name) {
            Some(_) => Known::Other,
            None => (self.lookup)(name),
        }
    }

    /// Brings the names that a pattern binds into scope.
    fn bind(&mut self, pat: &Pat, of_self: bool) {
        if let Some(span) = unread(pat) {
            self.undecidable(span, Opaque::MacroPattern);
        }
        for binding in bindings_of(pat) {
            // `None` and a constant bind nothing, but nobody can tell them from a name here.
            self.scope.push(Local {
                held: binding.held(self.policy),
                is_self: of_self && binding.origins.iter().any(origin::Origin::is_whole),
                name: binding.name,
            });
        }
    }

    /// What is matched, when its parts can become the value: of `self` the pattern says which part.
    fn matched(&mut self, expr: &mut Expr) {
        if !self.is_self(expr) {
            self.value(expr);
        }
    }

    /// Whether an expression is `self` under whatever form.
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

    /// The base of a member that decides: only the calls in it are judged, and whatever is no path.
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
        // A getter is a member: `uri.query()` is the query of a URL, `api_key.id()` an id.
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
            // `BASE64.encode(x)`: an engine is a constant and no part of the text.
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

    /// The arguments of a call: values, keys, and functions passed by name.
    ///
    /// What a function of its own makes of `self` is judged by its name; a conversion makes `self` of it.
    fn arguments(&mut self, arguments: &mut Punctuated<Expr, Token![,]>, converts: bool) {
        for at in 0..arguments.len() {
            let argument = &mut arguments[at];
            self.key(argument);
            if converts || !self.is_self(argument) {
                self.value(argument);
            }
            if let Some((span, name)) = function_name(argument) {
                // An argument of this function is a value, whatever it is called.
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
        if converts {
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
                // A variable's name that is put together here cannot be read.
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

    /// Judges `"..{captured}..", a, b = c` and wraps each operand. Where there are no tokens, they are missing at `end`.
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
                    // A width or a precision is a `usize` already, and must stay one.
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

    /// How an operand of a format string is proven.
    fn formatted(&self, value: &Expr, number: bool) -> Operand {
        if number {
            Operand::Number
        } else if Says::of(self.policy, value) == Says::Vague {
            Operand::FormattedUnnamed
        } else {
            Operand::Formatted
        }
    }

    fn binary(&mut self, binary: &mut syn::ExprBinary) {
        match binary.op {
            // A `bool` is fit.
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

    /// In `if let Some(k) = api_key { k }` the value comes from what is matched.
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

    /// A string literal used as a key: `headers.get("authorization")`, `map["email"]`.
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

/// `a, b`: the arguments of a macro; none where they are no expressions.
fn list(tokens: TokenStream) -> Option<Punctuated<Expr, Token![,]>> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    parser.parse2(tokens).ok()
}

/// What `Display` gives every type, and so the one method of text that errors have.
const TO_STRING: &str = "to_string";

/// What gives a path a `Display`, which is proven in its turn.
pub(super) const DISPLAY: &str = "display";

/// Conversions of the standard library, whose result may be text: they prove nothing of their input.
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

/// A function that is passed by its path, `ToString::to_string`: where it stands and its name.
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

/// Whether an expression is a constant by Rust's convention: `BASE64`, `engine::STANDARD`.
fn is_constant(expr: &Expr) -> bool {
    let Expr::Path(path) = expr else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    !last.ident.to_string().contains(char::is_lowercase)
}

/// Whether `reviewed!(value, reason = "..")` has this form and gives a reason; if not, where it fails and how.
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

/// Whether the whole expression is a `reviewed!`; that it gives a reason, the judge has seen.
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

/// Whether a value is formatted by its own `Display` or `Debug`: it was reviewed, or it is a `format_args!`, which has no
/// type that could be proven, but its operands are.
pub(super) fn is_printed_as_it_is(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(mac) => mac.mac.path.is_ident("format_args") || is_reviewed(expr),
        Expr::Paren(inner) => is_printed_as_it_is(&inner.expr),
        Expr::Group(inner) => is_printed_as_it_is(&inner.expr),
        _ => false,
    }
}

/// Whether a pattern binds a name, through which a matched value can flow into what follows.
fn binds(pat: &Pat, then: &dyn ToTokens) -> bool {
    let any = |pats: Vec<&Pat>| pats.iter().any(|pat| binds(pat, then));
    match pat {
        // `None` is a constant and so may `K` be, unless what follows uses it as a value.
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

/// Whether an identifier stands anywhere in what follows, captures in format strings included.
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

/// `CamelCase`: a type, a variant or a unit struct by Rust's convention, not a value's name.
fn is_type_like(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && (name.chars().any(char::is_lowercase) || name.chars().count() == 1)
}

/// Whether a name before another one says whose that is: not that of what holds others, and not a letter.
fn is_owner(name: &str) -> bool {
    !is_holder(name) && name.chars().count() > 1
}

/// The name of the function that is called.
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

/// The last name of a path, a field access or a getter.
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

/// The expression without parentheses and invisible groups.
fn strip(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Paren(inner) => strip(&mut inner.expr),
        Expr::Group(inner) => strip(&mut inner.expr),
        expr => expr,
    }
}

/// The span of an expression's first token: `Spanned` alone covers it all only on nightly.
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
