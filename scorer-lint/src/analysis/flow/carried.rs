//! What of an expression's parts is still in its value: `find_user(&email)` is a user, `email.trim()` is still the email.
//!
//! The compiler can afford to refuse the first, since it says so before anything runs; a reviewer cannot.

use proc_macro2::TokenTree;
use scorer_instrument_policy::{Policy, Verdict};
use scorer_instrument_syntax::format;
use syn::ext::IdentExt;
use syn::{Expr, ExprCall, ExprMethodCall, Ident};

use super::words::{
    ADDS, Arguments, acts, called, carries, function_carries, is_called_an_error, is_key,
    is_lookup, is_mapping, last_name,
};

/// Leaves only what is still in the value. `bound`: the value is bound to a name rather than recorded at once, so that a method of its own
/// making is no part of it either.
pub(super) fn keep(policy: &Policy, expr: &mut Expr, bound: bool) {
    match expr {
        Expr::Call(call) => {
            if let Some(other) = keep_of_call(policy, call, bound) {
                *expr = other;
            }
        }
        Expr::MethodCall(call) => {
            if let Some(other) = keep_of_method(policy, call, bound) {
                *expr = other;
            }
        }
        Expr::If(conditional) => {
            keep_of_condition(policy, &mut conditional.cond);
            keep_of_block(policy, &mut conditional.then_branch, bound);
            if let Some((_, other)) = &mut conditional.else_branch {
                keep(policy, other, bound);
            }
        }
        // The values of `json!({ .. })` and `vec![..]` are what they hold.
        Expr::Macro(mac) => {
            let values = match last_name(&mac.mac.path).as_str() {
                "json" => json_values(mac),
                "vec" => vec_values(mac),
                _ => None,
            };
            if let Some(values) = values {
                *expr = syn::parse_quote!([#(#values),*]);
                keep(policy, expr, bound);
            } else if policy.makes_text(&last_name(&mac.mac.path)) {
                keep_of_format(policy, mac);
            }
        }
        // Of what a function returned, the member that is taken decides.
        Expr::Field(field) => {
            if let syn::Member::Named(member) = &field.member
                && !policy.is_transparent(&member.unraw().to_string())
                && is_call(&field.base)
            {
                *field.base = syn::parse_quote!(());
            }
        }
        // What is matched is what the arms bind: of a call, what it returns.
        Expr::Match(matched) => {
            keep(policy, &mut matched.expr, true);
            for arm in &mut matched.arms {
                keep(policy, &mut arm.body, bound);
            }
        }
        Expr::Block(block) => keep_of_block(policy, &mut block.block, bound),
        Expr::Reference(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Paren(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Group(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Cast(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Try(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Await(inner) => keep(policy, &mut inner.base, bound),
        Expr::Unary(inner) => keep(policy, &mut inner.expr, bound),
        Expr::Tuple(tuple) => tuple
            .elems
            .iter_mut()
            .for_each(|elem| keep(policy, elem, bound)),
        Expr::Array(array) => array
            .elems
            .iter_mut()
            .for_each(|elem| keep(policy, elem, bound)),
        Expr::Binary(binary) => {
            keep(policy, &mut binary.left, bound);
            keep(policy, &mut binary.right, bound);
        }
        _ => {}
    }
}

/// The values of `{ "key": value, .. }`, where none of them nests.
fn json_values(mac: &syn::ExprMacro) -> Option<Vec<Expr>> {
    let pairs = |input: syn::parse::ParseStream<'_>| {
        let inside;
        syn::braced!(inside in input);
        inside.parse_terminated(
            |pair| {
                pair.parse::<Expr>()?;
                pair.parse::<syn::Token![:]>()?;
                pair.parse::<Expr>()
            },
            syn::Token![,],
        )
    };
    let pairs = syn::parse::Parser::parse2(pairs, mac.mac.tokens.clone()).ok()?;
    Some(pairs.into_iter().collect())
}

/// What `format!("..", a, b)` prints.
fn keep_of_format(policy: &Policy, mac: &mut syn::ExprMacro) {
    let parsed = syn::parse::Parser::parse2(format::parse, mac.mac.tokens.clone());
    if let Ok(mut arguments) = parsed {
        for argument in &mut arguments.values {
            keep(policy, &mut argument.value, false);
        }
        mac.mac.tokens = arguments.tokens();
    }
}

/// The values of `vec![a, b]` and `vec![a; n]`.
fn vec_values(mac: &syn::ExprMacro) -> Option<Vec<Expr>> {
    let list = |input: syn::parse::ParseStream<'_>| {
        let mut values = Vec::new();
        while !input.is_empty() {
            values.push(input.parse::<Expr>()?);
            if input.peek(syn::Token![;]) {
                input.parse::<proc_macro2::TokenStream>()?;
            } else if !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
            }
        }
        Ok(values)
    };
    syn::parse::Parser::parse2(list, mac.mac.tokens.clone()).ok()
}

/// What is matched in a condition: `if let Ok(n) = check(&password).await`.
fn keep_of_condition(policy: &Policy, condition: &mut Expr) {
    match condition {
        Expr::Let(matched) => keep(policy, &mut matched.expr, true),
        Expr::Binary(binary) => {
            keep_of_condition(policy, &mut binary.left);
            keep_of_condition(policy, &mut binary.right);
        }
        Expr::Paren(inner) => keep_of_condition(policy, &mut inner.expr),
        _ => {}
    }
}

fn is_call(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_) | Expr::MethodCall(_) => true,
        Expr::Try(inner) => is_call(&inner.expr),
        Expr::Await(inner) => is_call(&inner.base),
        Expr::Paren(inner) => is_call(&inner.expr),
        _ => false,
    }
}

fn keep_of_block(policy: &Policy, block: &mut syn::Block, bound: bool) {
    if let Some(syn::Stmt::Expr(value, None)) = block.stmts.last_mut() {
        keep(policy, value, bound);
    }
}

/// What stands in a call's place, where that is something else.
fn keep_of_call(policy: &Policy, call: &mut ExprCall, bound: bool) -> Option<Expr> {
    if let Expr::Path(path) = &mut *call.func
        && let Some(last) = path.path.segments.last_mut()
        && let Some(name) = without_key(&last.ident)
    {
        last.ident = name;
    }
    without_module(policy, call);
    let path = called(call).cloned();
    let name = path.as_ref().map(last_name).unwrap_or_default();
    if path.as_ref().is_some_and(is_pointer_to) {
        let mut inner = call.args.first()?.clone();
        keep(policy, &mut inner, bound);
        return Some(inner);
    }
    if path.as_ref().is_some_and(makes_an_error) {
        return Some(nothing());
    }
    // `env::var("..")`: the key says what it is.
    if is_lookup(&name) && call.args.iter().all(is_key) {
        return None;
    }
    // `HeaderValue::from_static("none")`: what is written out is nobody's.
    if path.as_ref().is_some_and(is_of_type) && is_written_out(&call.args) {
        return Some(nothing());
    }
    if path.is_none_or(|path| function_carries(policy, &path)) {
        for argument in &mut call.args {
            keep(policy, argument, bound);
        }
        return None;
    }
    if acts(&name) {
        return Some(nothing());
    }
    call.args.clear();
    None
}

/// `headers::content_length(&value)` is a length, whatever its module is about; `api_key::get()` says what it gets there alone.
fn without_module(policy: &Policy, call: &mut ExprCall) {
    let Expr::Path(path) = &mut *call.func else {
        return;
    };
    let segments = &path.path.segments;
    let is_module = |ident: &Ident| ident.to_string().starts_with(char::is_lowercase);
    let mut names = segments.iter().rev().map(|segment| &segment.ident);
    if let (Some(last), Some(owner)) = (names.next(), names.next())
        && is_module(owner)
        && last.to_string().contains('_')
        && !policy.is_action(&last.to_string())
    {
        let last = segments[segments.len() - 1].clone();
        path.path = last.into();
    }
}

/// The same of a method's call.
fn keep_of_method(policy: &Policy, call: &mut ExprMethodCall, bound: bool) -> Option<Expr> {
    if let Some(name) = without_key(&call.method) {
        call.method = name;
    }
    // An iterator's `zip` is no postal code.
    if call.method == "zip" && call.args.len() == 1 {
        call.method = Ident::new("chain", call.method.span());
    }
    let name = call.method.unraw().to_string();
    if tells_of(&call.receiver, &name, &call.args) {
        return Some(nothing());
    }
    if let Some(mut result) = mapped(policy, &name, &call.args) {
        keep(policy, &mut result, bound);
        return Some(result);
    }
    let carries = carries(policy, &name) || is_mapping(&name);
    if !carries && is_metadata(policy, &call.receiver, &name) {
        return Some(nothing());
    }
    if !carries && is_getter_of_result(policy, call, &name) {
        *call.receiver = nothing();
    } else if carries || !bound {
        keep(policy, &mut call.receiver, bound);
    }
    if policy.makes_text(&name) || ADDS.contains(&name.as_str()) {
        for argument in &mut call.args {
            keep(policy, argument, bound);
        }
        return None;
    }
    if is_lookup(&name) && !call.args.is_empty() && call.args.iter().all(is_key) {
        // Which part of the whole it is, the key says: `headers.get("x-request-id")`.
        *call.receiver = nothing();
        return None;
    }
    call.args.clear();
    if acts(&name) {
        return Some(nothing());
    }
    let method = &call.method;
    (bound && !carries && !is_lookup(&name)).then(|| syn::parse_quote!(#method()))
}

/// `connection.info().host()`: of what a call returned, the getter that is called on it decides, as a member does.
fn is_getter_of_result(policy: &Policy, call: &ExprMethodCall, name: &str) -> bool {
    call.args.is_empty()
        && is_call(&call.receiver)
        && !policy.is_transparent(name)
        && !policy.makes_text(name)
}

/// A value that holds nothing.
fn nothing() -> Expr {
    syn::parse_quote!(())
}

/// `token.id()`, `key_pair.algorithm()`: which harmless part of the thing it is, the method says.
fn is_metadata(policy: &Policy, receiver: &Expr, method: &str) -> bool {
    let owner = match receiver {
        Expr::Path(path) => Some(last_name(&path.path)),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(member) => Some(member.unraw().to_string()),
            syn::Member::Unnamed(_) => None,
        },
        _ => None,
    };
    owner.is_some_and(|owner| {
        !policy.is_transparent(method)
            && !policy.makes_text(method)
            && policy.name(&format!("{owner}.{method}")) == Verdict::Fit
    })
}

/// What a mapping makes of its receiver, where that is something else: `cred.id` for `.map(|cred| cred.id)`.
fn mapped(policy: &Policy, method: &str, arguments: &Arguments) -> Option<Expr> {
    if !is_mapping(method) {
        return None;
    }
    match arguments.last()? {
        Expr::Closure(closure) => {
            let handed_on = closure.inputs.iter().any(
                |input| matches!(input, syn::Pat::Ident(bound) if hands_on(policy, &closure.body, &bound.ident)),
            );
            (!handed_on).then(|| (*closure.body).clone())
        }
        Expr::Path(path) if !function_carries(policy, &path.path) => Some(nothing()),
        _ => None,
    }
}

/// Whether an expression's value holds a name's.
fn hands_on(policy: &Policy, expr: &Expr, name: &Ident) -> bool {
    match expr {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::MethodCall(call) => {
            carries(policy, &call.method.unraw().to_string())
                && hands_on(policy, &call.receiver, name)
        }
        Expr::Call(call) => {
            called(call).is_some_and(|path| function_carries(policy, path))
                && call
                    .args
                    .iter()
                    .any(|argument| hands_on(policy, argument, name))
        }
        Expr::Macro(mac) => {
            policy.makes_text(&last_name(&mac.mac.path)) && prints(&mac.mac.tokens, name)
        }
        Expr::Index(inner) => hands_on(policy, &inner.expr, name),
        Expr::Block(block) => match block.block.stmts.last() {
            Some(syn::Stmt::Expr(value, None)) => hands_on(policy, value, name),
            _ => false,
        },
        Expr::Reference(inner) => hands_on(policy, &inner.expr, name),
        Expr::Paren(inner) => hands_on(policy, &inner.expr, name),
        Expr::Try(inner) => hands_on(policy, &inner.expr, name),
        _ => false,
    }
}

/// Whether a format string's arguments are or capture a name.
fn prints(tokens: &proc_macro2::TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Literal(literal) => match syn::Lit::new(literal) {
            syn::Lit::Str(text) => format::captures_name(&text.value(), &name.unraw().to_string()),
            _ => false,
        },
        TokenTree::Group(group) => prints(&group.stream(), name),
        TokenTree::Punct(_) => false,
    })
}

/// What a function is called after: `find_user` for `find_user_by_email`, nothing for `find_by_email`.
fn without_key(name: &Ident) -> Option<Ident> {
    const MARKS: &[&str] = &["_by_", "_for_", "_with_", "_from_", "_using_", "_via_"];
    let text = name.unraw().to_string();
    let end = MARKS.iter().filter_map(|mark| text.find(mark)).min()?;
    let ident = syn::parse_str::<Ident>(&text[..end]).ok()?;
    Some(Ident::new(&ident.to_string(), name.span()))
}

/// `key_file.display()` is where it lies, since the method is a path's; `rejection.body_text()` is what was wrong with it.
fn tells_of(receiver: &Expr, method: &str, arguments: &Arguments) -> bool {
    let is_error =
        matches!(receiver, Expr::Path(path) if is_called_an_error(&last_name(&path.path)));
    arguments.is_empty() && (is_error || method == "display")
}

/// `Box::pin(future)`: what it gives is what the future gives.
fn is_pointer_to(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|name| name == "pin")
        && names
            .next()
            .is_some_and(|owner| matches!(owner.to_string().as_str(), "Box" | "Arc" | "Rc" | "pin"))
}

/// `LoginError::Token(..)`: an error, whatever the variant is called.
fn makes_an_error(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    names
        .next()
        .is_some_and(|name| name.to_string().starts_with(char::is_uppercase))
        && names
            .next()
            .is_some_and(|owner| owner.to_string().ends_with("Error"))
}

/// `Type::function`.
fn is_of_type(path: &syn::Path) -> bool {
    let mut owners = path.segments.iter().rev().skip(1);
    owners.next().is_some_and(|owner| {
        let owner = owner.ident.to_string();
        owner.starts_with(char::is_uppercase) && owner.contains(char::is_lowercase)
    })
}

/// Whether a function is given literals, and nothing else.
fn is_written_out(arguments: &Arguments) -> bool {
    !arguments.is_empty()
        && arguments
            .iter()
            .all(|argument| matches!(argument, Expr::Lit(_)))
}
