//! What of an expression's parts is still in its value: `find_user(&email)` is a user, `email.trim()` is still the email.
//!
//! The compiler can afford to refuse the first, since it says so before anything runs; a reviewer cannot.

use scorer_instrument_policy::{Policy, Verdict};
use syn::ext::IdentExt;
use syn::{Expr, Ident, Lit};

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// Functions and methods whose result holds what they were given, beside those that make text of it.
const CARRIES: &[&str] = &[
    "from",
    "into",
    "try_from",
    "try_into",
    "from_iter",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_str",
    "as_bytes",
    "as_slice",
    "as_deref_mut",
    "borrow",
    "deref",
    "clone",
    "cloned",
    "copied",
    "to_owned",
    "to_vec",
    "into_inner",
    "into_string",
    "into_bytes",
    "into_boxed_str",
    "trim",
    "trim_start",
    "trim_end",
    "trim_matches",
    "trim_start_matches",
    "trim_end_matches",
    "strip_prefix",
    "strip_suffix",
    "to_lowercase",
    "to_uppercase",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "get",
    "get_mut",
    "first",
    "last",
    "next",
    "nth",
    "take",
    "skip",
    "rev",
    "iter",
    "into_iter",
    "iter_mut",
    "chars",
    "bytes",
    "char_indices",
    "lines",
    "split",
    "splitn",
    "rsplit",
    "split_once",
    "rsplit_once",
    "split_at",
    "split_whitespace",
    "collect",
    "concat",
    "join",
    "repeat",
    "replace",
    "chunks",
    "peekable",
    "filter",
    "get_or_insert_with",
    "context",
    "with_context",
    "map_err",
    "Some",
    "Ok",
    "Box",
    "Arc",
    "Rc",
    "Cow",
    "Borrowed",
    "Owned",
    "black_box",
    "identity",
    "truncate",
    "prefix",
    "suffix",
    "head",
    "tail",
    "display",
    "lock",
    "read",
    "write",
    "await",
    "min",
    "max",
    "zip",
    "chain",
    "take_while",
    "skip_while",
    "encode",
    "decode",
    "dbg",
    "leak",
    "hash",
];

/// Methods whose argument ends up in the value as well.
const ADDS: &[&str] = &[
    "unwrap_or",
    "or",
    "zip",
    "chain",
    "encode",
    "decode",
    "max",
    "min",
    "replace",
    "join",
    "concat",
];

