//! The names that a function's body binds: by `let`, `if let`, `match`, `for`, and what is written into them later.

use scorer_instrument_syntax::origin;

use crate::source::{Call, File, TokenKind, Tokens, chain_start, next, split, top_level};

/// A local.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name's token.
    pub name: u32,
    /// Where it can be read.
    pub visible: Tokens,
    /// What it was bound to.
    pub origin: Origin,
    /// The type that was written for it; empty without one.
    pub ty: Tokens,
}

/// What a local was bound to.
#[derive(Clone, Debug)]
pub enum Origin {
    /// This expression.
    Value(Tokens),
    /// One element of what this expression holds: `for token in tokens`, `tokens.iter().map(|token| ..)`.
    Element(Tokens),
    /// The error of what this expression gives: `Err(error)`, `.map_err(|error| ..)`.
    Error(Tokens),
    /// A member: `let Creds { secret: s, .. } = creds`, `Attempt::Password(given)`.
    Part(Part),
    /// Something that the pattern doesn't tell.
    Unknown,
}

/// A part of what a pattern takes apart.
#[derive(Clone, Debug)]
pub struct Part {
    /// The member's name, where the pattern gives it another.
    pub member: Option<u32>,
    /// The type that has it, where it is a named member.
    pub owner: Option<u32>,
    /// What it is a member of.
    pub of: origin::Origin,
}

/// Something that is written into a local: `m = x`, `m += x`, `m.push_str(x)`, `write!(m, "{x}")`.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) name: u32,
    pub(super) at: u32,
    pub(super) value: Tokens,
    /// Whether the value is a format string with its arguments.
    pub(super) is_format: bool,
    /// Whether it takes the place of what was there.
    pub(super) replaces: bool,
}

/// Wrappers whose inside is what they wrap.
const TRANSPARENT: &[&str] = &[
    "Some",
    "Ok",
    "Json",
    "Path",
    "Query",
    "Form",
    "State",
    "Extension",
    "TypedHeader",
    "Wrapping",
    "Reverse",
    "Continue",
    "Break",
    "Ready",
];

/// Methods that put their argument into their receiver.
const FILLERS: &[&str] = &[
    "push",
    "push_str",
    "push_back",
    "extend",
    "extend_from_slice",
    "append",
    "insert",
    "insert_str",
    "write_str",
    "write_all",
];

pub(super) fn read(file: &File, body: &Tokens) -> (Vec<Local>, Vec<Written>) {
    let mut locals = Vec::new();
    let mut written = Vec::new();
    // The braces around the place that is read: where each ends.
    let mut ends: Vec<u32> = vec![body.end];
    // The parentheses around it: where each opens and ends.
    let mut calls: Vec<(u32, u32)> = Vec::new();
    let mut at = body.start;
    while at < body.end {
        while ends.len() > 1 && ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
        }
        while calls.last().is_some_and(|(_, end)| *end <= at) {
            calls.pop();
        }
        let token = file.token(at);
        if token.kind == TokenKind::Open {
            match token.byte {
                b'{' => ends.push(file.mate(at).min(body.end)),
                b'(' => calls.push((at, file.mate(at).min(body.end))),
                _ => {}
            }
        } else if token.byte == b'|' {
            if let Some(closure) = Closure::at(file, at, body.end) {
                closure.bind(file, calls.last().map(|(open, _)| *open), &mut locals);
                // What it is given are no operators.
                at = closure.body.start.max(at + 1);
                continue;
            }
        } else if token.kind == TokenKind::Ident {
            let scope = ends.last().copied().unwrap_or(body.end);
            match file.word(at) {
                "let" => statement(file, at, scope, &mut locals),
                "match" => arms(file, at, body.end, &mut locals),
                "for" => each(file, at, body.end, &mut locals),
                "write" | "writeln" => written.extend(write_macro(file, at)),
                _ => written.extend(write_to(file, at, scope)),
            }
        }
        at += 1;
    }
    locals.sort_by_key(|local| local.visible.start);
    written.sort_by_key(|written| written.at);
    (locals, written)
}

