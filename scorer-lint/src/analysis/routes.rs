//! What hands a handler to a router.

use crate::source::{Call, CallKind, File, TokenKind};

/// What names a router's handlers.
pub(crate) const ROUTERS: &[&str] = &[
    "route",
    "routes",
    "fallback",
    "api_route",
    "api_route_with",
    "at",
    "resource",
];

/// What adds a handler for a method of HTTP.
pub(crate) const METHODS: &[&str] = &[
    "get",
    "post",
    "put",
    "delete",
    "patch",
    "head",
    "options",
    "trace",
    "connect",
    "any",
    "on",
    "fallback",
    "to",
    "get_with",
    "post_with",
    "put_with",
    "delete_with",
    "patch_with",
];

/// Whether what stands here is an argument of a call that hands a handler to a router: `.route("/login", post(here))`.
pub(crate) fn is_handed_to_router(file: &File, at: u32) -> bool {
    let Some(call) = call_around(file, at) else {
        return false;
    };
    let name = file.word(call.name);
    if !METHODS.contains(&name) {
        // `routes!(here)`
        return call.kind == CallKind::Macro && ROUTERS.contains(&name);
    }
    // `Router::fallback` takes the handler itself.
    let is_method = call.kind == CallKind::Method;
    if is_method && name == "fallback" || call.resolved(file).contains("routing::") {
        return true;
    }
    call_around(file, call.whole.start).is_some_and(|around| {
        around.kind == CallKind::Method && ROUTERS.contains(&file.word(around.name))
    })
}

/// How many tokens are gone back to the call around a place.
const FARTHEST: usize = 512;

/// The innermost call in whose parentheses a token stands with no other brackets between.
fn call_around(file: &File, at: u32) -> Option<Call> {
    let open = bracket_around(file, at)?;
    let mut name = open.checked_sub(1)?;
    if file.is(name, b'!') {
        name = name.checked_sub(1)?;
    } else if file.is(name, b'>') {
        // `post::<_, _, (), _>(..)`
        let mut depth = 0_u32;
        for _ in 0..FARTHEST {
            match file.token(name).byte {
                b'>' => depth += 1,
                b'<' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            name = name.checked_sub(1)?;
        }
        name = name.checked_sub(3)?;
    }
    let call = Call::at(file, name)?;
    (call.arguments.start == open + 1).then_some(call)
}

/// The bracket that is open where a token stands.
pub(crate) fn bracket_around(file: &File, at: u32) -> Option<u32> {
    let mut at = at;
    for _ in 0..FARTHEST {
        at = at.checked_sub(1)?;
        match file.token(at).kind {
            TokenKind::Open => return Some(at),
            TokenKind::Close => at = file.mate(at),
            _ => {}
        }
    }
    None
}
