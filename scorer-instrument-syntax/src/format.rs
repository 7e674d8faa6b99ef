//! The arguments of `format!` and similar macros: the literal, the arguments after it, and the inline captures.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitStr, Token};

/// `"..", a, b = c`.
pub struct Format {
    /// The format string, or a macro such as `concat!(..)` in its place.
    pub literal: TokenStream,
    /// The text of the string, if it is a literal.
    pub text: Option<LitStr>,
    /// The arguments after it.
    pub values: Vec<Argument>,
}

/// What one `{..}` prints, and how.
pub struct Printed {
    /// What is printed.
    pub argument: Source,
    /// Whether it is printed by `Debug`: `{:?}`.
    pub debug: bool,
}

/// Where a printed value comes from.
pub enum Source {
    /// The argument at this position.
    Value(usize),
    /// A name from the surrounding code.
    Captured(String),
}

/// A name that the string captures from the surrounding code.
pub struct Capture {
    /// The name as it is written in the string.
    pub written: String,
    /// Its identifier, raw for a keyword. `None` if no variable can have that name (`self`, `_`), or if it is not a
    /// name.
    pub ident: Option<Ident>,
    /// Whether it is printed in the form of a number.
    pub number: bool,
    /// Whether it is used as a width or a precision, which must be a `usize`.
    pub width: bool,
}

/// One argument: `a` or `b = c`.
pub struct Argument {
    /// Its name.
    pub name: Option<Ident>,
    /// Its value.
    pub value: Expr,
}

/// Parses the content of a `format!`'s parentheses.
///
/// # Errors
///
/// Returns an error if it is not a format string followed by arguments.
pub fn parse(input: ParseStream) -> syn::Result<Format> {
    let first: Expr = input.parse()?;
    let text = literal(&first);
    if text.is_none() && !matches!(first, Expr::Macro(_)) {
        return Err(syn::Error::new_spanned(first, "expected a format string"));
    }
    let mut values = Vec::new();
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let name = if input.peek2(Token![=]) && !input.peek2(Token![==]) {
            let name = input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        values.push(Argument {
            name,
            value: input.parse()?,
        });
    }
    Ok(Format {
        literal: first.to_token_stream(),
        text,
        values,
    })
}

fn literal(expr: &Expr) -> Option<LitStr> {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.clone()),
        Expr::Group(inner) => literal(&inner.expr),
        _ => None,
    }
}

impl Format {
    /// Returns what the string captures from the surrounding code, each name once: `"{user}"`, `"{n:>width$}"`.
    ///
    /// This includes names that cannot be read. The caller has to refuse them.
    pub fn captures(&self) -> Vec<Capture> {
        let Some(text) = &self.text else {
            // Rust captures nothing if a macro makes the string.
            return Vec::new();
        };
        let mut found: Vec<Capture> = Vec::new();
        for placeholder in placeholders(&text.value()) {
            let printed = (placeholder.argument, false);
            let numbers = placeholder.numbers.into_iter().map(|number| (number, true));
            for (position, width) in std::iter::once(printed).chain(numbers) {
                let Position::Named(name) = position else {
                    continue;
                };
                if self.named(&name).is_some() {
                    continue;
                }
                let number = placeholder.number && !width;
                match found.iter_mut().find(|known| known.written == name) {
                    Some(known) => {
                        known.number |= number;
                        known.width |= width;
                    }
                    None => found.push(Capture {
                        ident: ident(&name, text.span()),
                        written: name,
                        number,
                        width,
                    }),
                }
            }
        }
        found
    }

