//! `error!` beside an answer that says the client is at fault, and events that are told whether or not anything failed.

use crate::analysis::message;
use crate::analysis::set_up;
use crate::engine::cx::Cx;
use crate::engine::finding::Finding;
use crate::rule::{Level, Rule};
use crate::source::{Event, File, TokenKind, Tokens, top_level};

/// `error!(..)` in an arm, a closure or a branch that answers 401.
pub(super) fn answered(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let mut blames = None;
    for at in branch(file, event).unwrap_or_default() {
        if file.token(at).kind != TokenKind::Ident {
            continue;
        }
        match status(file, at) {
            Some(Status::Server) => return None,
            Some(found) => blames = blames.or(Some((found, at))),
            None => {}
        }
    }
    let (found, at) = blames.or_else(|| of_client(file, event))?;
    let answer = file.word(at);
    let message = match found {
        Status::Client => format!(
            "a client's mistake (`{answer}`) is logged with `error!`, but nobody has to act on it"
        ),
        _ => {
            format!("a redirect (`{answer}`) is logged with `error!`, but nobody has to act on it")
        }
    };
    Some(
        cx.at(rule, &message::head(event), message)
            .help("write `info!(..)` or `warn!(..)`; `error!` is for failures of the service"),
    )
}

/// `Err(Source::Client(error)) => { error!(..) }`: the arm is about what a client did.
fn of_client(file: &File, event: &Event) -> Option<(Status, u32)> {
    let start = event.whole.start;
    let is_arrow = |at: u32| at >= 2 && file.is(at - 1, b'>') && file.is(at - 2, b'=');
    let open = set_up::around(file, start).next()?;
    let arrow = [start, open].into_iter().find(|at| is_arrow(*at))? - 2;
    (arrow.saturating_sub(24)..arrow)
        .rev()
        .take_while(|at| !matches!(file.token(*at).byte, b',' | b'{' | b'}' | b';'))
        .find(|at| {
            matches!(file.word(*at), "Client" | "ClientError")
                && *at >= 2
                && file.is_path_separator(*at - 2)
        })
        .map(|at| (Status::Client, at))
}

/// One `error!` at the head of a function that makes 4xx of some errors and 5xx of others.
pub(super) fn alike(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let function = file.function_at(event.name)?;
    let body = function.body.as_ref()?;
    let answers = matches!(file.word(function.name), "into_response" | "error_response");
    let at_head = set_up::around(file, event.whole.start)
        .next()
        .is_some_and(|open| open + 1 == body.start);
    if !answers || !at_head {
        return None;
    }
    let mut identifiers = body
        .clone()
        .filter(|at| file.token(*at).kind == TokenKind::Ident);
    let client = identifiers.find(|at| status(file, *at) == Some(Status::Client))?;
    let message = format!(
        "one `error!` logs both a client's mistake (`{}`) and failures of the service",
        file.word(client)
    );
    Some(
        cx.at(rule, &message::head(event), message)
            .help("log in the arms: `error!` where it answers 5xx, `info!` or `warn!` where it answers 4xx")
            .at_most(Level::Note),
    )
}

/// Whose fault an answer says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Client,
    Redirect,
    Server,
}

/// What a name says of an answer: the names of statuses, which HTTP and gRPC give them.
fn status(file: &File, at: u32) -> Option<Status> {
    let is_path = at >= 2 && file.is_path_separator(at - 2);
    let word = file.word(at);
    match word {
        "BAD_REQUEST"
        | "UNAUTHORIZED"
        | "PAYMENT_REQUIRED"
        | "FORBIDDEN"
        | "NOT_FOUND"
        | "METHOD_NOT_ALLOWED"
        | "NOT_ACCEPTABLE"
        | "PROXY_AUTHENTICATION_REQUIRED"
        | "REQUEST_TIMEOUT"
        | "CONFLICT"
        | "GONE"
        | "LENGTH_REQUIRED"
        | "PRECONDITION_FAILED"
        | "PAYLOAD_TOO_LARGE"
        | "URI_TOO_LONG"
        | "UNSUPPORTED_MEDIA_TYPE"
        | "RANGE_NOT_SATISFIABLE"
        | "EXPECTATION_FAILED"
        | "IM_A_TEAPOT"
        | "MISDIRECTED_REQUEST"
        | "UNPROCESSABLE_ENTITY"
        | "LOCKED"
        | "FAILED_DEPENDENCY"
        | "TOO_EARLY"
        | "UPGRADE_REQUIRED"
        | "PRECONDITION_REQUIRED"
        | "TOO_MANY_REQUESTS"
        | "REQUEST_HEADER_FIELDS_TOO_LARGE"
        | "UNAVAILABLE_FOR_LEGAL_REASONS" => Some(Status::Client),
        "BadRequest"
        | "Unauthorized"
        | "Forbidden"
        | "NotFound"
        | "MethodNotAllowed"
        | "Conflict"
        | "Gone"
        | "PayloadTooLarge"
        | "UnsupportedMediaType"
        | "UnprocessableEntity"
        | "TooManyRequests"
        | "Unauthenticated"
        | "PermissionDenied"
        | "InvalidArgument"
        | "invalid_argument"
        | "unauthenticated"
        | "permission_denied"
            if is_path && is_answer(file.word(at - 3)) =>
        {
            Some(Status::Client)
        }
        "SEE_OTHER" | "FOUND" | "TEMPORARY_REDIRECT" if is_path => Some(Status::Redirect),
        "to" if is_path && file.is_word(at - 3, "Redirect") => Some(Status::Redirect),
        "INTERNAL_SERVER_ERROR"
        | "BAD_GATEWAY"
        | "SERVICE_UNAVAILABLE"
        | "GATEWAY_TIMEOUT"
        | "NOT_IMPLEMENTED" => Some(Status::Server),
        _ if is_path
            && (word.starts_with("Internal")
                || word.starts_with("internal")
                || word.starts_with("Unexpected")
                || matches!(
                    word,
                    "ServiceUnavailable"
                        | "BadGateway"
                        | "GatewayTimeout"
                        | "unavailable"
                        | "Unavailable"
                )) =>
        {
            Some(Status::Server)
        }
        _ => None,
    }
}

