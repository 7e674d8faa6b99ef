//! An expression, judged: every part of it that can become the recorded value.
//!
//! A path or a field access is judged by its last name; a method call by its receiver, unless the
//! method declassifies; a free call by its name and its arguments. What turns a value into text
//! proves nothing, so its operands are handed to the judge's `prove`, which makes rustc prove them.
//! Whatever cannot be decided is refused.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, Ident, Lit, Member, Pat, Path, Stmt, Token, UnOp};

use super::format;
use super::types::Shape;
use crate::verdict::{Policy, Scalar, Strength, Verdict};

/// A part of an expression that must not be recorded.
#[derive(Clone, Debug)]
pub struct Suspicion {
    /// The smallest token at fault.
    pub span: Span,
    /// Completes "its value ...": "reads `api_key`, an API key".
    pub reason: String,
    /// Whether it is refused for what it is, or since nothing can be known of it.
    pub undecidable: bool,
}

/// What is known of a name in an expression.
pub enum Known {
    /// An argument that is fit.
    FitArgument,
    /// An argument that must not be recorded: "is a database connection pool (`PgPool`)".
    Guarded(String),
    /// No argument: its name decides.
    Other,
}

/// Judges expressions; see the module.
pub struct Judge<'a> {
    policy: &'a Policy,
    lookup: &'a dyn Fn(&str) -> Known,
    prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
    found: Vec<Suspicion>,
}