    /// Returns what the string prints, in order.
    pub fn printed(&self) -> Vec<Printed> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let mut next = 0;
        let mut found = Vec::new();
        for placeholder in placeholders(&text.value()) {
            let numbers = placeholder.numbers.iter();
            next += numbers.filter(|number| **number == Position::Next).count();
            let argument = match placeholder.argument {
                Position::Next => {
                    next += 1;
                    Source::Value(next - 1)
                }
                Position::At(at) => Source::Value(at),
                Position::Named(name) => match self.named(&name) {
                    Some(at) => Source::Value(at),
                    None => Source::Captured(name),
                },
            };
            found.push(Printed {
                argument,
                debug: placeholder.debug,
            });
        }
        found
    }

    /// Returns which arguments are printed in the form of a number: `{:x}`, `{:e}`.
    pub fn numbers(&self) -> Vec<usize> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut next = 0;
        for placeholder in placeholders(&text.value()) {
            next += placeholder
                .numbers
                .iter()
                .filter(|number| **number == Position::Next)
                .count();
            let at = match placeholder.argument {
                Position::Next => {
                    next += 1;
                    Some(next - 1)
                }
                Position::At(at) => Some(at),
                Position::Named(name) => self.named(&name),
            };
            if let (Some(at), true) = (at, placeholder.number) {
                found.push(at);
            }
        }
        found
    }

    /// Returns which arguments are widths or precisions: `{:>1$}`, `{:.*}`, `{:w$}` with `w = 8`.
    pub fn widths(&self) -> Vec<usize> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut next = 0;
        for placeholder in placeholders(&text.value()) {
            for number in placeholder.numbers {
                match number {
                    Position::Next => {
                        found.push(next);
                        next += 1;
                    }
                    Position::At(at) => found.push(at),
                    Position::Named(name) => {
                        if let Some(at) = self.named(&name) {
                            found.push(at);
                        }
                    }
                }
            }
            next += usize::from(placeholder.argument == Position::Next);
        }
        found
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|value| {
            value
                .name
                .as_ref()
                .is_some_and(|known| known.unraw() == name)
        })
    }

    /// Returns the arguments as tokens.
    pub fn tokens(&self) -> TokenStream {
        let literal = &self.literal;
        let values = self.values.iter().map(|argument| {
            let value = &argument.value;
            match &argument.name {
                Some(name) => quote!(#name = #value),
                None => quote!(#value),
            }
        });
        quote!(#literal #(, #values)*)
    }
}

/// Whether a string literal, if it is a format string, captures a variable of this name.
pub fn captures_name(text: &str, name: &str) -> bool {
    placeholders(text).iter().any(|placeholder| {
        let mut positions = std::iter::once(&placeholder.argument).chain(&placeholder.numbers);
        positions.any(|position| matches!(position, Position::Named(known) if known == name))
    })
}

/// Returns the variable for a captured name: `{type}` prints `r#type`.
fn ident(name: &str, span: Span) -> Option<Ident> {
    // These are not variables, and cannot be raw identifiers either.
    if matches!(name, "self" | "Self" | "super" | "crate" | "_") || name.starts_with("r#") {
        return None;
    }
    let mut ident = Ident::parse_any.parse_str(name).ok()?;
    // syn does not know `gen`, which is a keyword since the 2024 edition.
    if name == "gen" || syn::parse_str::<Ident>(name).is_err() {
        ident = Ident::new_raw(name, span);
    }
    ident.set_span(span);
    Some(ident)
}

/// One `{..}` of a format string.
struct Placeholder {
    /// What it prints.
    argument: Position,
    /// Its width and its precision, if arguments contain them.
    numbers: Vec<Position>,
    /// Whether it is printed in the form of a number.
    number: bool,
    /// Whether it is printed by `Debug`.
    debug: bool,
}

/// Which argument is meant.
#[derive(PartialEq)]
enum Position {
    /// The next one that is not used yet.
    Next,
    /// The one at this position.
    At(usize),
    /// The one with this name, which may be a capture.
    Named(String),
}

impl Position {
    fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(at) => Self::At(at),
            Err(_) if text.is_empty() => Self::Next,
            Err(_) => Self::Named(text.to_owned()),
        }
    }
}

