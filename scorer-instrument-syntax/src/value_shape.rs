//! The shape of an expression's value, and the names that it makes safe.

use syn::ext::IdentExt;
use syn::{BinOp, Expr, Lit, UnOp};

use crate::types::{self, Shape};
use scorer_instrument_policy::{Class, Policy, Scalar, Strength, Verdict};

/// Returns the shape of an expression's value, as far as its form shows.
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
        Expr::Cast(cast) => types::shape(&cast.ty, &syn::Generics::default()),
        Expr::Unary(unary) => match unary.op {
            UnOp::Not(_) | UnOp::Neg(_) | UnOp::Deref(_) => shape(policy, &unary.expr, argument),
            _ => Shape::Other,
        },
        Expr::Binary(binary) if is_comparison(&binary.op) => Shape::Bool,
        Expr::Binary(binary) => shape(policy, &binary.left, argument),
        Expr::MethodCall(call) => match policy.scalar(&call.method.unraw().to_string()) {
            Some(Scalar::Flag) => Shape::Bool,
            Some(Scalar::Count) => Shape::Integer,
            None => Shape::Other,
        },
        // rustc checks that a flag is a `bool`. What a function counts may be of any type that is not text.
        Expr::Call(call) => match &*call.func {
            Expr::Path(path)
                if path.path.segments.last().is_some_and(|last| {
                    policy.scalar(&last.ident.unraw().to_string()) == Some(Scalar::Flag)
                }) =>
            {
                Shape::Bool
            }
            _ => Shape::Other,
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

/// Whether a name with this verdict is safe for a value of this shape.
///
/// A `bool` reveals nothing about the thing that it is named after. An integer is a count or an id, unless the word
/// stands for a number that is itself sensitive.
pub fn fits(verdict: &Verdict, shape: Shape) -> bool {
    match (verdict, shape) {
        (Verdict::Fit, _) | (_, Shape::Bool) => true,
        (Verdict::Refused(refusal), Shape::Integer) => refusal.strength == Strength::Soft,
        // `passport_id: Uuid` is the id of a row, not a number that a state issued. The id of a session may give
        // access.
        (Verdict::Refused(refusal), Shape::Id) => {
            refusal.strength == Strength::Soft
                && matches!(refusal.class, Class::Pii | Class::Health)
        }
        // `tan: f64`: a fraction does not give access.
        (Verdict::Refused(refusal), Shape::Float) => {
            matches!(refusal.class, Class::Credential | Class::Secret)
        }
        _ => false,
    }
}

/// Whether an operator returns a `bool`, whatever its operands are.
pub(super) fn is_comparison(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
    )
}