/// Leaves only what is still in the value. `bound`: the value is bound to a name rather than recorded at once, so that a method of its own
/// making is no part of it either.
pub(super) fn keep(policy: &Policy, expr: &mut Expr, bound: bool) {
    match expr {
        Expr::Call(_) | Expr::MethodCall(_) => keep_of_call(policy, expr, bound),
        Expr::If(conditional) => {
            keep_of_block(policy, &mut conditional.then_branch, bound);
            if let Some((_, other)) = &mut conditional.else_branch {
                keep(policy, other, bound);
            }
        }
        // The values of `json!({ .. })` are what its text holds.
        Expr::Macro(mac) => {
            let is_json = mac
                .mac
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "json");
            if let Some(values) = json_values(mac).filter(|_| is_json) {
                *expr = syn::parse_quote!([#(#values),*]);
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
        Expr::Match(matched) => matched
            .arms
            .iter_mut()
            .for_each(|arm| keep(policy, &mut arm.body, bound)),
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

fn keep_of_call(policy: &Policy, expr: &mut Expr, bound: bool) {
    match expr {
        Expr::Call(call) => {
            if let Expr::Path(path) = &mut *call.func
                && let Some(last) = path.path.segments.last_mut()
                && let Some(name) = without_key(&last.ident)
            {
                last.ident = name;
            }
            let carries = match &*call.func {
                Expr::Path(path) => function_carries(policy, &path.path),
                _ => true,
            };
            let is_key_lookup = match &*call.func {
                Expr::Path(path) => path
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| is_lookup(&last.ident.to_string())),
                _ => false,
            };
            if let Expr::Path(path) = &*call.func
                && let Some(inner) = call.args.first_mut()
                && is_pointer_to(&path.path)
            {
                keep(policy, inner, bound);
                *expr = inner.clone();
            } else if matches!(&*call.func, Expr::Path(path) if makes_an_error(&path.path)) {
                *expr = syn::parse_quote!(());
            } else if is_key_lookup && call.args.iter().all(is_key) {
                // `env::var("..")`: the key says what it is.
            } else if carries {
                call.args
                    .iter_mut()
                    .for_each(|argument| keep(policy, argument, bound));
            } else if let Expr::Path(path) = &*call.func
                && path
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| acts(&last.ident.unraw().to_string()))
            {
                *expr = syn::parse_quote!(());
            } else {
                call.args.clear();
            }
        }
        Expr::MethodCall(call) => {
            if let Some(name) = without_key(&call.method) {
                call.method = name;
            }
            let name = call.method.unraw().to_string();
            if tells_of(&call.receiver, &name, &call.args) {
                *expr = syn::parse_quote!(());
                return;
            }
            if let Some(result) = mapped(policy, &name, &call.args) {
                *expr = result;
                keep(policy, expr, bound);
                return;
            }
            let carries = carries(policy, &name) || is_mapping(&name);
            if !carries && is_metadata(policy, &call.receiver, &name) {
                *expr = syn::parse_quote!(());
                return;
            }
            if carries || !bound {
                keep(policy, &mut call.receiver, bound);
            }
            if policy.makes_text(&name) || ADDS.contains(&name.as_str()) {
                call.args
                    .iter_mut()
                    .for_each(|argument| keep(policy, argument, bound));
                return;
            }
            if is_lookup(&name) && !call.args.is_empty() && call.args.iter().all(is_key) {
                // Which part of the whole it is, the key says: `headers.get("x-request-id")`.
                *call.receiver = syn::parse_quote!(());
                return;
            }
            call.args.clear();
            if acts(&name) {
                *expr = syn::parse_quote!(());
            } else if bound && !carries && !is_lookup(&name) {
                let method = call.method.clone();
                *expr = syn::parse_quote!(#method());
            }
        }
        _ => {}
    }
}

/// `token.id()`, `key_pair.algorithm()`: which harmless part of the thing it is, the method says.
fn is_metadata(policy: &Policy, receiver: &Expr, method: &str) -> bool {
    let owner = match receiver {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.unraw().to_string()),
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

/// Methods that hand on what a function makes of what they are called on.
fn is_mapping(method: &str) -> bool {
    matches!(
        method,
        "map" | "and_then" | "filter_map" | "flat_map" | "map_or" | "map_or_else"
    )
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
        Expr::Path(path) if !function_carries(policy, &path.path) => Some(syn::parse_quote!(())),
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
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                function_carries(policy, &path.path)
                    && call
                        .args
                        .iter()
                        .any(|argument| hands_on(policy, argument, name))
            }
            _ => false,
        },
        Expr::Macro(mac) => {
            let makes_text = mac.mac.path.segments.last();
            makes_text.is_some_and(|last| policy.makes_text(&last.ident.to_string()))
                && mac.mac.tokens.to_string().contains(&name.to_string())
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

/// What a function is called after: `find_user` for `find_user_by_email`, nothing for `find_by_email`.
fn without_key(name: &Ident) -> Option<Ident> {
    const MARKS: &[&str] = &["_by_", "_for_", "_with_", "_from_", "_using_", "_via_"];
    let text = name.unraw().to_string();
    let end = MARKS.iter().filter_map(|mark| text.find(mark)).min()?;
    let ident = syn::parse_str::<Ident>(&text[..end]).ok()?;
    Some(Ident::new(&ident.to_string(), name.span()))
}

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
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| policy.declassifies(&last.ident.unraw().to_string())),
            _ => false,
        },
        Expr::Reference(inner) => says_nothing(policy, &inner.expr),
        Expr::Paren(inner) => says_nothing(policy, &inner.expr),
        Expr::Group(inner) => says_nothing(policy, &inner.expr),
        Expr::Cast(inner) => says_nothing(policy, &inner.expr),
        Expr::Try(inner) => says_nothing(policy, &inner.expr),
        Expr::Await(inner) => says_nothing(policy, &inner.base),
        Expr::Unary(inner) => says_nothing(policy, &inner.expr),
        Expr::Binary(binary) => {
            use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
            matches!(
                binary.op,
                And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)
            ) || (says_nothing(policy, &binary.left) && says_nothing(policy, &binary.right))
        }
        Expr::Macro(mac) => mac
            .mac
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "matches" || last.ident == "cfg"),
        _ => false,
    }
}

/// `map(|last| last.is_whitespace())`, `map(str::len)`, `and_then(redact)`: what is made of each says nothing.
fn ends_in_nothing(policy: &Policy, method: &str, arguments: &Arguments) -> bool {
    let maps = matches!(
        method,
        "map" | "and_then" | "filter_map" | "flat_map" | "map_or" | "map_or_else"
    );
    match arguments.last().filter(|_| maps) {
        Some(Expr::Closure(closure)) => says_nothing(policy, &closure.body),
        Some(Expr::Path(path)) => path
            .path
            .segments
            .last()
            .is_some_and(|last| policy.declassifies(&last.ident.unraw().to_string())),
        _ => false,
    }
}

/// Whether a value is an error, by what it is called: its text says what went wrong.
pub(super) fn is_called_an_error(name: &str) -> bool {
    matches!(
        name.rsplit('_').next().unwrap_or_default(),
        "err" | "error" | "rejection"
    )
}

