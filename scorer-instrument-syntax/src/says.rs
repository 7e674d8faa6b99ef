//! What the name of an expression's value says: whether the name of a field or in a message shows what is recorded.

use syn::ext::IdentExt;
use syn::{Expr, Member, Stmt};

use crate::expr::{CONVERSIONS, owner};
use crate::origin::is_holder;
use crate::{each, plan};
use scorer_instrument_policy::Policy;

/// How much a name says about a value, ordered from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// What it is: `commit_hash`, `user.id`.
    Something,
    /// Nothing, like the short name of a local variable: `x`, `text`.
    Nothing,
    /// Nothing, because it is one letter or only says that a text is there: `p`, `entered`, `line`.
    Unnamed,
    /// Nothing, and the value could be anything: `key`, `body`.
    Vague,
    /// That it is no text: a number or a flag about something that must not be recorded, such as `token_count`, or an
    /// attribute that holds content as it came, `db.query.text`.
    NoText,
}

impl Says {
    /// Returns what the name of a field says.
    pub fn of_name(policy: &Policy, name: &str) -> Self {
        if policy.promised(name).is_some() || policy.is_raw(name) {
            Self::NoText
        } else if policy.is_vague(name) {
            Self::Vague
        } else if policy.is_unnamed(name) {
            Self::Unnamed
        } else if policy.says_nothing(name) {
            Self::Nothing
        } else {
            Self::Something
        }
    }

    /// Returns what the name of an expression's value says.
    pub fn of(policy: &Policy, expr: &Expr) -> Self {
        match expr {
            Expr::Path(path) => match path.path.segments.last() {
                Some(last) => {
                    let name = last.ident.unraw().to_string();
                    let before = path.path.segments.iter().rev().nth(1);
                    let before = before.map(|before| before.ident.unraw().to_string());
                    named(policy, before.as_deref(), &name)
                }
                None => Self::Something,
            },
            Expr::Field(field) => match &field.member {
                Member::Named(member) => named(
                    policy,
                    owner(&field.base).as_deref(),
                    &member.unraw().to_string(),
                ),
                Member::Unnamed(_) => Self::of(policy, &field.base),
            },
            Expr::MethodCall(call) => Self::of_method(policy, call),
            Expr::Call(call) => Self::of_call(policy, call),
            Expr::Reference(inner) => Self::of(policy, &inner.expr),
            Expr::Paren(inner) => Self::of(policy, &inner.expr),
            Expr::Group(inner) => Self::of(policy, &inner.expr),
            Expr::Try(inner) => Self::of(policy, &inner.expr),
            Expr::Await(inner) => Self::of(policy, &inner.base),
            Expr::Unary(inner) => Self::of(policy, &inner.expr),
            Expr::Index(inner) => Self::of(policy, &inner.expr),
            Expr::Binary(inner) => {
                Self::of(policy, &inner.left).max(Self::of(policy, &inner.right))
            }
            Expr::If(inner) => {
                let other = inner.else_branch.as_ref();
                let other = other.map_or(Self::Something, |(_, other)| Self::of(policy, other));
                Self::of_block(policy, &inner.then_branch).max(other)
            }
            Expr::Match(inner) => {
                let mut least = Self::Something;
                for arm in &inner.arms {
                    least = least.max(Self::of(policy, &arm.body));
                }
                least
            }
            Expr::Block(inner) => Self::of_block(policy, &inner.block),
            Expr::Unsafe(inner) => Self::of_block(policy, &inner.block),
            // A literal, a number by its cast, or a `format!` whose operands are checked one by one.
            _ => Self::Something,
        }
    }

    fn of_block(policy: &Policy, block: &syn::Block) -> Self {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => Self::of(policy, value),
            _ => Self::Something,
        }
    }

    /// Judges a method call. If the receiver's name says nothing, neither does the call, unless the method's name is
    /// known to be safe.
    fn of_method(policy: &Policy, call: &syn::ExprMethodCall) -> Self {
        let method = call.method.unraw().to_string();
        if policy.declassifies(&method) {
            return Self::Something;
        }
        if policy.is_known(&method) && call.args.is_empty() {
            return Self::Something;
        }
        if policy.is_vague_function(&method) {
            return named(policy, owner(&call.receiver).as_deref(), &method);
        }
        let receiver = Self::of(policy, &call.receiver);
        let passes_on = policy.is_action(&method)
            || policy.makes_text(&method)
            || policy.is_transparent(&method)
            || CONVERSIONS.contains(&method.as_str())
            || OF_TEXT.contains(&method.as_str());
        if matches!(receiver, Self::Nothing | Self::Unnamed) && !passes_on {
            return Self::Something;
        }
        receiver
    }

    fn of_call(policy: &Policy, call: &syn::ExprCall) -> Self {
        let Expr::Path(function) = &*call.func else {
            return Self::Something;
        };
        let Some(last) = function.path.segments.last() else {
            return Self::Something;
        };
        let name = last.ident.unraw().to_string();
        if policy.declassifies(&name) {
            return Self::Something;
        }
        let converts = CONVERSIONS.contains(&name.as_str())
            || policy.makes_text(&name)
            || policy.is_action(&name);
        if converts || name == "Some" || name == "Ok" {
            let mut said = Self::Something;
            for argument in each(&call.args) {
                if !plan::is_literal(argument) {
                    said = said.max(Self::of(policy, argument));
                }
            }
            return said;
        }
        if policy.is_vague_function(&name) {
            Self::Vague
        } else {
            Self::Something
        }
    }

    /// Whether rustc has to check that a value is not text. This applies if one of the names promises this, or if
    /// neither the field's name nor the value's says what it is, and one of them could be anything. The name that says
    /// more decides.
    #[must_use]
    pub fn needs_no_text(self, value: Self) -> bool {
        self.max(value) == Self::NoText
            || self.min(value) != Self::Something && self.max(value) >= Self::Unnamed
    }

    /// Whether rustc has to check that a value is not text that is recorded under its own name.
    #[must_use]
    pub fn is_unproven(self) -> bool {
        self >= Self::Unnamed
    }
}

/// Methods of the standard library that return the text that they are called on, or a part of it.
pub const OF_TEXT: &[&str] = &[
    "trim",
    "trim_start",
    "trim_end",
    "trim_matches",
    "trim_start_matches",
    "trim_end_matches",
    "trim_ascii",
    "strip_prefix",
    "strip_suffix",
    "to_uppercase",
    "to_lowercase",
    "to_ascii_uppercase",
    "to_ascii_lowercase",
    "replace",
    "replacen",
    "repeat",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "as_deref",
    "split_at",
    "split_once",
    "into_boxed_str",
];

/// Judges a name together with what precedes it: `commit.hash` says something, `entry.key` nothing.
fn named(policy: &Policy, owner: Option<&str>, name: &str) -> Says {
    let alone = Says::of_name(policy, name);
    if matches!(alone, Says::Something | Says::NoText) {
        return alone;
    }
    let telling = owner
        .filter(|owner| !is_holder(owner))
        .is_some_and(|owner| Says::of_name(policy, owner) == Says::Something && !is_keyword(owner));
    if telling { Says::Something } else { alone }
}

fn is_keyword(owner: &str) -> bool {
    matches!(owner, "self" | "Self" | "super" | "crate")
}
