//! The exemptions of a Rust source: comments, `reviewed!`, and traits of the guard that are implemented by hand.

use std::sync::Arc;

use crate::engine::exemptions;
use crate::engine::registry::Registry;
use crate::package::problem::Problem;
use crate::package::settings::Settings;
use crate::package::unit::{Source, Unit};
use crate::source::{Call, CallKind, File, Impl, Place, TokenKind, Tokens, next, split};

use super::allow::{Allow, AllowKind, of_comment};

/// The traits whose implementation says that a type is fit.
const TRAITS: [&str; 2] = ["Recordable", "Returnable"];

/// How much of an expression is shown.
const SHOWN: usize = 60;

/// The exemptions of one source.
pub(super) fn allows(
    registry: &'static Registry,
    unit: &Unit,
    source: &Source,
) -> Result<Vec<Allow>, Problem> {
    let file = File::new(source.path.clone(), unit.read(&source.path)?);
    let path = Arc::new(source.path.clone());
    let is_test = |at: u32| source.is_test || file.is_test(at);
    let comments = exemptions::in_source(
        registry,
        &file,
        &path,
        &Settings::default(),
        &mut Vec::new(),
    );
    let mut found: Vec<Allow> = comments
        .iter()
        .map(|comment| of_comment(comment, is_test(file.token_at(comment.bytes.start))))
        .collect();
    let mut add = |at: u32, kind: AllowKind, what: String, reason: Option<String>| {
        found.push(Allow {
            path: source.path.clone(),
            place: Place::of(&file.text, file.token(at).start as usize),
            kind,
            what,
            reason,
            in_tests: is_test(at),
        });
    };
    // Attributes and the insides of macros are tokens like any other.
    for at in 0..file.len() {
        if file.is_word(at, "reviewed")
            && let Some(call) = Call::at(&file, at).filter(|call| call.kind == CallKind::Macro)
        {
            let (what, reason) = reviewed(&file, &call.arguments);
            add(at, AllowKind::Reviewed, what, reason);
        }
    }
    for block in file.impls() {
        if let Some(of_trait) = block.of_trait.map(|of_trait| file.word(of_trait))
            && TRAITS.contains(&of_trait)
        {
            let what = format!("{of_trait} for {}", file.word(block.ty));
            add(block.keyword, AllowKind::Impl, what, above(&file, block));
        }
    }
    Ok(found)
}

/// What `reviewed!` is given: the value, and the reason if it is a literal.
fn reviewed(file: &File, arguments: &Tokens) -> (String, Option<String>) {
    let parts = split(file, arguments.clone(), b',');
    let value = parts.first().map(|value| spelt(file, value));
    let reason = parts.iter().skip(1).find_map(|part| {
        let is_reason = file.is_word(part.start, "reason")
            && file.is(part.start + 1, b'=')
            && file.token(part.start + 2).kind == TokenKind::Str;
        is_reason.then(|| file.literal(part.start + 2).trim().to_owned())
    });
    (
        value.unwrap_or_default(),
        reason.filter(|reason| !reason.is_empty()),
    )
}

/// An expression on one line, what its literals hold left out.
fn spelt(file: &File, tokens: &Tokens) -> String {
    let mut text = String::new();
    let mut end = None;
    for at in tokens.clone() {
        let token = file.token(at);
        if text.chars().count() > SHOWN {
            text.push('…');
            break;
        }
        if end.is_some_and(|end| end < token.start) {
            text.push(' ');
        }
        end = Some(token.end);
        match token.kind {
            // An index tells nothing of anybody.
            TokenKind::Literal if token.end - token.start <= 2 => {
                text.push_str(file.slice(token.start, token.end));
            }
            TokenKind::Str | TokenKind::Literal => text.push_str("\"..\""),
            _ => text.push_str(file.slice(token.start, token.end)),
        }
    }
    text
}

/// The comment right above an item, or above its attributes: who implements such a trait may say why.
fn above(file: &File, block: &Impl) -> Option<String> {
    let mut start = block.keyword;
    while start > 0 && file.is(start - 1, b']') {
        let open = file.mate(start - 1);
        if open == 0 || open >= start || !file.is(open - 1, b'#') {
            break;
        }
        start = open - 1;
    }
    let from = match start {
        0 => 0,
        start => file.token(start - 1).end,
    };
    let between = file.slice(from, file.token(next(file, start).min(start)).start);
    let mut lines = Vec::new();
    for line in between
        .lines()
        .rev()
        .skip_while(|line| line.trim().is_empty())
    {
        let Some(text) = line.trim().strip_prefix("//") else {
            break;
        };
        lines.push(text.trim_start_matches(['/', '!']).trim());
    }
    lines.reverse();
    let text = lines.join(" ");
    (!text.is_empty()).then_some(text)
}
