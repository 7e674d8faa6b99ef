//! What is handed to `format!` and its like: the literal, the arguments, the inline captures.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, LitStr, Token};

/// `"..", a, b = c`.
pub struct Format {
    /// The format string, or a macro such as `concat!(..)` in its place.
    pub literal: TokenStream,
    /// The string's text, where it is a literal.
    pub text: Option<LitStr>,
    /// The arguments behind it.
    pub values: Vec<Argument>,
}

/// What one `{..}` prints, and how.
pub struct Printed {
    /// What.
    pub argument: Source,
    /// Whether by `Debug`: `{:?}`.
    pub debug: bool,
}

/// Where a printed value comes from.
pub enum Source {
    /// The argument at this place.
    Value(usize),
    /// A name of the surroundings.
    Captured(String),
}

/// One argument: `a` or `b = c`.
pub struct Argument {
    /// Its name.
    pub name: Option<Ident>,
    /// Its value.
    pub value: Expr,
}

/// Parses what stands in a `format!`'s parentheses.
///
/// # Errors
///
/// When it is no format string with arguments behind it.
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
    /// The names that the string captures from its surroundings to print them, `"{user}"`, and
    /// whether it prints them in a number's form.
    ///
    /// A captured width, `{:>width$}`, is a number and prints nothing of itself.
    pub fn captures(&self) -> Vec<(Ident, bool)> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let mut found: Vec<(String, bool)> = Vec::new();
        for placeholder in placeholders(&text.value()) {
            if let Position::Named(name) = placeholder.argument {
                if self.named(&name).is_some() {
                    continue;
                }
                match found.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, number)) => *number |= placeholder.number,
                    None => found.push((name, placeholder.number)),
                }
            }
        }
        let mut captures = Vec::new();
        for (name, number) in found {
            if let Some(ident) = ident(&name, text.span()) {
                captures.push((ident, number));
            }
        }
        captures
    }

    /// What the string prints, in its order.
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

    /// Which arguments are printed in a number's form: `{:x}`, `{:e}`.
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

    /// Which arguments are widths or precisions: `{:>1$}`, `{:.*}`, `{:w$}` with `w = 8`.
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

    /// The arguments as tokens.
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

fn ident(name: &str, span: Span) -> Option<Ident> {
    let mut ident = syn::parse_str::<Ident>(name).ok()?;
    ident.set_span(span);
    Some(ident)
}

/// One `{..}` of a format string.
struct Placeholder {
    /// What it prints.
    argument: Position,
    /// Its width and its precision, where arguments hold them.
    numbers: Vec<Position>,
    /// Whether it is printed in a number's form.
    number: bool,
    /// Whether it is printed by `Debug`.
    debug: bool,
}

/// Which argument is meant.
#[derive(PartialEq)]
enum Position {
    /// The next one that none has taken.
    Next,
    /// The one at this place.
    At(usize),
    /// The one of this name, which may be captured.
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

/// Reads a format string by the grammar of `std::fmt`.
fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (argument, spec) = rest[..close]
            .split_once(':')
            .unwrap_or((&rest[..close], ""));
        // The precision after the point, `.*` or `.name$`, and the width before it, `name$`.
        let mut numbers = Vec::new();
        // Fill and alignment come first; the fill may be any character.
        let mut rest_of_spec = spec.chars();
        let spec = match (rest_of_spec.next(), rest_of_spec.next()) {
            (Some(_), Some('<' | '^' | '>')) => rest_of_spec.as_str(),
            _ => spec.trim_start_matches(['<', '^', '>']),
        };
        let (width, precision) = spec.split_once('.').unwrap_or((spec, ""));
        if precision.starts_with('*') {
            numbers.push(Position::Next);
        }
        for part in [width, precision] {
            if let Some((number, _)) = part.split_once('$') {
                // Before the width stand flags, none of which ends a name.
                let word = number
                    .rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .next()
                    .unwrap_or_default();
                // The flag `0` may stand before a name.
                let word = match word.strip_prefix('0') {
                    Some(name)
                        if name
                            .as_bytes()
                            .first()
                            .is_some_and(|first| !first.is_ascii_digit()) =>
                    {
                        name
                    }
                    _ => word,
                };
                if !word.is_empty() {
                    numbers.push(Position::parse(word));
                }
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
        rest = &rest[close + 1..];
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
                .map(|(name, _)| name.to_string())
                .collect(),
            format.widths(),
        )
    }

    #[test]
    fn every_captured_name_is_found() {
        let (captures, _) = read(r#""{a} {{b}} {c:?} {0} {} {d:>w$.p$} {:x} {é}", 1, 2"#);
        assert_eq!(captures, ["a", "c", "d", "é"]);
        assert_eq!(read(r#""{unclosed""#).0, Vec::<String>::new());
        assert_eq!(read(r#""{a} {b}", b = 1"#).0, ["a"]);
    }

    #[test]
    fn widths_and_precisions_are_told_from_values() {
        assert_eq!(read(r#""{:>1$} {}", a, b"#).1, [1]);
        assert_eq!(read(r#""{:.*} {}", a, b, c"#).1, [0]);
        assert_eq!(read(r#""{:w$.p$}", a, w = b, p = c"#).1, [1, 2]);
        assert_eq!(read(r#""{} {:?}", a, b"#).1, Vec::<usize>::new());
        assert_eq!(read(r#""{n:0w$}", w = 8"#).1, [0]);
        // Here the dollar is what the value is filled up with.
        assert_eq!(read(r#""{0:$<9?} {:$>w$}", a, w = 1"#).1, [1]);
    }
}
