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
    /// `x`: as what it is.
    None,
    /// `%x`: by Display.
    Display,
    /// `?x`: by Debug.
    Debug,
}

/// A field's name.
#[derive(Clone)]
pub enum FieldName {
    /// `user.id`.
    Dotted(Vec<Ident>, TokenStream),
    /// `"user id"`, also in braces.
    Text(LitStr),
    /// `{CONST}`: cannot be read here.
    Const(TokenStream, Span),
}

/// One entry of `fields(..)`.
#[derive(Clone)]
pub struct Field {
    /// The name.
    pub name: FieldName,
    /// The sigil.
    pub sigil: Sigil,
    /// The value; none: an empty field, to be filled later.
    pub value: Option<Expr>,
    /// Whether the value is the name's shorthand: `%x`.
    pub shorthand: bool,
    /// The `Empty` that was written as the value.
    pub empty: Option<TokenStream>,
    /// As written.
    pub(super) original: TokenStream,
}

impl FieldName {
    /// The name as a subscriber sees it; none where only a constant knows it.
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

    /// Where the name stands; of a dotted one, its last word.
    pub fn span(&self) -> Span {
        match self {
            Self::Dotted(parts, _) => parts.last().map_or_else(Span::call_site, Ident::span),
            Self::Text(literal) => literal.span(),
            Self::Const(_, span) => *span,
        }
    }

    /// The name as tracing-attributes takes it.
    pub fn tokens(&self) -> TokenStream {
        match self {
            Self::Dotted(_, tokens) => tokens.clone(),
            Self::Text(literal) => quote::quote!({ #literal }),
            Self::Const(tokens, _) => quote::quote!({ #tokens }),
        }
    }
}

impl Field {
    /// One field: `a.b = %c`, `"a b" = c`, `{A} = c`, `%a`, `a`.
    ///
    /// # Errors
    ///
    /// When it is none.
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

/// `tracing::field::display(x)`, or `display(x)`, is `%x`, and `debug(x)` is `?x`: what is formatted, and how.
fn wrapped(value: &Expr) -> Option<(Sigil, Expr)> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    let mut words = function.path.segments.iter().rev();
    let last = words.next()?;
    // tracing's macros import both, so that a bare name is theirs, whatever else has it.
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

/// `Empty`, `tracing::field::Empty`: declares the field without a value.
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

/// The tokens from where `start` stands to where `end` stands.
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