/// How an operand that is turned into text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// An argument of `format!` and its like, by `{}` or `{:?}`.
    Formatted,
    /// The same in a number's form, such as `{:x}`.
    Number,
    /// A method's receiver.
    Receiver,
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
        let tokens = self.format_arguments(tokens);
        (tokens, self.found)
    }

    fn suspect(&mut self, span: Span, reason: impl Into<String>) {
        self.found.push(Suspicion {
            span,
            reason: reason.into(),
            undecidable: false,
        });
    }

    fn undecidable(&mut self, span: Span, what: &str) {
        self.found.push(Suspicion {
            span,
            reason: format!("holds {what}, which cannot be judged"),
            undecidable: true,
        });
    }

    /// Judges a name that no argument has.
    fn name(&mut self, span: Span, shown: &str, judged: &str) {
        if let Verdict::Refused(refusal) = self.policy.name(judged) {
            self.suspect(span, format!("reads `{shown}`, {}", refusal.reason));
        }
    }

    fn value(&mut self, expr: &mut Expr) {
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
            Expr::Cast(inner) => self.value(&mut inner.expr),
            Expr::Try(inner) => self.value(&mut inner.expr),
            Expr::Await(inner) => self.value(&mut inner.base),
            Expr::Unary(inner) => self.value(&mut inner.expr),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Index(index) => {
                self.key(&index.index);
                self.value(&mut index.expr);
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|elem| self.value(elem)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|elem| self.value(elem)),
            Expr::Repeat(repeat) => self.value(&mut repeat.expr),
            Expr::Range(range) => {
                for end in [&mut range.start, &mut range.end].into_iter().flatten() {
                    self.value(end);
                }
            }
            Expr::Struct(literal) => {
                literal
                    .fields
                    .iter_mut()
                    .for_each(|field| self.value(&mut field.expr));
                if let Some(rest) = &mut literal.rest {
                    self.value(rest);
                }
            }
            Expr::If(_) => self.conditional(expr),
            Expr::Match(matched) => {
                if matched.arms.iter().any(|arm| binds(&arm.pat)) {
                    self.value(&mut matched.expr);
                }
                matched
                    .arms
                    .iter_mut()
                    .for_each(|arm| self.value(&mut arm.body));
            }
            Expr::Block(block) if block.label.is_none() => self.block(&mut block.block),
            Expr::Unsafe(block) => self.block(&mut block.block),
            Expr::Const(block) => self.block(&mut block.block),
            Expr::Closure(closure) => self.undecidable(closure.or1_token.span(), "a closure"),
            Expr::Assign(_) => self.undecidable(first_span(expr), "an assignment"),
            Expr::Async(_) => self.undecidable(first_span(expr), "an `async` block"),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.undecidable(first_span(expr), "a loop");
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Yield(_) => {
                self.undecidable(first_span(expr), "a jump");
            }
            other => self.undecidable(first_span(other), "syntax"),
        }
    }

    fn path(&mut self, path: &Path) {
        let Some(last) = path.segments.last() else {
            return;
        };
        let name = last.ident.unraw().to_string();
        if path.get_ident().is_some() {
            match (self.lookup)(&name) {
                Known::FitArgument => return,
                Known::Guarded(reason) => {
                    self.suspect(last.ident.span(), format!("reads `{name}`, which {reason}"));
                    return;
                }
                Known::Other => {}
            }
        }
        // A variant or a unit struct is a constant, whatever it is called; so is `self` no name.
        if name != "self" && !is_type_like(&name) {
            self.name(last.ident.span(), &name, &name);
        }
    }

    /// `a.b.c`: the last name decides, with the one before it; transparent members aside.
    fn field(&mut self, expr: &mut Expr) {
        let Expr::Field(field) = expr else { return };
        let member = match &field.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(_) => String::new(),
        };
        if member.is_empty() || self.policy.is_transparent(&member) {
            self.value(&mut field.base);
            return;
        }
        let judged = match owner(&field.base) {
            Some(owner) => format!("{owner}.{member}"),
            None => {
                // The base is an expression of its own; what it calls must be decidable.
                self.calls_only(&mut field.base);
                member.clone()
            }
        };
        self.name(field.member.span(), &member, &judged);
    }

    /// A base whose member decides: only what cannot be judged at all is refused in it.
    fn calls_only(&mut self, base: &mut Expr) {
        match strip(base) {
            Expr::Path(_)
            | Expr::Field(_)
            | Expr::MethodCall(_)
            | Expr::Call(_)
            | Expr::Index(_)
            | Expr::Try(_)
            | Expr::Await(_) => {
                // `session.user().name`: the name decides, but a getter that is refused stays so.
                if let Expr::Call(_) | Expr::MethodCall(_) = strip(base) {
                    self.value(base);
                }
            }
            _ => self.value(base),
        }
    }

    fn method(&mut self, call: &mut syn::ExprMethodCall) {
        let name = call.method.unraw().to_string();
        if self.policy.declassifies(&name) {
            return;
        }
        self.name(call.method.span(), &name, &name);
        self.value(&mut call.receiver);
        for argument in &mut call.args {
            self.key(argument);
            self.value(argument);
        }
        if self.policy.makes_text(&name) {
            if call.args.is_empty() {
                let proven = self.proven(&call.receiver, Operand::Receiver);
                *call.receiver = proven;
            } else {
                self.prove_all(&mut call.args);
            }
        }
    }

    fn call(&mut self, call: &mut syn::ExprCall) {
        let Expr::Path(function) = strip(&mut call.func) else {
            let span = first_span(&call.func);
            self.undecidable(span, "a call of something that is not named");
            return;
        };
        let path = function.path.clone();
        let Some(last) = path.segments.last() else {
            return;
        };
        let name = last.ident.unraw().to_string();
        if self.policy.declassifies(&name) {
            return;
        }
        self.name(last.ident.span(), &name, &name);
        for argument in &mut call.args {
            self.key(argument);
            self.value(argument);
        }
        let from_text = name == "from"
            && path
                .segments
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|owner| owner.ident == "String");
        if from_text || self.policy.makes_text(&name) {
            self.prove_all(&mut call.args);
        }
    }

    fn macro_call(&mut self, mac: &mut syn::ExprMacro) {
        let Some(last) = mac.mac.path.segments.last() else {
            return;
        };
        let (name, span) = (last.ident.unraw().to_string(), last.ident.span());
        match name.as_str() {
            "concat" | "stringify" | "line" | "column" | "file" | "module_path" | "matches"
            | "cfg" => {}
            "env" | "option_env" => {
                let arguments =
                    Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.mac.tokens.clone());
                arguments
                    .into_iter()
                    .flatten()
                    .take(1)
                    .for_each(|variable| self.key(&variable));
            }
            "reviewed" => {
                let form = |input: ParseStream| reviewed(input, span);
                if let Err(error) = form.parse2(mac.mac.tokens.clone()) {
                    self.suspect(error.span(), error.to_string());
                }
            }
            _ if self.policy.makes_text(&name) => {
                let tokens = std::mem::take(&mut mac.mac.tokens);
                mac.mac.tokens = self.format_arguments(tokens);
            }
            _ => self.undecidable(span, &format!("the macro `{name}!`")),
        }
    }

    /// Judges `"..{captured}..", a, b = c` and wraps each operand.
    fn format_arguments(&mut self, tokens: TokenStream) -> TokenStream {
        match format::parse.parse2(tokens.clone()) {
            Ok(mut arguments) => {
                let captures = arguments.captures();
                let (widths, numbers) = (arguments.widths(), arguments.numbers());
                for (at, argument) in arguments.values.iter_mut().enumerate() {
                    self.value(&mut argument.value);
                    // A width or a precision is a `usize` already, and must stay one.
                    if !widths.contains(&at) {
                        let form = if numbers.contains(&at) {
                            Operand::Number
                        } else {
                            Operand::Formatted
                        };
                        argument.value = self.proven(&argument.value, form);
                    }
                }
                for (capture, number) in captures {
                    let mut value = Expr::Path(syn::ExprPath {
                        attrs: Vec::new(),
                        qself: None,
                        path: Path::from(capture.clone()),
                    });
                    self.value(&mut value);
                    let form = if number {
                        Operand::Number
                    } else {
                        Operand::Formatted
                    };
                    let value = self.proven(&value, form);
                    arguments.values.push(format::Argument {
                        name: Some(capture),
                        value,
                    });
                }
                arguments.tokens()
            }
            Err(error) => {
                self.suspect(error.span(), "needs a format string");
                tokens
            }
        }
    }

    fn binary(&mut self, binary: &mut syn::ExprBinary) {
        match binary.op {
            // A comparison yields a bool, which is fit.
            BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => {}
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
            _ => self.undecidable(binary.op.span(), "an assignment"),
        }
    }

    fn conditional(&mut self, expr: &mut Expr) {
        let Expr::If(conditional) = expr else { return };
        self.bound_by(&mut conditional.cond);
        self.block(&mut conditional.then_branch);
        if let Some((_, other)) = &mut conditional.else_branch {
            self.value(other);
        }
    }

    /// In `if let Some(k) = api_key { k }` the value comes from what is matched.
    fn bound_by(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Let(matched) if binds(&matched.pat) => self.value(&mut matched.expr),
            Expr::Binary(binary) => {
                self.bound_by(&mut binary.left);
                self.bound_by(&mut binary.right);
            }
            Expr::Paren(inner) => self.bound_by(&mut inner.expr),
            Expr::Group(inner) => self.bound_by(&mut inner.expr),
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
            _ => self.undecidable(block.brace_token.span.open(), "a block with statements"),
        }
    }

    /// A string literal used as a key: `headers.get("authorization")`, `map["email"]`.
    fn key(&mut self, expr: &Expr) {
        let literal = match expr {
            Expr::Lit(lit) => &lit.lit,
            Expr::Reference(inner) => return self.key(&inner.expr),
            Expr::Paren(inner) => return self.key(&inner.expr),
            Expr::Group(inner) => return self.key(&inner.expr),
            _ => return,
        };
        let Lit::Str(text) = literal else { return };
        let key = text.value();
        let is_key = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_.:-".contains(c));
        if is_key {
            if let Verdict::Refused(refusal) = self.policy.name(&key) {
                self.suspect(text.span(), format!("reads \"{key}\", {}", refusal.reason));
            }
        }
    }

    fn proven(&self, value: &Expr, operand: Operand) -> Expr {
        let tokens = (self.prove)(quote::quote!(#value), operand);
        Expr::Verbatim(tokens)
    }

    fn prove_all(&self, arguments: &mut Punctuated<Expr, Token![,]>) {
        for argument in arguments {
            if !matches!(argument, Expr::Lit(_)) {
                *argument = self.proven(argument, Operand::Argument);
            }
        }
    }
}

/// `reviewed!(value, reason = "..")`: the value, when a reason is written.
///
/// # Errors
///
/// The form to write, when it is another; an empty reason.
pub fn reviewed(input: ParseStream, name: Span) -> syn::Result<Expr> {
    const FORM: &str = "must be written `reviewed!(value, reason = \"why it is fit\")`";
    // What is missing at the end has no place of its own: the macro's name stands for it.
    let missing = |input: ParseStream| {
        syn::Error::new(if input.is_empty() { name } else { input.span() }, FORM)
    };
    let value: Expr = input.parse().map_err(|_| missing(input))?;
    if !input.peek(Token![,]) || !input.peek2(Ident) || !input.peek3(Token![=]) {
        return Err(missing(input));
    }
    input.parse::<Token![,]>()?;
    let word: Ident = input.parse()?;
    input.parse::<Token![=]>()?;
    if word != "reason" {
        return Err(syn::Error::new(word.span(), FORM));
    }
    let reason: syn::LitStr = input.parse().map_err(|_| missing(input))?;
    input.parse::<Option<Token![,]>>()?;
    if !input.is_empty() {
        return Err(missing(input));
    }
    if reason.value().trim().is_empty() {
        return Err(syn::Error::new(
            reason.span(),
            "is reviewed without a reason: say why it is fit",
        ));
    }
    Ok(value)
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

/// The shape of an expression's value, as far as its form tells.
pub fn shape(policy: &Policy, expr: &Expr, argument: &dyn Fn(&str) -> Shape) -> Shape {
    match expr {
        Expr::Lit(lit) => match lit.lit {
            Lit::Bool(_) => Shape::Bool,
            Lit::Int(_) => Shape::Integer,
            Lit::Float(_) => Shape::Float,
            Lit::Char(_) => Shape::Char,
            Lit::Str(_) => Shape::Text,
            _ => Shape::Other,
        },
        Expr::Paren(inner) => shape(policy, &inner.expr, argument),
        Expr::Group(inner) => shape(policy, &inner.expr, argument),
        Expr::Reference(inner) => shape(policy, &inner.expr, argument),
        Expr::Cast(cast) => super::types::shape(&cast.ty, &syn::Generics::default()),
        Expr::Unary(unary) => match unary.op {
            UnOp::Not(_) | UnOp::Neg(_) | UnOp::Deref(_) => shape(policy, &unary.expr, argument),
            _ => Shape::Other,
        },
        Expr::Binary(binary) => match binary.op {
            BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => Shape::Bool,
            _ => shape(policy, &binary.left, argument),
        },
        Expr::MethodCall(call) => match policy.scalar(&call.method.unraw().to_string()) {
            Some(Scalar::Flag) => Shape::Bool,
            Some(Scalar::Count) => Shape::Integer,
            None => Shape::Other,
        },
        Expr::Macro(mac) => match mac.mac.path.segments.last() {
            Some(last) if last.ident == "matches" || last.ident == "cfg" => Shape::Bool,
            _ => Shape::Other,
        },
        Expr::Path(path) => path
            .path
            .get_ident()
            .map_or(Shape::Other, |ident| argument(&ident.unraw().to_string())),
        _ => Shape::Other,
    }
}

/// Whether a name under this verdict is fit for a value of this shape.
///
/// A `bool` says nothing of what it is called after; an integer is a count or an id, unless the
/// word stands for a number that is itself sensitive.
pub fn fits(verdict: &Verdict, shape: Shape) -> bool {
    match (verdict, shape) {
        (Verdict::Fit, _) | (_, Shape::Bool) => true,
        (Verdict::Refused(refusal), Shape::Integer) => refusal.strength == Strength::Soft,
        _ => false,
    }
}

/// Whether a pattern binds a name, through which a matched value can flow.
fn binds(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.subpat.is_some() || !is_type_like(&pat.ident.to_string()),
        Pat::Wild(_)
        | Pat::Lit(_)
        | Pat::Path(_)
        | Pat::Range(_)
        | Pat::Rest(_)
        | Pat::Const(_) => false,
        Pat::Or(pat) => pat.cases.iter().any(binds),
        Pat::Paren(pat) => binds(&pat.pat),
        Pat::Reference(pat) => binds(&pat.pat),
        Pat::Slice(pat) => pat.elems.iter().any(binds),
        Pat::Struct(pat) => pat.fields.iter().any(|field| binds(&field.pat)),
        Pat::Tuple(pat) => pat.elems.iter().any(binds),
        Pat::TupleStruct(pat) => pat.elems.iter().any(binds),
        _ => true,
    }
}

/// `CamelCase`: a type, a variant or a unit struct by Rust's convention, not a value's name.
fn is_type_like(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && (name.chars().any(char::is_lowercase) || name.chars().count() == 1)
}

/// The last name of a path or a field access.
fn owner(base: &Expr) -> Option<String> {
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
        Expr::Paren(inner) => owner(&inner.expr),
        Expr::Group(inner) => owner(&inner.expr),
        Expr::Reference(inner) => owner(&inner.expr),
        Expr::Unary(inner) => owner(&inner.expr),
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
    quote::ToTokens::to_token_stream(expr)
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |tree| tree.span())
}
