//! What the rules on recorded values share: whether a name and its value are fit together.

use scorer_instrument_policy::{Class, Policy, Refusal, Verdict};
use scorer_instrument_syntax::value_shape;
use syn::Expr;
use syn::ext::IdentExt;

use crate::analysis::code::Code;
use crate::analysis::flow::{Flow, UnfitRead};
use crate::source::slice;
use crate::source::{TokenKind, Tokens};

/// What stands against recording a value under a name.
pub(crate) enum Unfit {
    /// The name says it.
    Name(Refusal),
    /// The value does.
    Value(UnfitRead),
}

/// Judges a field: its name, and what is recorded under it.
pub(crate) fn field(
    code: &Code<'_>,
    flow: &Flow<'_>,
    name: Option<&str>,
    value: &Tokens,
    shorthand: bool,
) -> Vec<Unfit> {
    if shorthand && value.len() == 1 && code.file.token(value.start).kind == TokenKind::Ident {
        return flow
            .judge_name(value.start)
            .into_iter()
            .map(Unfit::Value)
            .collect();
    }
    let parsed = slice::expr(code.file, value);
    if parsed
        .as_ref()
        .is_some_and(|slice| is_empty(&slice.parsed) || is_constant(&slice.parsed))
    {
        return Vec::new();
    }
    let says_nothing = parsed
        .as_ref()
        .is_some_and(|slice| flow.says_nothing(&slice.parsed, value.start));
    if says_nothing {
        return Vec::new();
    }
    let found = match &parsed {
        Some(slice) => flow.judge_parsed(slice.clone(), value),
        None => Vec::new(),
    };
    // A shorthand's name is its value: one finding serves.
    if shorthand || !found.is_empty() {
        return found.into_iter().map(Unfit::Value).collect();
    }
    let Some(Verdict::Refused(refusal)) = name.map(|name| code.policy.name(name)) else {
        return Vec::new();
    };
    if refusal.class == Class::Vague {
        return Vec::new();
    }
    if let (Some(slice), Some(name)) = (&parsed, name) {
        let shape = value_shape::shape(code.policy, &slice.parsed, &|argument| {
            flow.shape_of(argument)
        });
        if value_shape::fits(&Verdict::Refused(refusal.clone()), shape)
            || names_a_part(code.policy, name, &slice.parsed)
        {
            return Vec::new();
        }
    }
    vec![Unfit::Name(refusal)]
}

/// `field::Empty`: filled later, and judged there.
fn is_empty(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Empty" || last.ident == "None"))
}

/// A constant that is written out says nothing of anybody.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Reference(inner) => is_constant(&inner.expr),
        Expr::Paren(inner) => is_constant(&inner.expr),
        _ => false,
    }
}

/// `token = %token.id`: the member says which harmless part of the thing is recorded.
fn names_a_part(policy: &Policy, name: &str, value: &Expr) -> bool {
    match value {
        Expr::Field(field) => match &field.member {
            syn::Member::Named(member) => part(policy, name, &member.unraw().to_string()),
            syn::Member::Unnamed(_) => false,
        },
        Expr::MethodCall(call) => {
            let method = call.method.unraw().to_string();
            part(policy, name, &method) || names_a_part(policy, name, &call.receiver)
        }
        Expr::Reference(inner) => names_a_part(policy, name, &inner.expr),
        Expr::Paren(inner) => names_a_part(policy, name, &inner.expr),
        _ => false,
    }
}

fn part(policy: &Policy, name: &str, member: &str) -> bool {
    !policy.is_transparent(member) && policy.name(&format!("{name}.{member}")) == Verdict::Fit
}
