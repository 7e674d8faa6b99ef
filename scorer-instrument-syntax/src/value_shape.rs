//! The shape of an expression's value, and the names that it makes fit.

use syn::ext::IdentExt;
use syn::{BinOp, Expr, Lit, UnOp};

use crate::types::{self, Shape};
use scorer_instrument_policy::{Policy, Scalar, Strength, Verdict};

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

/// The scalar that the name of a method promises as the expression's value.
pub fn promised(policy: &Policy, expr: &Expr) -> Option<Scalar> {
    match expr {
        Expr::Paren(inner) => promised(policy, &inner.expr),
        Expr::Group(inner) => promised(policy, &inner.expr),
        Expr::Reference(inner) => promised(policy, &inner.expr),
        Expr::Unary(inner) => promised(policy, &inner.expr),
        Expr::Binary(inner) => promised(policy, &inner.left)
            .filter(|scalar| *scalar == Scalar::Count && !is_comparison(&inner.op)),
        Expr::MethodCall(call) => policy.scalar(&call.method.unraw().to_string()),
        _ => None,
    }
}

/// Whether an operator yields a `bool`, whatever stands on its sides.
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
