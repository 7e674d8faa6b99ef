//! What the rules on spans share: guards of entered spans, spans made by hand, functions that answer requests.

use crate::analysis::code::Code;
use crate::analysis::flow::{Flow, Origin};
use crate::source::{
    Call, CallKind, Event, EventKind, File, Function, TokenKind, Tokens, path_text,
};

/// An entered span that a local keeps entered.
pub(crate) struct Guard<'a> {
    /// `enter` or `entered`, with its parentheses.
    pub(crate) enter: Tokens,
    /// The local.
    pub(crate) name: u32,
    /// The first suspension that it is held over.
    pub(crate) held_over: Option<u32>,
    /// The macro that makes its span, where the function makes it.
    pub(crate) made: Option<&'a Event>,
}

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[&["enter", "entered"], SUSPENSIONS];

/// What an `async` body may be left at: `.await`, and macros that await what they are given.
const SUSPENSIONS: &[&str] = &["await", "select", "select_biased", "join", "try_join"];

/// A file with more of them was not written by hand.
pub(crate) const MOST: usize = 512;

/// The file's guards, in order; one that is dropped at once is none.
pub(crate) fn guards<'a>(code: &Code<'a>) -> Vec<Guard<'a>> {
    let file = code.file;
    let enters = file.hits_of(&["enter", "entered"]);
    if enters.is_empty() || enters.len() > MOST {
        return Vec::new();
    }
    let suspensions = suspensions(file);
    let one = |name: u32| {
        let call = Call::at(file, name)?;
        if call.kind != CallKind::Method || !call.arguments.is_empty() {
            return None;
        }
        let flow = code.flow_at(name);
        let is_entered = file.word(name) == "entered";
        if !is_entered && !is_span(file, &flow, &call.before, 3) {
            return None;
        }
        let local = flow.holder_of(&call.whole)?;
        let scope = call.whole.end..local.visible.end;
        Some(Guard {
            enter: name..call.whole.end,
            name: local.name,
            held_over: held_over(file, &scope, file.word(local.name), &suspensions),
            made: made(file, &flow, &call.before),
        })
    };
    enters.into_iter().filter_map(one).collect()
}

/// Where `async` code may be left and come back to: `.await`, and macros that await what they are given.
fn suspensions(file: &File) -> Vec<u32> {
    let mut found = file.hits_of(SUSPENSIONS);
    found.retain(|at| match file.word(*at) {
        "await" => *at > 0 && file.is(*at - 1, b'.'),
        _ => file.is(*at + 1, b'!') && file.token(*at + 2).kind == TokenKind::Open,
    });
    found
}

/// How far a guard's scope is followed, in tokens.
const REACH: u32 = 1 << 14;

/// The first suspension of a guard's scope at which it is alive; what runs later, in a block of its own, aside.
fn held_over(file: &File, scope: &Tokens, guard: &str, suspensions: &[u32]) -> Option<u32> {
    let contexts = file.contexts();
    let mut context = contexts.partition_point(|context| context.body.start <= scope.start);
    let mut nested_to = scope.start;
    let mut drops = Drops {
        at: scope.start,
        dropped: vec![false],
    };
    let from = suspensions.partition_point(|at| *at < scope.start);
    for at in suspensions[from..]
        .iter()
        .copied()
        .take_while(|at| *at < scope.end)
    {
        while let Some(inner) = contexts.get(context).filter(|inner| inner.body.start <= at) {
            nested_to = nested_to.max(inner.body.end);
            context += 1;
        }
        if at >= nested_to && (at - scope.start > REACH || !drops.before(file, at, guard)) {
            return Some(at);
        }
    }
    None
}

/// Whether a guard was dropped: a drop holds to the end of the block that it stands in.
struct Drops {
    at: u32,
    dropped: Vec<bool>,
}

