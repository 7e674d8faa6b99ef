//! What an annotation asks to record, and what of it a checked one does.

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

/// Everything that the checks look at; it decides nothing.
pub(super) struct Plan<'a> {
    pub(super) policy: &'a Policy,
    pub(super) args: Args,
    pub(super) function: &'a Function,
    pub(super) bindings: Vec<Binding>,
    pub(super) receiver: bool,
    /// What the body fills later; read only when a field is declared empty.
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

    /// Whether a field of the argument's own name stands in its place.
    pub(super) fn overridden(&self, binding: &Binding) -> bool {
        self.args
            .fields
            .iter()
            .any(|field| field.name.text().as_deref() == Some(&binding.name))
    }

    pub(super) fn binding(&self, name: &str) -> Option<&Binding> {
        self.place(name).map(|place| &self.bindings[place])
    }

    /// Where among the bindings the one of this name stands.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.bindings
            .iter()
            .position(|binding| binding.name == name)
    }

    /// Bindings that the expression reads and that only the body's own pattern binds.
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

/// An annotation that may be expanded: only the checks make one.
pub struct CheckedPlan {
    /// `name = ..`, `level = ..` and the like, in an order that tracing accepts.
    pub settings: TokenStream,
    /// What is recorded when the span opens.
    pub fields: Vec<Recorded>,
    /// Fields that are declared empty, each with the `Empty` that was written for it.
    pub empty: Vec<(FieldName, Option<TokenStream>)>,
    /// Where `ret` stands, and what of the returned type it prints.
    pub ret: Option<(Span, Returned)>,
    /// What happens to the result, where `err` stands there.
    pub outcome: Option<Outcome>,
    /// The facade's path: `::scorer_instrument`, unless `crate = ..` says otherwise.
    pub facade: Path,
}

/// One recorded value.
pub struct Recorded {
    /// The field's name, as tracing-attributes takes it.
    pub name: TokenStream,
    /// The value.
    pub value: TokenStream,
    /// Where a type error of the value is to be shown.
    pub span: Span,
    /// How the value is given to tracing.
    pub how: How,
    /// What the value is, for what rustc says where its type is not proven.
    pub place: Place,
    /// The argument, where the value is nothing but an argument under its own name.
    pub argument: Option<Ident>,
    /// Statements that bind what the value reads.
    pub before: TokenStream,
    /// Whether the value is a shared reference by its written type: no other is taken of it then.
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
}

/// How a value is given to tracing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As it is: its written type alone proves it, or it was reviewed.
    Plain,
    /// Through `Recordable`, which proves its type.
    Proven(Sigil),
    /// The same, and it has to be no text: its name says nothing of it.
    NoText(Sigil),
    /// By the type's own `Display` or `Debug`, since the team or a reviewer says so.
    Own(Via),
    /// The same of an `Option`'s inside.
    OwnOption(Via),
    /// A member of an error that is an error itself: its text passes the redactor.
    Error,
}

/// What `ret` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// The returned value.
    Whole,
    /// What stands in `Ok`, since `err` stands beside it.
    Ok,
    /// The returned value, which has to be no text: the function's name says nothing of it.
    WholeNoText,
    /// Likewise of what stands in `Ok`.
    OkNoText,
}

/// The arguments that tracing takes over: of `err`, and of `ret` beside it, the expansion writes the events. `parent` and `follows_from` come before `target`:
/// tracing-attributes refuses the reverse.
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

/// The value of a field with a sigil, or through one.
pub(super) fn raw(sigil: Sigil) -> How {
    match sigil {
        Sigil::None => How::Plain,
        Sigil::Display => How::Own(Via::Display),
        Sigil::Debug => How::Own(Via::Debug),
    }
}

/// Whether an expression is a constant written out.
pub(super) fn is_literal(expr: &Expr) -> bool {
    match expr {
        // A `char` is no value of tracing's own, and a byte string none at all.
        Expr::Lit(lit) => matches!(
            lit.lit,
            Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_)
        ),
        Expr::Group(inner) => is_literal(&inner.expr),
        Expr::Paren(inner) => is_literal(&inner.expr),
        _ => false,
    }
}

/// Faults, or the plan that has none.
pub(super) fn gate(plan: CheckedPlan, faults: Vec<Fault>) -> Result<CheckedPlan, Vec<Fault>> {
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(faults)
    }
}