/// `let PATTERN: TYPE = VALUE;`, and within `if` and `while`.
fn statement(file: &File, keyword: u32, scope: u32, locals: &mut Vec<Local>) {
    let in_condition = keyword > 0
        && (matches!(file.word(keyword - 1), "if" | "while") || file.is(keyword - 1, b'&'));
    let mut equals = keyword + 1;
    while equals < scope && !file.is(equals, b';') && !is_assignment(file, equals) {
        equals = next(file, equals);
    }
    if !is_assignment(file, equals) || equals >= scope {
        // `let given;`: filled later.
        if keyword + 2 == equals && file.is(equals, b';') {
            let name = keyword + 1..equals;
            bind(
                file,
                &name,
                Origin::Unknown,
                &(equals..scope),
                &(0..0),
                locals,
            );
        }
        return;
    }
    let head = keyword + 1..equals;
    let colon = top_level(file, &head).find(|at| {
        file.is(*at, b':')
            && !file.is_path_separator(*at)
            && !file.is_path_separator(at.saturating_sub(1))
    });
    let (pattern, ty) = match colon {
        Some(colon) => (head.start..colon, colon + 1..head.end),
        None => (head.clone(), head.end..head.end),
    };
    let mut end = equals + 1;
    while end < scope
        && !file.is(end, b';')
        && !file.is_word(end, "else")
        && !(in_condition
            && (file.is(end, b'{')
                || (file.is(end, b'&') && file.is(end + 1, b'&') && file.is_word(end + 2, "let"))))
    {
        end =
            if file.is_word(end, "if") || file.is_word(end, "match") || file.is_word(end, "unsafe")
            {
                behind_blocks(file, end, scope)
            } else {
                next(file, end)
            };
    }
    let value = equals + 1..end.min(scope);
    let visible = if in_condition {
        let mut open = end;
        while open < scope && !file.is(open, b'{') {
            open = next(file, open);
        }
        // What follows in the condition sees it too.
        value.end..file.mate(open).min(scope).max(value.end)
    } else {
        value.end..scope
    };
    bind(file, &pattern, Origin::Value(value), &visible, &ty, locals);
}

/// The token behind `if a { .. } else if b { .. } else { .. }`, whose `else` ends no statement.
fn behind_blocks(file: &File, mut at: u32, scope: u32) -> u32 {
    while at < scope {
        while at < scope && !file.is(at, b'{') && !file.is(at, b';') {
            at = next(file, at);
        }
        if at >= scope || file.is(at, b';') {
            return at;
        }
        at = next(file, at);
        if !file.is_word(at, "else") {
            return at;
        }
    }
    at
}

fn is_assignment(file: &File, at: u32) -> bool {
    let joined = |other: u32| file.token(at).end == file.token(other).start;
    let alone = !matches!(file.token(at + 1).byte, b'=' | b'>') || !joined(at + 1);
    file.is(at, b'=')
        && alone
        && !(at > 0
            && matches!(file.token(at - 1).byte, b'=' | b'<' | b'>' | b'!')
            && file.token(at - 1).end == file.token(at).start)
}

/// `match VALUE { PATTERN => .., }`.
fn arms(file: &File, keyword: u32, end: u32, locals: &mut Vec<Local>) {
    let mut open = keyword + 1;
    while open < end && !file.is(open, b'{') && !file.is(open, b';') {
        open = next(file, open);
    }
    if !file.is(open, b'{') || open >= end {
        return;
    }
    let value = keyword + 1..open;
    let inside = file.inside(open);
    let mut at = inside.start;
    while at < inside.end {
        let start = at;
        while at < inside.end && !(file.is(at, b'=') && file.is(at + 1, b'>')) {
            at = next(file, at);
        }
        if at >= inside.end {
            return;
        }
        let guard = top_level(file, &(start..at)).find(|at| file.is_word(*at, "if"));
        let pattern = start..guard.unwrap_or(at);
        let arm = at + 2;
        let mut behind = arm;
        if file.is(arm, b'{') {
            behind = next(file, arm);
        } else {
            while behind < inside.end && !file.is(behind, b',') {
                behind = next(file, behind);
            }
        }
        let visible = pattern.end..behind.min(inside.end);
        bind(
            file,
            &pattern,
            Origin::Value(value.clone()),
            &visible,
            &(0..0),
            locals,
        );
        at = behind;
        if file.is(at, b',') {
            at += 1;
        }
    }
}

