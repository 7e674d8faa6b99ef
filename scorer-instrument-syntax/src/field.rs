//! One entry of `fields(..)`, of an event or of `record!`: a name, a sigil, a value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, LitStr, Token};

use super::expect;

/// The sigil before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// `x`: recorded as the type that it is.
    None,
    /// `%x`: recorded by its `Display`.
    Display,
    /// `?x`: recorded by its `Debug`.
    Debug,
}

/// A field's name.
#[derive(Clone)]
pub enum FieldName {
    /// `user.id`.
    Dotted(Vec<Ident>, TokenStream),
    /// `"user id"`, also in braces.
    Text(LitStr),
    /// `{CONST}`, whose text is not known here.
    Const(TokenStream, Span),
}

/// One entry of `fields(..)`.
#[derive(Clone)]
pub struct Field {
    /// The name.
    pub name: FieldName,
    /// The sigil.
    pub sigil: Sigil,
    /// The value. `None` means that the field is empty and filled later.
    pub value: Option<Expr>,
    /// Whether the field is a shorthand for a value of the same name: `%x`.
    pub shorthand: bool,
    /// The `Empty` that was written as the value, if it was.
    pub empty: Option<TokenStream>,
    /// The tokens as they were written.
    pub(super) original: TokenStream,
}

impl FieldName {
    /// Returns the name as a subscriber sees it, or `None` if it is a constant.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Dotted(parts, _) => {
                let mut name = String::new();
                for part in parts {
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.push_str(&part.unraw().to_string());
                }
                Some(name)
            }
            Self::Text(literal) => Some(literal.value()),
            Self::Const(..) => None,
        }
    }

    /// Returns the name in quotes, or `None` if it is a constant.
    ///
    /// For a name without quotes, tracing's event macros declare constants that compute its text without `r#`. rustc
    /// evaluates them for each field, which takes longer than all else that it does for the field.
    pub fn literal(&self) -> Option<LitStr> {
        match self {
            Self::Dotted(..) => Some(LitStr::new(&self.text()?, self.span())),
            Self::Text(literal) => Some(literal.clone()),
            Self::Const(..) => None,
        }
    }

    /// Returns the position of the name. For a dotted name, it is that of its last word.
    pub fn span(&self) -> Span {
        match self {
            Self::Dotted(parts, _) => parts.last().map_or_else(Span::call_site, Ident::span),
            Self::Text(literal) => literal.span(),
            Self::Const(_, span) => *span,
        }
    }

    /// Returns the name in the form that tracing-attributes accepts.
    pub fn tokens(&self) -> TokenStream {
        match self {
            Self::Dotted(_, tokens) => tokens.clone(),
            Self::Text(literal) => quote::quote!({ #literal }),
            Self::Const(tokens, _) => quote::quote!({ #tokens }),
        }
    }
}

impl Field {
    /// Parses one field: `a.b = %c`, `"a b" = c`, `{A} = c`, `%a`, `a`.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a field.
    pub(super) fn parse(input: ParseStream) -> syn::Result<Self> {
        let start = input.fork();
        let mut sigil = parse_sigil(input)?;
        let name = FieldName::parse(input)?;
        let mut shorthand = false;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() {
            let right = parse_sigil(input)?;
            if right != Sigil::None {
                sigil = right;
            }
            Some(expect::expression(input)?)
        } else if sigil == Sigil::None {
            None
        } else {
            // `%user.id` is short for `user.id = %user.id`.
            let FieldName::Dotted(_, tokens) = &name else {
                return Err(syn::Error::new(
                    name.span(),
                    "a quoted or constant name needs a value: `\"name\" = value`",
                ));
            };
            shorthand = true;
            Some(syn::parse2::<Expr>(tokens.clone())?)
        };
        let value = match value {
            Some(value) => match wrapped(&value) {
                Some((of, inside)) => {
                    sigil = of;
                    Some(inside)
                }
                None => Some(value),
            },
            None => None,
        };
        let (value, empty) = match value {
            Some(value) if is_empty_marker(&value) => (None, Some(value.to_token_stream())),
            value => (value, None),
        };
        Ok(Self {
            name,
            sigil,
            value,
            shorthand,
            empty,
            original: between(&start, input),
        })
    }
}

/// Reads `tracing::field::display(x)` or `display(x)` as `%x`, and `debug(x)` as `?x`. Returns the form and what is
/// formatted.
fn wrapped(value: &Expr) -> Option<(Sigil, Expr)> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    let mut words = function.path.segments.iter().rev();
    let last = words.next()?;
    // tracing's macros import both functions, so a bare name always refers to them.
    if words.next().is_some_and(|module| module.ident != "field") || call.args.len() != 1 {
        return None;
    }
    let sigil = match last.ident.to_string().as_str() {
        "display" => Sigil::Display,
        "debug" => Sigil::Debug,
        _ => return None,
    };
    Some((sigil, call.args.first()?.clone()))
}

/// Whether a value is `Empty` or `tracing::field::Empty`, which declares the field without a value.
fn is_empty_marker(value: &Expr) -> bool {
    let Expr::Path(path) = value else {
        return false;
    };
    let mut words = String::new();
    for segment in &path.path.segments {
        words.push_str(&segment.ident.to_string());
        words.push(' ');
    }
    matches!(
        words.as_str(),
        "Empty " | "field Empty " | "tracing field Empty "
    )
}

impl FieldName {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Text(input.parse()?));
        }
        if input.peek(syn::token::Brace) {
            let content;
            let brace = syn::braced!(content in input);
            if content.peek(LitStr) && !content.peek2(Token![.]) {
                return Ok(Self::Text(content.parse()?));
            }
            let name = expect::expression(&content)?;
            if !content.is_empty() {
                return Err(content.error("expected one expression as the field's name"));
            }
            return Ok(Self::Const(name.into_token_stream(), brace.span.join()));
        }
        let start = input.fork();
        let mut parts = vec![expect::word(input)?];
        while input.parse::<Option<Token![.]>>()?.is_some() {
            parts.push(expect::word(input)?);
        }
        Ok(Self::Dotted(parts, between(&start, input)))
    }
}

/// Returns the tokens from the position of `start` to that of `end`.
fn between(start: ParseStream, end: ParseStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut cursor = start.cursor();
    while cursor < end.cursor() {
        let Some((tree, next)) = cursor.token_tree() else {
            break;
        };
        tokens.extend([tree]);
        cursor = next;
    }
    tokens
}

fn parse_sigil(input: ParseStream) -> syn::Result<Sigil> {
    Ok(if input.parse::<Option<Token![%]>>()?.is_some() {
        Sigil::Display
    } else if input.parse::<Option<Token![?]>>()?.is_some() {
        Sigil::Debug
    } else {
        Sigil::None
    })
}
