//! The ways through a function that the command line chooses.

use crate::source::path::path_start;
use crate::source::{File, Function, TokenKind, Tokens, chain_start, next, path_text, top_level};

use super::told::{Name, name};

/// What reads a command line.
pub(super) const PARSES: &[&str] = &[
    "parse",
    "try_parse",
    "parse_from",
    "args",
    "args_os",
    "get_matches",
    "try_get_matches",
    "from_args",
];

/// The arms of a function's choices by the command line, by place, an outer one before those in it.
pub(super) fn arms(
    file: &File,
    function: &Function,
    body: &Tokens,
    readers: &[u32],
) -> Vec<(Tokens, Option<Name>)> {
    let mut roots: Vec<(String, Option<Name>)> = Vec::new();
    let from = readers.partition_point(|at| *at < body.start);
    let parsed: Vec<u32> = readers[from..]
        .iter()
        .copied()
        .take_while(|at| *at < body.end)
        .filter(|at| reads_arguments(file, *at))
        .collect();
    for at in &parsed {
        roots.extend(local_of(file, body, *at).map(|local| (local, None)));
    }
    // Few heads name such a type: only those are read.
    let may_take = file
        .inside(function.open)
        .any(|at| LINES.iter().any(|ending| file.word(at).ends_with(ending)));
    let parameters = if may_take {
        function.parameters(file)
    } else {
        Vec::new()
    };
    for parameter in parameters {
        let ty = path_text(file, &parameter.ty);
        let last = ty.rsplit("::").next().unwrap_or_default();
        if LINES.iter().any(|ending| last.ends_with(ending)) {
            for at in parameter.pattern.clone() {
                if file.token(at).kind == TokenKind::Ident {
                    roots.push((file.word(at).to_owned(), Some(name(last))));
                }
            }
        }
    }
    if roots.is_empty() && parsed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for keyword in body.clone() {
        if !matches!(file.word(keyword), "match" | "if") {
            continue;
        }
        let Some(open) = top_level(file, &(keyword + 1..body.end))
            .find(|at| matches!(file.token(*at).byte, b'{' | b';' | b'}'))
        else {
            continue;
        };
        if !file.is(open, b'{') {
            continue;
        }
        let head = keyword + 1..open;
        let root = roots
            .iter()
            .find(|(local, _)| head.clone().any(|at| file.is_word(at, local)));
        let direct = parsed.iter().any(|at| head.contains(at));
        if root.is_none() && !direct {
            continue;
        }
        let ty = root.and_then(|(_, ty)| *ty);
        if file.is_word(keyword, "match") {
            found.extend(match_arms(file, open).into_iter().map(|arm| (arm, ty)));
        } else {
            let block = file.inside(open);
            // `if args.version { .. return; }`: without a way out, the rest is done as well.
            let ends = block
                .clone()
                .any(|at| matches!(file.word(at), "return" | "exit"));
            let has_else = file.is_word(file.mate(open) + 1, "else");
            if ends || has_else {
                found.push((block, ty));
            }
            if has_else && file.is(file.mate(open) + 2, b'{') {
                found.push((file.inside(file.mate(open) + 2), ty));
            }
        }
    }
    found.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
    found
}

/// How the type of a command line is called: which of them are, what is derived for them says.
const LINES: &[&str] = &[
    "Command",
    "Commands",
    "Cmd",
    "Cli",
    "Args",
    "Arguments",
    "Opts",
    "Opt",
    "Options",
    "Subcommand",
    "SubCommand",
    "Action",
];

/// `Cli::parse()`, `env::args()`; not `text.parse()`.
fn reads_arguments(file: &File, at: u32) -> bool {
    let is_path = at >= 2 && file.is_path_separator(at - 2);
    match file.word(at) {
        "args" | "args_os" => file.is(at + 1, b'(') && (is_path || file.is(at + 2, b')')),
        "get_matches" | "try_get_matches" => file.is(at + 1, b'('),
        "parse" => is_path && file.is(at + 1, b'(') && file.is(at + 2, b')'),
        _ => is_path && file.is(at + 1, b'('),
    }
}

/// The local that an expression is bound to.
fn local_of(file: &File, body: &Tokens, at: u32) -> Option<String> {
    let is_method = at > 0 && file.is(at - 1, b'.');
    let start = if is_method {
        chain_start(file, at - 1)
    } else {
        path_start(file, at)
    };
    let start = start.max(body.start);
    let from = start.saturating_sub(24).max(body.start);
    let keyword = (from..start)
        .rev()
        .take_while(|before| !file.is(*before, b';') && !file.is(*before, b'{'))
        .find(|before| file.is_word(*before, "let"))?;
    let mut local = keyword + 1;
    if file.is_word(local, "mut") {
        local += 1;
    }
    (file.token(local).kind == TokenKind::Ident).then(|| file.word(local).to_owned())
}

/// What stands behind each `=>` of a match.
fn match_arms(file: &File, open: u32) -> Vec<Tokens> {
    let inside = file.inside(open);
    let mut found = Vec::new();
    let mut at = inside.start;
    while at < inside.end {
        if !(file.is(at, b'=') && file.is(at + 1, b'>')) {
            at = next(file, at);
            continue;
        }
        let start = at + 2;
        if file.is(start, b'{') {
            found.push(file.inside(start));
            at = file.mate(start) + 1;
            continue;
        }
        let mut end = start;
        while end < inside.end && !file.is(end, b',') {
            end = next(file, end);
        }
        found.push(start..end);
        at = end;
    }
    found
}
