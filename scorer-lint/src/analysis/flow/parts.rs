//! What a value is of the one that it was made from: a part of it, what a function returned, nothing that can be read in it.

use scorer_instrument_policy::Policy;
use syn::ext::IdentExt;
use syn::{Expr, Lit};

use super::words::{Arguments, called, carries, is_key, is_lookup, is_mapping, last_name};

/// Whether a value says nothing of what its parts are called: a literal, a length, a comparison, what was masked.
pub(super) fn says_nothing(policy: &Policy, expr: &Expr) -> bool {
    match expr {
        Expr::Lit(lit) => !matches!(lit.lit, Lit::Str(_) | Lit::ByteStr(_)),
        Expr::MethodCall(call) => {
            let name = call.method.unraw().to_string();
            policy.declassifies(&name)
                || ends_in_nothing(policy, &name, &call.args)
                || (carries(policy, &name) && says_nothing(policy, &call.receiver))
        }
        Expr::Call(call) => called(call).is_some_and(|path| policy.declassifies(&last_name(path))),
        Expr::Reference(inner) => says_nothing(policy, &inner.expr),
        Expr::Paren(inner) => says_nothing(policy, &inner.expr),
        Expr::Group(inner) => says_nothing(policy, &inner.expr),
        Expr::Cast(inner) => says_nothing(policy, &inner.expr),
        Expr::Try(inner) => says_nothing(policy, &inner.expr),
        Expr::Await(inner) => says_nothing(policy, &inner.base),
        Expr::Unary(inner) => says_nothing(policy, &inner.expr),
        Expr::Binary(binary) => {
            use syn::BinOp::{And, Div, Eq, Ge, Gt, Le, Lt, Mul, Ne, Or, Rem, Shl, Shr};
            matches!(
                binary.op,
                And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)
                    // What is calculated is a number.
                    | Mul(_) | Div(_) | Rem(_) | Shl(_) | Shr(_)
            ) || (says_nothing(policy, &binary.left) && says_nothing(policy, &binary.right))
        }
        Expr::Macro(mac) => matches!(last_name(&mac.mac.path).as_str(), "matches" | "cfg"),
        _ => false,
    }
}

/// `map(|last| last.is_whitespace())`, `map(str::len)`, `and_then(redact)`: what is made of each says nothing.
fn ends_in_nothing(policy: &Policy, method: &str, arguments: &Arguments) -> bool {
    match arguments.last().filter(|_| is_mapping(method)) {
        Some(Expr::Closure(closure)) => says_nothing(policy, &closure.body),
        Some(Expr::Path(path)) => policy.declassifies(&last_name(&path.path)),
        _ => false,
    }
}

/// Whether a value is a part of something: what stands before a separator, the first few bytes.
pub(super) fn takes_a_part(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            name.starts_with("split")
                || name.starts_with("rsplit")
                || matches!(name.as_str(), "next" | "nth" | "last" | "first" | "take")
                || takes_by_key(&name, &call.args)
                || takes_a_part(&call.receiver)
        }
        Expr::Call(call) => {
            called(call).is_some_and(|path| takes_by_key(&last_name(path), &call.args))
        }
        Expr::Index(_) => true,
        Expr::Reference(inner) => takes_a_part(&inner.expr),
        Expr::Paren(inner) => takes_a_part(&inner.expr),
        Expr::Try(inner) => takes_a_part(&inner.expr),
        Expr::Await(inner) => takes_a_part(&inner.base),
        _ => false,
    }
}

/// `row.get(at)`, `headers.get_one("x-request-id")`; what `get_api_key()` gives is all that there is.
fn takes_by_key(name: &str, arguments: &Arguments) -> bool {
    matches!(name, "get" | "try_get" | "get_mut")
        || is_lookup(name) && !arguments.is_empty() && arguments.iter().all(is_key)
}

/// Whether a value is what a function of that name returned: `db.add_user_with_token(..)`.
pub(super) fn is_result_of(expr: &Expr, function: &str) -> bool {
    match expr {
        Expr::MethodCall(call) => call.method == function || is_result_of(&call.receiver, function),
        Expr::Call(call) => called(call).is_some_and(|path| last_name(path) == function),
        Expr::Try(inner) => is_result_of(&inner.expr, function),
        Expr::Await(inner) => is_result_of(&inner.base, function),
        Expr::Paren(inner) => is_result_of(&inner.expr, function),
        Expr::Match(matched) => matched
            .arms
            .iter()
            .any(|arm| is_result_of(&arm.body, function)),
        Expr::Block(block) => match block.block.stmts.last() {
            Some(syn::Stmt::Expr(value, None)) => is_result_of(value, function),
            _ => false,
        },
        _ => false,
    }
}