/// `key_file.display()` is where it lies, `rejection.body_text()` what was wrong with it.
fn tells_of(receiver: &Expr, method: &str, arguments: &Arguments) -> bool {
    let is_error = match receiver {
        Expr::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| is_called_an_error(&name.unraw().to_string())),
        _ => false,
    };
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

/// Whether a local's own name says that what it was made from cannot be read in it any more.
pub(super) fn is_called_masked(name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    let last = name.rsplit('_').next().unwrap_or_default();
    [first, last].iter().any(|word| {
        matches!(
            *word,
            "masked" | "redacted" | "obfuscated" | "sanitized" | "censored" | "anonymized"
        )
    })
}

/// Whether a name says of anything that it is a fact about it and not the thing: `credentials_path`.
pub(super) fn is_called_a_fact(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or_default();
    matches!(
        last,
        "path"
            | "file"
            | "id"
            | "name"
            | "kind"
            | "type"
            | "len"
            | "length"
            | "count"
            | "size"
            | "present"
            | "status"
            | "version"
            | "scheme"
    )
}

/// Whether a value is a part of something: what stands before a separator, the first few bytes.
pub(super) fn takes_a_part(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            name.starts_with("split")
                || name.starts_with("rsplit")
                || matches!(name.as_str(), "next" | "nth" | "last" | "first" | "take")
                || is_lookup(&name)
                || takes_a_part(&call.receiver)
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| is_lookup(&last.ident.to_string())),
            _ => false,
        },
        Expr::Index(_) => true,
        Expr::Reference(inner) => takes_a_part(&inner.expr),
        Expr::Paren(inner) => takes_a_part(&inner.expr),
        Expr::Try(inner) => takes_a_part(&inner.expr),
        Expr::Await(inner) => takes_a_part(&inner.base),
        _ => false,
    }
}

/// Whether a value is what a function of that name returned: `db.add_user_with_token(..)`.
pub(super) fn is_result_of(expr: &Expr, function: &str) -> bool {
    match expr {
        Expr::MethodCall(call) => call.method == function || is_result_of(&call.receiver, function),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == function),
            _ => false,
        },
        Expr::Try(inner) => is_result_of(&inner.expr, function),
        Expr::Await(inner) => is_result_of(&inner.base, function),
        Expr::Paren(inner) => is_result_of(&inner.expr, function),
        _ => false,
    }
}

/// Whether a function does something with what its name names, and returns what came of it: `verify_..`, unlike `get_..`.
fn acts(name: &str) -> bool {
    const ACTS: &[&str] = &[
        "verify",
        "validate",
        "check",
        "authenticate",
        "authorize",
        "revoke",
        "delete",
        "remove",
        "rotate",
        "send",
        "store",
        "save",
        "insert",
        "update",
        "upsert",
        "handle",
        "process",
        "ensure",
        "require",
        "invalidate",
        "expire",
        "reject",
        "accept",
        "compare",
        "match",
        "register",
        "login",
        "logout",
        "on",
        "lookup",
        "search",
        "refresh",
        "notify",
        "submit",
        "audit",
        "sync",
    ];
    name.split_once('_')
        .is_some_and(|(first, _)| ACTS.contains(&first))
}

/// A function by its path; a constructor carries only where it does nothing but wrap.
fn function_carries(policy: &Policy, path: &syn::Path) -> bool {
    let mut names = path
        .segments
        .iter()
        .rev()
        .map(|segment| segment.ident.unraw().to_string());
    let Some(last) = names.next() else {
        return false;
    };
    if matches!(last.as_str(), "parse" | "from_str") {
        return names
            .next()
            .is_some_and(|ty| matches!(ty.as_str(), "Url" | "Uri"));
    }
    if last == "new" {
        return names.next().is_some_and(|ty| {
            matches!(
                ty.as_str(),
                "Box" | "Arc" | "Rc" | "Cow" | "Mutex" | "RwLock" | "RefCell"
            )
        });
    }
    carries(policy, &last)
}

fn carries(policy: &Policy, name: &str) -> bool {
    CARRIES.contains(&name) || policy.makes_text(name)
}

/// `"x-request-id"`, `header::AUTHORIZATION`.
fn is_key(argument: &Expr) -> bool {
    match argument {
        Expr::Lit(lit) => matches!(lit.lit, Lit::Str(_)),
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| !last.ident.to_string().contains(char::is_lowercase)),
        Expr::Reference(inner) => is_key(&inner.expr),
        _ => false,
    }
}

/// Whether a method fetches something by its key: `get`, `try_get`, `header`.
fn is_lookup(name: &str) -> bool {
    name.starts_with("get")
        || name.starts_with("try_get")
        || matches!(
            name,
            "header" | "var" | "remove" | "value_of" | "pointer" | "index"
        )
}