/// `for PATTERN in VALUE { .. }`.
fn each(file: &File, keyword: u32, end: u32, locals: &mut Vec<Local>) {
    let mut within = keyword + 1;
    while within < end
        && !file.is_word(within, "in")
        && !file.is(within, b'{')
        && !file.is(within, b';')
    {
        within = next(file, within);
    }
    if !file.is_word(within, "in") || within >= end {
        return;
    }
    let mut open = within + 1;
    while open < end && !file.is(open, b'{') && !file.is(open, b';') {
        open = next(file, open);
    }
    if file.is(open, b'{') && open < end {
        let visible = open..file.mate(open).min(end);
        let pattern = keyword + 1..within;
        element_of(file, &pattern, within + 1..open, &visible, locals);
    }
}

/// Binds what stands for an element: `for (name, value) in headers`, `for (at, stamp) in stamps.iter().enumerate()`: of a
/// pair the second is the element.
fn element_of(
    file: &File,
    pattern: &Tokens,
    of: Tokens,
    visible: &Tokens,
    locals: &mut Vec<Local>,
) {
    let value = Origin::Element(of);
    let is_pair = file.is(pattern.start, b'(') && next(file, pattern.start) == pattern.end;
    let parts = if is_pair {
        split(file, file.inside(pattern.start), b',')
    } else {
        Vec::new()
    };
    match parts.as_slice() {
        [first, second] => {
            bind(file, first, Origin::Unknown, visible, &(0..0), locals);
            bind(file, second, value, visible, &(0..0), locals);
        }
        _ => bind(file, pattern, value, visible, &(0..0), locals),
    }
}

/// `|a, (b, c)| ..`.
struct Closure {
    parameters: Tokens,
    body: Tokens,
}

impl Closure {
    /// The closure whose parameters begin here.
    fn at(file: &File, bar: u32, end: u32) -> Option<Self> {
        let before = bar.checked_sub(1)?;
        let token = file.token(before);
        let begins = token.kind == TokenKind::Open
            || matches!(token.byte, b',' | b'=' | b';' | b'}' | b':')
            || matches!(file.word(before), "move" | "return" | "async");
        if !begins {
            return None;
        }
        let mut close = bar + 1;
        while close < end && !file.is(close, b'|') {
            if file.is(close, b';') || file.token(close).kind == TokenKind::Close {
                return None;
            }
            close = next(file, close);
        }
        let mut start = close + 1;
        if file.is(start, b'-') && file.is(start + 1, b'>') {
            while start < end && !file.is(start, b'{') {
                start = next(file, start);
            }
        }
        let mut stop = start;
        while stop < end
            && !matches!(file.token(stop).byte, b',' | b';')
            && file.token(stop).kind != TokenKind::Close
        {
            stop = next(file, stop);
        }
        (close < end).then_some(Self {
            parameters: bar + 1..close,
            body: start..stop,
        })
    }

    /// Binds its parameters: the last is what the method around it hands on, as `value.map(|value| ..)` does.
    fn bind(&self, file: &File, call: Option<u32>, locals: &mut Vec<Local>) {
        let receiver = call.and_then(|open| receiver_of(file, open));
        let parameters = split(file, self.parameters.clone(), b',');
        let last = parameters.len().saturating_sub(1);
        for (index, parameter) in parameters.into_iter().enumerate() {
            let colon = top_level(file, &parameter)
                .find(|at| file.is(*at, b':') && !file.is_path_separator(*at));
            let ty = colon.map_or(0..0, |colon| colon + 1..parameter.end);
            let pattern = parameter.start..colon.unwrap_or(parameter.end);
            match &receiver {
                Some((receiver, Handed::Inside)) if index == last && ty.is_empty() => {
                    element_of(file, &pattern, receiver.clone(), &self.body, locals);
                }
                Some((receiver, Handed::Error)) if index == 0 => {
                    let error = Origin::Error(receiver.clone());
                    bind(file, &pattern, error, &self.body, &ty, locals);
                }
                _ => bind(file, &pattern, Origin::Unknown, &self.body, &ty, locals),
            }
        }
    }
}

