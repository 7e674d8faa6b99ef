//! An attribute's text as rustfmt leaves it.

use syn::parse::{ParseStream, Parser};
use syn::{Expr, Lit, Meta, Token};

/// The widest line.
const WIDTH: usize = 100;
/// The widest list of arguments on one line.
const LIST: usize = 70;
/// Arguments of at most this width share lines, when each of a list's is so short.
const SHORT: usize = 10;

/// `#[path(parts)]` at an indentation; `vertical` says whether it stood on several lines.
pub(super) fn attribute(path: &str, parts: &[String], indent: usize, vertical: bool) -> String {
    let written = if parts.is_empty() {
        path.to_owned()
    } else if let Some(items) = parts.iter().map(|part| item(part)).collect() {
        // What rustfmt understands it lays out itself.
        let list = Item::List(path.to_owned(), items);
        list.laid_out(indent + 2, indent, 1)
    } else {
        by_hand(path, parts, indent, vertical)
    };
    format!("#[{written}]")
}

/// What rustfmt leaves as it stands: on one line where it fits, else each argument on its own.
fn by_hand(path: &str, parts: &[String], indent: usize, vertical: bool) -> String {
    let flat = format!("{path}({})", parts.join(", "));
    if !vertical && !flat.contains('\n') && indent + flat.len() + 3 <= WIDTH {
        return flat;
    }
    let inner = " ".repeat(indent + 4);
    let mut text = format!("{path}(\n");
    for part in parts {
        text.extend([inner.as_str(), part, ",\n"]);
    }
    text.push_str(&" ".repeat(indent));
    text.push(')');
    text
}

/// An argument that rustfmt understands.
enum Item {
    /// A word, a literal, `name = "literal"`.
    Plain(String),
    /// `skip(pool, headers)`.
    List(String, Vec<Self>),
}

fn item(text: &str) -> Option<Item> {
    (|input: ParseStream<'_>| parse(input, text))
        .parse_str(text)
        .ok()
}

fn parse(input: ParseStream<'_>, text: &str) -> syn::Result<Item> {
    let other = || syn::Error::new(input.span(), "laid out by hand");
    if input.peek(Lit) {
        let literal: Lit = input.parse()?;
        return Ok(Item::Plain(source(text, &literal).ok_or_else(other)?));
    }
    match input.parse()? {
        Meta::Path(path) => Ok(Item::Plain(source(text, &path).ok_or_else(other)?)),
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(_) => Ok(Item::Plain(source(text, &pair).ok_or_else(other)?)),
            _ => Err(other()),
        },
        Meta::List(list) => {
            let items = (|input: ParseStream<'_>| {
                let mut items = Vec::new();
                while !input.is_empty() {
                    items.push(parse(input, text)?);
                    input.parse::<Option<Token![,]>>()?;
                }
                Ok(items)
            })
            .parse2(list.tokens)?;
            let name = source(text, &list.path).ok_or_else(other)?;
            Ok(Item::List(name, items))
        }
    }
}

/// A part of the text as it was written.
fn source(text: &str, part: &impl syn::spanned::Spanned) -> Option<String> {
    text.get(part.span().byte_range()).map(str::to_owned)
}

impl Item {
    fn flat(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::List(name, items) => format!("{name}({})", flat(items)),
        }
    }

    /// The text from a column on, in lines of an indentation, with `behind` more on the last line.
    fn laid_out(&self, column: usize, indent: usize, behind: usize) -> String {
        let Self::List(name, items) = self else {
            return self.flat();
        };
        let inside = flat(items);
        if inside.len() <= LIST && column + name.len() + 2 + inside.len() + behind <= WIDTH {
            return format!("{name}({inside})");
        }
        if let [only @ Self::List(..)] = items.as_slice() {
            let only = only.laid_out(column + name.len() + 1, indent, behind + 1);
            return format!("{name}({only})");
        }
        let inner = " ".repeat(indent + 4);
        let mut text = format!("{name}(");
        let short = items.iter().all(|item| item.flat().len() <= SHORT);
        let mut line = 0;
        for (at, item) in items.iter().enumerate() {
            let comma = usize::from(at + 1 < items.len());
            let flat = item.flat();
            if short && at > 0 && line + 1 + flat.len() + comma <= WIDTH {
                text.push(' ');
                line += 1 + flat.len() + comma;
            } else {
                text.push('\n');
                text.push_str(&inner);
                line = inner.len() + flat.len() + comma;
            }
            text.push_str(&item.laid_out(indent + 4, indent + 4, comma));
            if comma > 0 {
                text.push(',');
            }
        }
        text.push('\n');
        text.push_str(&" ".repeat(indent));
        text.push(')');
        text
    }
}

fn flat(items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(Item::flat).collect();
    items.join(", ")
}
