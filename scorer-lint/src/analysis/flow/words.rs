//! What the name of a function, a method or a local says of what is in its value.

use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::says::OF_TEXT;
use syn::ext::IdentExt;
use syn::{Expr, ExprCall, Lit, Path};

/// What a call is given.
pub(super) type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// The last name of a path: `get_user` of `db::get_user`.
pub(super) fn last_name(path: &Path) -> String {
    path.segments
        .last()
        .map(|last| last.ident.unraw().to_string())
        .unwrap_or_default()
}

/// The path of the function that is called, where it is called by one.
pub(super) fn called(call: &ExprCall) -> Option<&Path> {
    match &*call.func {
        Expr::Path(path) => Some(&path.path),
        _ => None,
    }
}

/// Functions and methods whose result holds what they were given, beside those that make text of it and those of
/// [`OF_TEXT`].
const CARRIES: &[&str] = &[
    "from",
    "into",
    "try_from",
    "try_into",
    "from_iter",
    "as_ref",
    "as_mut",
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
    "unwrap",
    "expect",
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
    "pop",
    "pop_front",
    "pop_back",
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
    "rsplit_once",
    "split_whitespace",
    "collect",
    "concat",
    "join",
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
    "lock",
    "read",
    "write",
    "min",
    "max",
    "zip",
    "chain",
    "take_while",
    "skip_while",
    "encode",
    "decode",
    "leak",
    "hash",
];

/// Methods whose argument ends up in the value as well.
pub(super) const ADDS: &[&str] = &[
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

/// Whether a function does something with what its name names, and returns what came of it: `verify_..` and `.._remove`,
/// unlike `get_..`.
pub(super) fn acts(name: &str) -> bool {
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
    let ends = name.split_once('_').zip(name.rsplit_once('_'));
    ends.is_some_and(|((first, _), (_, last))| {
        ACTS.contains(&first) || (last != "on" && ACTS.contains(&last))
    })
}

/// A function by its path; a constructor carries only where it does nothing but wrap.
pub(super) fn function_carries(policy: &Policy, path: &Path) -> bool {
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

/// Whether what a function or a method of this name returns still holds what it was given.
pub(super) fn carries(policy: &Policy, name: &str) -> bool {
    CARRIES.contains(&name) || OF_TEXT.contains(&name) || policy.makes_text(name)
}

/// `"x-request-id"`, `header::AUTHORIZATION`.
pub(super) fn is_key(argument: &Expr) -> bool {
    match argument {
        Expr::Lit(lit) => matches!(lit.lit, Lit::Str(_)),
        Expr::Path(path) => !last_name(&path.path).contains(char::is_lowercase),
        Expr::Reference(inner) => is_key(&inner.expr),
        _ => false,
    }
}

/// Whether a method fetches something by its key: `get`, `try_get`, `header`.
pub(super) fn is_lookup(name: &str) -> bool {
    name.starts_with("get")
        || name.starts_with("try_get")
        || matches!(
            name,
            "header" | "var" | "remove" | "value_of" | "pointer" | "index"
        )
}

/// Whether a value is an error, by what it is called: its text says what went wrong.
pub(super) fn is_called_an_error(name: &str) -> bool {
    matches!(
        name.rsplit('_').next().unwrap_or_default(),
        "err" | "error" | "rejection"
    )
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
            | "location"
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

/// Methods that hand on what a function makes of what they are called on.
pub(super) fn is_mapping(method: &str) -> bool {
    matches!(
        method,
        "map" | "and_then" | "filter_map" | "flat_map" | "map_or" | "map_or_else"
    )
}