/// What a method hands to its closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handed {
    /// What is in its receiver.
    Inside,
    /// The error that its receiver may be.
    Error,
}

/// What a method is called on, and what it hands on of it to a closure; `open` is the call's parenthesis.
fn receiver_of(file: &File, open: u32) -> Option<(Tokens, Handed)> {
    let method = open.checked_sub(1)?;
    let dot = method.checked_sub(1)?;
    let is_method = file.is(dot, b'.') && file.token(method).kind == TokenKind::Ident;
    let hands_on_error = |name: &str| name.contains("err") || name.ends_with("or_else");
    // These hand on two of the elements, or nothing of what they are called on.
    let hands_on_another = |name: &str| {
        name.contains("else")
            || name.contains("sort")
            || name.contains("by")
            || name.starts_with("get_or")
            || name.starts_with("or_insert")
            || matches!(name, "retry" | "spawn" | "scope" | "transaction" | "then")
    };
    let handed = match file.word(method) {
        name if hands_on_error(name) => Handed::Error,
        name if is_method && !hands_on_another(name) => Handed::Inside,
        _ => return None,
    };
    let receiver = chain_start(file, dot)..dot;
    (is_method && !receiver.is_empty()).then_some((receiver, handed))
}

/// The names that a pattern binds, each with its part of the value.
fn bind(
    file: &File,
    pattern: &Tokens,
    origin: Origin,
    visible: &Tokens,
    ty: &Tokens,
    locals: &mut Vec<Local>,
) {
    let mut work = vec![(pattern.clone(), origin)];
    while let Some((mut pattern, origin)) = work.pop() {
        while pattern.start < pattern.end
            && (matches!(file.token(pattern.start).byte, b'&' | b'|')
                || matches!(file.word(pattern.start), "ref" | "mut" | "box"))
        {
            pattern.start += 1;
        }
        let alternatives = split(file, pattern.clone(), b'|');
        if alternatives.len() > 1 {
            work.extend(alternatives.into_iter().map(|one| (one, origin.clone())));
            continue;
        }
        let open = top_level(file, &pattern).find(|at| file.token(*at).kind == TokenKind::Open);
        match open {
            None => {
                if pattern.len() == 1 && is_binding(file, pattern.start) {
                    locals.push(Local {
                        name: pattern.start,
                        visible: visible.clone(),
                        origin,
                        ty: ty.clone(),
                    });
                }
            }
            // `name @ Pattern(..)`
            Some(open) if file.is(pattern.start + 1, b'@') && open > pattern.start + 1 => {
                work.push((pattern.start..pattern.start + 1, origin));
                work.push((pattern.start + 2..pattern.end, Origin::Unknown));
            }
            Some(open) => {
                let inside = file.inside(open);
                let parts = split(file, inside.clone(), b',');
                let constructor = open > pattern.start;
                match file.token(open).byte {
                    b'(' if !constructor => {
                        for (index, part) in parts.into_iter().enumerate() {
                            work.push((part, element(file, &origin, index)));
                        }
                    }
                    b'(' => {
                        let through =
                            TRANSPARENT.contains(&file.word(open - 1)) && parts.len() == 1;
                        for part in parts {
                            let inside = if through {
                                origin.clone()
                            } else if let Origin::Value(value) = &origin
                                && file.is_word(open - 1, "Err")
                            {
                                Origin::Error(value.clone())
                            } else {
                                member(file, &pattern, open, &origin, None)
                            };
                            work.push((part, inside));
                        }
                    }
                    b'{' => {
                        for part in parts {
                            if part.is_empty() {
                                continue;
                            }
                            let renamed = part.len() >= 3 && file.is(part.start + 1, b':');
                            // Of a shorthand, `ref` and `mut` stand before the name.
                            let name = if renamed { part.start } else { part.end - 1 };
                            let mut inside = member(file, &pattern, open, &origin, Some(name));
                            match &mut inside {
                                Origin::Part(inside) if !renamed => inside.member = None,
                                _ => {}
                            }
                            let start = part.start + if renamed { 2 } else { 0 };
                            work.push((start..part.end, inside));
                        }
                    }
                    _ => work.extend(parts.into_iter().map(|part| (part, origin.clone()))),
                }
            }
        }
    }
}