impl Drops {
    fn before(&mut self, file: &File, to: u32, guard: &str) -> bool {
        while self.at < to {
            match file.token(self.at).byte {
                b'{' => self.dropped.push(false),
                b'}' if self.dropped.len() > 1 => {
                    self.dropped.pop();
                }
                _ if is_drop(file, self.at, guard) => {
                    if let Some(last) = self.dropped.last_mut() {
                        *last = true;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.dropped.contains(&true)
    }
}

/// `drop(guard)`, `guard.exit()`.
fn is_drop(file: &File, at: u32, guard: &str) -> bool {
    if file.is_word(at, "drop") {
        return file.is(at + 1, b'(') && file.is_word(at + 2, guard) && file.is(at + 3, b')');
    }
    file.is_word(at, guard)
        && file.is(at + 1, b'.')
        && file.is_word(at + 2, "exit")
        && file.is(at + 3, b'(')
}

/// Whether an expression is a span, as far as its words or the local's binding tell.
pub(crate) fn is_span(file: &File, flow: &Flow<'_>, tokens: &Tokens, steps: usize) -> bool {
    let named = crate::source::top_level(file, tokens)
        .any(|at| file.token(at).kind == TokenKind::Ident && speaks_of_span(file.word(at)));
    if named || steps == 0 {
        return named;
    }
    let Some(name) = single_name(file, tokens) else {
        return false;
    };
    match flow.binding(file.word(name), name) {
        Some(local) => {
            local.ty.clone().any(|at| speaks_of_span(file.word(at)))
                || match &local.origin {
                    Origin::Value(value) => is_span(file, flow, value, steps - 1),
                    Origin::Part(part) => part
                        .member
                        .is_some_and(|member| speaks_of_span(file.word(member))),
                    Origin::Element(_) | Origin::Error(_) | Origin::Unknown => false,
                }
        }
        None => flow.parameters().iter().any(|parameter| {
            parameter.name == file.word(name) && parameter.ty.as_deref().is_some_and(speaks_of_span)
        }),
    }
}

/// `span`, `request_span`, `info_span`, `Span`, `EnteredSpan`; not `lifespan`.
fn speaks_of_span(word: &str) -> bool {
    word.ends_with("Span") || word.split('_').any(|part| matches!(part, "span" | "spans"))
}

/// `x` of `x`, `&x`, `x.clone()`.
pub(crate) fn single_name(file: &File, tokens: &Tokens) -> Option<u32> {
    let mut tokens = tokens.clone();
    while file.is(tokens.start, b'&') || file.is_word(tokens.start, "mut") {
        tokens.start += 1;
    }
    let name = tokens.start;
    let cloned = tokens.len() == 5
        && file.is(name + 1, b'.')
        && matches!(file.word(name + 2), "clone" | "as_ref");
    (file.token(name).kind == TokenKind::Ident && (tokens.len() == 1 || cloned)).then_some(name)
}

/// The macro that makes the span of an expression: in it, or in what its name was bound to.
pub(crate) fn made<'a>(file: &'a File, flow: &Flow<'_>, tokens: &Tokens) -> Option<&'a Event> {
    let mut tokens = tokens.clone();
    for _ in 0..3 {
        if let Some(event) = span_in(file, &tokens) {
            return Some(event);
        }
        let name = single_name(file, &tokens)?;
        match &flow.binding(file.word(name), name)?.origin {
            Origin::Value(value) => tokens = value.clone(),
            _ => return None,
        }
    }
    None
}

/// The first span macro among some tokens.
pub(crate) fn span_in<'a>(file: &'a File, tokens: &Tokens) -> Option<&'a Event> {
    let events = file.events();
    let from = events.partition_point(|event| event.name < tokens.start);
    events[from..]
        .iter()
        .take_while(|event| event.name < tokens.end)
        .find(|event| event.kind == EventKind::Span)
}

/// What axum hands to a handler, by the type's last segment.
const EXTRACTORS: &[&str] = &[
    "State",
    "Path",
    "Query",
    "Json",
    "Form",
    "Extension",
    "TypedHeader",
    "HeaderMap",
    "Request",
    "Multipart",
    "WebSocketUpgrade",
    "ConnectInfo",
    "OriginalUri",
    "MatchedPath",
    "RawQuery",
    "RawForm",
];

/// Whether a function answers requests: it takes an extractor by value, or returns what becomes a response.
pub(crate) fn is_handler(file: &File, function: &Function) -> bool {
    let takes = function.parameters(file).iter().any(|parameter| {
        let ty = &parameter.ty;
        file.token(ty.start).kind == TokenKind::Ident
            && EXTRACTORS.contains(&last_segment(&path_text(file, ty)))
    });
    takes
        || function.output.clone().any(|at| {
            matches!(
                file.word(at),
                "IntoResponse" | "Json" | "StatusCode" | "Html" | "Redirect"
            )
        })
}

/// Whether a function hands a request on to what follows: a middleware, which is given the `Next`, or is the `call` of a
/// `Service` that calls the one within it.
pub(crate) fn is_middleware(file: &File, function: &Function) -> bool {
    let is_service = || {
        let block = file.impl_at(function.keyword);
        let of_service = block
            .and_then(|block| block.of_trait)
            .is_some_and(|at| file.is_word(at, "Service"));
        let calls_on = |body: &Tokens| {
            body.clone()
                .any(|at| file.is_word(at, "call") && file.is(at.saturating_sub(1), b'.'))
        };
        of_service && function.body.as_ref().is_some_and(calls_on)
    };
    let takes_next = function
        .parameters(file)
        .iter()
        .any(|parameter| last_segment(&path_text(file, &parameter.ty)) == "Next");
    takes_next || file.is_word(function.name, "call") && is_service()
}

/// The last segment of a path's text.
pub(crate) fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