/// Parses a format string by the grammar of `std::fmt`.
fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        // If the string ends within a placeholder, rustc reports it.
        let Some(head) = rest.find([':', '}']) else {
            break;
        };
        let argument = &rest[..head];
        let mut spec = "";
        if rest[head..].starts_with(':') {
            rest = &rest[head + 1..];
            // Fill and alignment come first. The fill may be any character, even a brace.
            let mut first = rest.chars();
            if let (Some(_), Some('<' | '^' | '>')) = (first.next(), first.next()) {
                rest = first.as_str();
            } else {
                rest = rest.strip_prefix(['<', '^', '>']).unwrap_or(rest);
            }
            let Some(close) = rest.find('}') else { break };
            spec = &rest[..close];
            rest = &rest[close + 1..];
        } else {
            rest = &rest[head + 1..];
        }
        let mut numbers = Vec::new();
        // The precision after the point, `.*` or `.name$`, and the width before it, `name$`.
        let (width, precision) = spec.split_once('.').unwrap_or((spec, ""));
        if precision.starts_with('*') {
            numbers.push(Position::Next);
        }
        // Flags precede the width: a sign, `#`, and `0`, which may precede a name.
        let width = width.strip_prefix(['+', '-']).unwrap_or(width);
        let width = width.strip_prefix('#').unwrap_or(width);
        let width = match width.strip_prefix('0') {
            Some(rest) if !rest.starts_with('$') => rest,
            _ => width,
        };
        for part in [width, precision] {
            match part.split_once('$') {
                Some((word, _)) if !word.is_empty() => numbers.push(Position::parse(word)),
                _ => {}
            }
        }
        found.push(Placeholder {
            argument: Position::parse(argument.trim()),
            numbers,
            debug: spec.trim_end().ends_with('?'),
            number: spec
                .trim_end()
                .ends_with(['x', 'X', 'o', 'b', 'e', 'E', 'p'])
                && !spec.trim_end().ends_with('$'),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser;

    fn read(format: &str) -> (Vec<String>, Vec<usize>) {
        let format = super::parse.parse_str(format).expect("a format");
        (
            format
                .captures()
                .iter()
                .map(|capture| match &capture.ident {
                    Some(ident) => ident.to_string(),
                    None => format!("unread {}", capture.written),
                })
                .collect(),
            format.widths(),
        )
    }

    #[test]
    fn every_captured_name_is_found() {
        let (captures, _) = read(r#""{a} {{b}} {c:?} {0} {} {d:>w$.p$} {:x} {é}", 1, 2"#);
        assert_eq!(captures, ["a", "c", "d", "w", "p", "é"]);
        assert_eq!(read(r#""{unclosed""#).0, Vec::<String>::new());
        assert_eq!(read(r#""{a} {b}", b = 1"#).0, ["a"]);
        assert_eq!(read(r#""{type}", r#type = 1"#).0, Vec::<String>::new());
        // A brace may be the fill character.
        assert_eq!(
            read(r#""{a:}<9} {b:{>9} {c:}^w$?} {d}""#).0,
            ["a", "b", "c", "w", "d"]
        );
        assert_eq!(read(r#""\u{7b}a}" "#).0, ["a"]);
        assert_eq!(read("r#\"{a}\"#").0, ["a"]);
    }

    #[test]
    fn a_keyword_is_a_raw_identifier_and_what_is_none_is_told() {
        assert_eq!(
            read(r#""{type} {match:?} {gen}""#).0,
            ["r#type", "r#match", "r#gen"]
        );
        for name in [
            "self",
            "Self",
            "super",
            "crate",
            "_",
            "r#type",
            "a.b",
            "a b",
            "99999999999999999999999",
        ] {
            let format = format!("\"{{{name}}} {{x:{{>4}}\"");
            assert_eq!(read(&format).0, [format!("unread {name}"), "x".to_owned()]);
        }
    }

    #[test]
    fn widths_and_precisions_are_told_from_values() {
        assert_eq!(read(r#""{:>1$} {}", a, b"#).1, [1]);
        assert_eq!(read(r#""{:.*} {}", a, b, c"#).1, [0]);
        assert_eq!(read(r#""{:w$.p$}", a, w = b, p = c"#).1, [1, 2]);
        assert_eq!(read(r#""{} {:?}", a, b"#).1, Vec::<usize>::new());
        assert_eq!(read(r#""{n:0w$}", w = 8"#).1, [0]);
        // Here the dollar is the fill character.
        assert_eq!(read(r#""{0:$<9?} {:$>w$}", a, w = 1"#).1, [1]);
    }
}
