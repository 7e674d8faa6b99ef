//! What an annotation asks to record, and what a checked annotation records.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::{Expr, Lit, Path};

use crate::args::{Args, Word};
use crate::binding::{Binding, Rewritten, bindings};
use crate::fault::Fault;
use crate::field::{FieldName, Sigil};
use crate::filled::{Filled, filled};
use crate::item::Function;
use crate::outcome::Outcome;
use scorer_instrument_policy::Policy;
use scorer_instrument_policy::Via;

/// Everything that the checks need. It decides nothing itself.
pub(super) struct Plan<'a> {
    pub(super) policy: &'a Policy,
    pub(super) args: Args,
    pub(super) function: &'a Function,
    pub(super) bindings: Vec<Binding>,
    pub(super) receiver: bool,
    /// What the body fills later. It is only computed if a field is declared empty.
    pub(super) filled: Vec<Filled>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(policy: &'a Policy, args: Args, function: &'a Function) -> Self {
        let body = function.body.stream();
        let (bindings, receiver) = bindings(&function.sig, &body);
        let filled = if args.fields.iter().any(|field| field.value.is_none()) {
            filled(&body)
        } else {
            Vec::new()
        };
        Self {
            policy,
            args,
            function,
            bindings,
            receiver,
            filled,
        }
    }

    /// Whether a field with the argument's name replaces it.
    pub(super) fn overridden(&self, binding: &Binding) -> bool {
        self.args
            .fields
            .iter()
            .any(|field| field.name.text().as_deref() == Some(&binding.name))
    }

    pub(super) fn binding(&self, name: &str) -> Option<&Binding> {
        self.place(name).map(|place| &self.bindings[place])
    }

    /// Returns the position of this name among the bindings.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.bindings
            .iter()
            .position(|binding| binding.name == name)
    }

    /// Returns the bindings that the expression reads and that only the body's own pattern binds.
    pub(super) fn rewritten_names(&self, tokens: &TokenStream) -> Vec<(Rewritten, Vec<String>)> {
        if self
            .bindings
            .iter()
            .all(|binding| binding.rewritten.is_none())
        {
            return Vec::new();
        }
        let mut names = Vec::new();
        let mut streams = vec![tokens.clone()];
        while let Some(stream) = streams.pop() {
            for tree in stream {
                match tree {
                    TokenTree::Group(group) => streams.push(group.stream()),
                    TokenTree::Ident(ident) => {
                        names.push(ident.unraw().to_string());
                    }
                    _ => {}
                }
            }
        }
        let mut found: Vec<(Rewritten, Vec<String>)> = Vec::new();
        for binding in self
            .bindings
            .iter()
            .filter(|binding| names.contains(&binding.name))
        {
            let Some(rewritten) = &binding.rewritten else {
                continue;
            };
            match found
                .iter_mut()
                .find(|(known, _)| known.argument == rewritten.argument)
            {
                Some((_, names)) => names.push(binding.name.clone()),
                None => found.push((rewritten.clone(), vec![binding.name.clone()])),
            }
        }
        found
    }
}

/// An annotation that may be expanded. Only the checks create one.
pub struct CheckedPlan {
    /// `name = ..`, `level = ..` and the like, in an order that tracing accepts.
    pub settings: TokenStream,
    /// What is recorded when the span opens.
    pub fields: Vec<Recorded>,
    /// Fields that are declared empty, each with the `Empty` that was written for it, if any.
    pub empty: Vec<(FieldName, Option<TokenStream>)>,
    /// The position of `ret`, and the part of the returned type that it prints.
    pub ret: Option<(Span, Returned)>,
    /// What happens to the result, if there is an `err`.
    pub outcome: Option<Outcome>,
    /// The path of the facade crate: `::scorer_instrument`, unless `crate = ..` says otherwise.
    pub facade: Path,
}

/// One recorded value.
pub struct Recorded {
    /// The name of the field, in the form that tracing-attributes accepts.
    pub name: TokenStream,
    /// The value.
    pub value: TokenStream,
    /// The position at which an error about the value's type is reported.
    pub span: Span,
    /// How the value is passed to tracing.
    pub how: How,
    /// The place of the value, which decides what rustc says if its type is not recordable.
    pub place: Place,
    /// The argument, if the value is only an argument under its own name.
    pub argument: Option<Ident>,
    /// Statements that bind what the value reads.
    pub before: TokenStream,
    /// Whether the written type of the value is a shared reference, so that none is taken of it.
    pub by_reference: bool,
}

/// Where a recorded value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An argument that is not skipped.
    Argument,
    /// An argument that `include` lists.
    Listed,
    /// In a field, of a span or of an event.
    Field,
    /// An argument, listed or not, whose type has the name of a credential.
    Called,
    /// An argument, listed or not, of a function that takes a credential or personal data.
    Taken,
    /// An argument, listed or not, with the name of a person.
    Person,
}

/// How a value is passed to tracing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As it is: its written type is enough to know that it is recordable, or it was reviewed.
    Plain,
    /// Through `Recordable`, so that rustc checks its type.
    Proven(Sigil),
    /// Through `NotText`, because its name says nothing about it.
    NoText(Sigil),
    /// By the type's own `Display` or `Debug`, because the team or a reviewer allows it.
    Own(Via),
    /// The same, for the value in an `Option`.
    OwnOption(Via),
    /// A member of an error that is an error itself. Its text passes through the redactor.
    Error,
}

/// What `ret` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// The returned value.
    Whole,
    /// The value in `Ok`, because there is an `err`.
    Ok,
    /// The returned value, which must not be text, because the function's name says nothing about it.
    WholeNoText,
    /// The value in `Ok`, which must not be text.
    OkNoText,
}

/// Returns the arguments that are passed on to tracing. For `err`, and for `ret` together with it, the expansion writes
/// the events itself. `parent` and `follows_from` precede `target`, because tracing-attributes refuses the opposite
/// order.
pub(super) fn settings(args: &Args) -> TokenStream {
    const ORDER: [Word; 7] = [
        Word::Parent,
        Word::FollowsFrom,
        Word::Name,
        Word::Level,
        Word::Target,
        Word::Err,
        Word::Ret,
    ];
    let mut tokens = TokenStream::new();
    for word in ORDER {
        if args.err.is_some() && matches!(word, Word::Err | Word::Ret) {
            continue;
        }
        for (_, setting) in args.kept.iter().filter(|(kept, _)| *kept == word) {
            tokens.extend(quote::quote!(#setting,));
        }
    }
    tokens
}

/// Returns how a field's value with this sigil is passed to tracing.
pub(super) fn raw(sigil: Sigil) -> How {
    match sigil {
        Sigil::None => How::Plain,
        Sigil::Display => How::Own(Via::Display),
        Sigil::Debug => How::Own(Via::Debug),
    }
}

/// Whether an expression is a literal constant.
pub(super) fn is_literal(expr: &Expr) -> bool {
    match expr {
        // tracing does not accept a `char` as it is, nor a byte string at all.
        Expr::Lit(lit) => matches!(
            lit.lit,
            Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_)
        ),
        Expr::Group(inner) => is_literal(&inner.expr),
        Expr::Paren(inner) => is_literal(&inner.expr),
        _ => false,
    }
}

/// Returns the faults, or the plan if there are none.
pub(super) fn gate(plan: CheckedPlan, faults: Vec<Fault>) -> Result<CheckedPlan, Vec<Fault>> {
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(faults)
    }
}