/// A member of what a struct or a variant takes apart, whose brackets open here.
fn member(file: &File, pattern: &Tokens, open: u32, of: &Origin, member: Option<u32>) -> Origin {
    let owner = open - 1;
    let path = file.text_of(&(pattern.start..owner));
    // What an error's variant is called after, it tells of: `LoginError::Token(reason)`.
    if path.trim_end().trim_end_matches("::").ends_with("Error") {
        return Origin::Unknown;
    }
    let whole = origin::Origin::default();
    let of = match of {
        Origin::Part(part) => &part.of,
        _ => &whole,
    };
    // `Request::Token { .. }` is a `Request`.
    let is_type = |at: &u32| file.word(*at).starts_with(char::is_uppercase);
    let holder = owner
        .checked_sub(3)
        .filter(|_| file.is_path_separator(owner - 2))
        .filter(is_type);
    Origin::Part(Part {
        member,
        owner: member.and(holder.or(Some(owner))).filter(is_type),
        of: of.member(file.word(owner), member.map(|name| file.word(name))),
    })
}

/// One part of a tuple that is written out, or of a thing that is taken apart.
fn element(file: &File, origin: &Origin, index: usize) -> Origin {
    if let Origin::Part(_) = origin {
        return origin.clone();
    }
    let Origin::Value(value) = origin else {
        return Origin::Unknown;
    };
    // `let (request, context) = event.into_parts()`: the first is the thing without the rest.
    let parts = value.end.saturating_sub(3);
    if index == 0 && parts > value.start + 1 && file.is_word(parts, "into_parts") {
        return Origin::Value(value.start..parts - 1);
    }
    if !file.is(value.start, b'(') || next(file, value.start) < value.end {
        return Origin::Unknown;
    }
    let parts = split(file, file.inside(value.start), b',');
    parts
        .into_iter()
        .nth(index)
        .map_or(Origin::Unknown, Origin::Value)
}

/// Whether a token of a pattern is a name that it binds, and no constant.
fn is_binding(file: &File, at: u32) -> bool {
    let word = file.word(at);
    file.token(at).kind == TokenKind::Ident
        && word.starts_with(|first: char| first.is_lowercase() || first == '_')
        && word != "_"
        && !matches!(word, "true" | "false" | "self")
}

/// `write!(m, "..", x)`.
fn write_macro(file: &File, name: u32) -> Option<Written> {
    let call = Call::at(file, name)?;
    let parts = call.each(file);
    let buffer = parts.first()?;
    let target = top_level(file, buffer)
        .find(|at| is_binding(file, *at) && !matches!(file.word(*at), "mut"))?;
    let format = parts.get(1)?;
    Some(Written {
        name: target,
        at: name,
        value: format.start..call.arguments.end,
        is_format: true,
        replaces: false,
    })
}

/// `m = x`, `m += x`, `m.push_str(x)`.
fn write_to(file: &File, name: u32, scope: u32) -> Option<Written> {
    let starts_statement = name == 0
        || matches!(
            file.token(name - 1).byte,
            b';' | b'{' | b'}' | b'*' | b'>' | b','
        );
    if !starts_statement || !is_binding(file, name) {
        return None;
    }
    if file.is(name + 1, b'.') {
        let method = name + 2;
        if !FILLERS.contains(&file.word(method)) {
            return None;
        }
        let call = Call::at(file, method)?;
        return Some(Written {
            name,
            at: name,
            value: last_argument(file, &call)?,
            is_format: false,
            replaces: false,
        });
    }
    let adds = file.is(name + 1, b'+') && file.is(name + 2, b'=');
    if !adds && !is_assignment(file, name + 1) {
        return None;
    }
    let start = name + if adds { 3 } else { 2 };
    let mut end = start;
    while end < scope && !file.is(end, b';') && !file.is(end, b',') {
        end = next(file, end);
    }
    Some(Written {
        name,
        at: name,
        value: start..end,
        is_format: false,
        replaces: !adds,
    })
}

/// `insert(key, value)` puts its last argument.
fn last_argument(file: &File, call: &Call) -> Option<Tokens> {
    call.each(file).pop()
}