/// Whether a type's name is that of an answer or of an error that becomes one: `ApiError`, `HttpResponse`, `Status`; not
/// `ErrorKind`, nor the outcome of something else.
fn is_answer(ty: &str) -> bool {
    !ty.ends_with("Kind")
        && [
            "Error",
            "Response",
            "Status",
            "Rejection",
            "Failure",
            "Self",
            "Code",
            "Answer",
        ]
        .iter()
        .any(|part| ty.contains(part))
}

/// What stands in the braces around an event that is one way among several: an arm, a branch, a closure.
fn branch(file: &File, event: &Event) -> Option<Tokens> {
    let open = set_up::around(file, event.whole.start).next()?;
    if !file.is(open, b'{') {
        return None;
    }
    let is_arm = open >= 2 && file.is(open - 1, b'>') && file.is(open - 2, b'=');
    let is_closure = open >= 1 && file.is(open - 1, b'|');
    let is_else = open >= 1 && file.is_word(open - 1, "else");
    let is_if = || {
        let from = open.saturating_sub(200);
        (from..open)
            .rev()
            .take_while(|at| !matches!(file.token(*at).byte, b';' | b'{' | b'}'))
            .any(|at| file.is_word(at, "if"))
    };
    (is_arm || is_closure || is_else || is_if()).then(|| file.inside(open))
}

/// An event in a block that is an argument, and so is run before the call: `ok_or({ error!(..); .. })`.
pub(super) fn eager(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let mut around = set_up::around(file, event.whole.start);
    let block = around.next().filter(|open| file.is(*open, b'{'))?;
    let call = around
        .next()
        .filter(|open| file.is(*open, b'(') && *open + 1 == block)?;
    let name = file.word(set_up::called(file, call)?);
    let lazy = match name {
        "ok_or" => "ok_or_else(|| ..)",
        "unwrap_or" => "unwrap_or_else(|| ..)",
        "or" => "or_else(|| ..)",
        "map_or" => "map_or_else(|| .., ..)",
        "and" => "and_then(|_| ..)",
        _ => return None,
    };
    let message = format!(
        "an argument of `{name}` is computed before the call: this `{}!` is logged whether or not there is a value",
        file.word(event.name)
    );
    Some(
        cx.at(rule, &message::head(event), message)
            .help(format!("write `{lazy}`")),
    )
}

/// The longest pause between two turns of a loop whose every line at `info` is too many, in milliseconds.
const SHORT_MS: u64 = 10_000;

/// An event at `info` in a loop that goes round every few seconds whatever happens.
pub(super) fn each_turn(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let file = cx.file;
    let mut depth = 0;
    let body = set_up::around(file, event.whole.start)
        .take(4)
        .find_map(|open| {
            depth += 1;
            let is_loop = file.is(open, b'{') && open > 0 && file.is_word(open - 1, "loop");
            is_loop.then(|| file.inside(open))
        })?;
    if depth > 2 || in_arm(file, event) {
        return None;
    }
    let waits = top_level(file, &body)
        .any(|at| matches!(file.word(at), "tick" | "sleep") && file.is(at + 1, b'('));
    // Something to do came, and is told; or it only waits for something to end.
    let is_fed = body.clone().any(|at| {
        matches!(file.word(at), "break" | "return")
            || matches!(file.word(at), "recv" | "next" | "accept" | "select" | "pop")
                && matches!(file.token(at + 1).byte, b'(' | b'!')
    });
    let function = file.function_at(event.name)?;
    let pause = pause(file, &(function.body.as_ref()?.start..body.end))?;
    if !waits || is_fed || pause > SHORT_MS {
        return None;
    }
    let message = format!(
        "this `info!` is logged in each iteration of a loop, every {}",
        if pause % 1000 == 0 {
            format!("{} s", pause / 1000)
        } else {
            format!("{pause} ms")
        }
    );
    Some(
        cx.at(rule, &message::head(event), message)
            .help("write `trace!(..)`, or a metric: a gauge keeps the last value"),
    )
}

fn in_arm(file: &File, event: &Event) -> bool {
    let open = set_up::around(file, event.whole.start).next();
    open.is_some_and(|open| open >= 2 && file.is(open - 1, b'>') && file.is(open - 2, b'='))
}

/// The shortest duration that some tokens write out, in milliseconds.
fn pause(file: &File, tokens: &Tokens) -> Option<u64> {
    tokens
        .clone()
        .filter_map(|at| {
            let factor = match file.word(at) {
                "from_millis" => 1,
                "from_secs" => 1000,
                _ => return None,
            };
            let digits: String = file
                .word(at + 2)
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            digits.parse::<u64>().ok()?.checked_mul(factor)
        })
        .min()
}
