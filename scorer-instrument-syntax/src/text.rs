//! Prints tokens as a person would type them, for attributes and types in messages.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Operators of several characters, longest first.
const OPERATORS: &[&str] = &[
    "..=", "...", "<<=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "+=", "-=",
    "*=", "/=", "%=", "^=", "&=", "|=",
];

/// The kind of the last printed token, which decides the space before the next one.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Nothing yet, or an opening bracket.
    Start,
    /// An identifier, a literal or a closing bracket: something that can end an operand.
    Operand,
    /// A keyword such as `return`, which an operand follows.
    Keyword,
    /// A token without a space after it: `.`, `::`, `&x`, `!x`, `'a`, `<`.
    Tight,
    /// A binary operator, a comma or `=`.
    Spaced,
}

/// Returns the text of a token stream, with rustfmt's spacing as far as tokens show it.
pub fn text(tokens: TokenStream) -> String {
    let mut out = String::new();
    print(tokens, &mut out, &mut Last::Start.into());
    out
}

struct State {
    last: Last,
}

impl From<Last> for State {
    fn from(last: Last) -> Self {
        Self { last }
    }
}

fn print(tokens: TokenStream, out: &mut String, state: &mut State) {
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                if group.delimiter() == Delimiter::None {
                    print(group.stream(), out, state);
                    continue;
                }
                let holds = matches!(state.last, Last::Operand | Last::Start | Last::Tight);
                if !holds || (group.delimiter() == Delimiter::Brace && state.last == Last::Operand)
                {
                    out.push(' ');
                }
                if group.stream().is_empty() {
                    out.push_str(open.trim_end());
                    out.push_str(close.trim_start());
                } else {
                    out.push_str(open);
                    print(group.stream(), out, &mut Last::Start.into());
                    out.push_str(close);
                }
                state.last = Last::Operand;
            }
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                if !matches!(state.last, Last::Start | Last::Tight) {
                    out.push(' ');
                }
                out.push_str(&word);
                let keyword = [
                    "as", "if", "in", "match", "mut", "move", "return", "dyn", "impl", "for",
                    "else", "let",
                ]
                .contains(&word.as_str());
                state.last = if keyword {
                    Last::Keyword
                } else {
                    Last::Operand
                };
            }
            TokenTree::Literal(literal) => {
                if !matches!(state.last, Last::Start | Last::Tight) {
                    out.push(' ');
                }
                out.push_str(&literal.to_string());
                state.last = Last::Operand;
            }
            TokenTree::Punct(first) => {
                let mut operator = String::from(first.as_char());
                let mut joint = first.spacing() == proc_macro2::Spacing::Joint;
                while joint {
                    let Some(TokenTree::Punct(next)) = trees.peek() else {
                        break;
                    };
                    let longer = format!("{operator}{}", next.as_char());
                    if !OPERATORS.iter().any(|known| known.starts_with(&longer)) {
                        break;
                    }
                    operator = longer;
                    joint = next.spacing() == proc_macro2::Spacing::Joint;
                    trees.next();
                }
                operator_text(&operator, out, state);
            }
        }
    }
}

fn operator_text(operator: &str, out: &mut String, state: &mut State) {
    let after_operand = state.last == Last::Operand;
    let space_before = !matches!(state.last, Last::Start | Last::Tight);
    match operator {
        "," | ";" => {
            out.push_str(operator);
            state.last = Last::Spaced;
        }
        "." | "::" | ".." | "..=" | "<" => {
            if !after_operand && space_before {
                out.push(' ');
            }
            out.push_str(operator);
            state.last = Last::Tight;
        }
        ">" => {
            out.push('>');
            state.last = Last::Operand;
        }
        "?" if after_operand => out.push('?'),
        ":" => {
            out.push(':');
            state.last = Last::Spaced;
        }
        "!" if after_operand => {
            out.push('!');
            state.last = Last::Tight;
        }
        "&" | "&&" | "*" | "-" | "!" | "%" | "?" | "'" | "#" | "|"
            if !after_operand || matches!(operator, "'" | "#") =>
        {
            if space_before {
                out.push(' ');
            }
            out.push_str(operator);
            state.last = Last::Tight;
        }
        _ => {
            if state.last != Last::Start {
                out.push(' ');
            }
            out.push_str(operator);
            state.last = Last::Spaced;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn prints_as_typed() {
        for source in [
            "stamps.len()",
            "skip(pool, headers), fields(user.id = %user.id, n = ?x), err(level = \"warn\")",
            "Transaction<'_, Postgres>",
            "Option<Arc<PgPool>>",
            "&'a mut [u8]",
            "a + b * -c",
            "x as u64",
            "if ready { 1 } else { 0 }",
            "format!(\"{}\", id)",
            "a::<B, C>(d)?",
            "impl Executor<'_> + Send",
            "{ NAME } = &self.my_field",
            "map[\"email\"]",
            "!flag && other",
            "key[..4]",
        ] {
            let tokens: proc_macro2::TokenStream = source.parse().expect("valid tokens");
            assert_eq!(text(tokens), source);
        }
    }
}
