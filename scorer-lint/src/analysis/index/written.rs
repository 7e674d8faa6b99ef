//! Which name matters in a type as it is written.

use crate::source::{File, TokenKind, Tokens, next, split};

/// The outermost type's name: `Hidden` of `crate::Hidden<String>`.
pub(super) fn first_name<'a>(file: &'a File, ty: &Tokens) -> Option<&'a str> {
    let name = ty
        .clone()
        .take_while(|at| !file.is(*at, b'<'))
        .filter(|at| file.token(*at).kind == TokenKind::Ident)
        .last()?;
    Some(file.word(name)).filter(|name| name.starts_with(char::is_uppercase))
}

/// The type's name that matters in a written type: `Login` in `Result<Option<Json<model::Login>>, Error>`, the value's in a map.
pub(super) fn innermost(file: &File, ty: &Tokens) -> Option<u32> {
    let mut range = ty.clone();
    for _ in 0..16 {
        let mut last = None;
        let mut at = range.start;
        let mut inside = None;
        while at < range.end {
            if file.token(at).kind == TokenKind::Ident {
                if !matches!(file.word(at), "dyn" | "impl" | "mut" | "const") {
                    last = Some(at);
                }
            } else if file.is(at, b'<') {
                let close = crate::source::after_generics(file, at);
                inside = Some(at + 1..close.saturating_sub(1).min(range.end));
                break;
            } else if file.is(at, b'[') {
                inside = Some(file.inside(at));
                break;
            } else if !matches!(file.token(at).byte, b'&' | b':')
                && file.token(at).kind != TokenKind::Lifetime
            {
                return last;
            }
            at = next(file, at);
        }
        let Some(inside) = inside else {
            return last;
        };
        let is_map = last.is_some_and(|last| file.word(last).ends_with("Map"));
        let mut arguments = split(file, inside, b',');
        // `impl Future<Output = Login>` is a login; what else a trait is told is no part of the value.
        let is_bound = |argument: &Tokens| file.is(argument.start + 1, b'=');
        arguments.retain(|argument| {
            file.token(argument.start).kind != TokenKind::Lifetime
                && (!is_bound(argument) || matches!(file.word(argument.start), "Output" | "Item"))
        });
        for argument in &mut arguments {
            if is_bound(argument) {
                argument.start += 2;
            }
        }
        range = if is_map {
            arguments.pop()?
        } else {
            arguments.into_iter().next()?
        };
    }
    None
}
