//! The attribute's arguments: the whole grammar of `#[tracing::instrument]`, in any order.
//!
//! Parsing never stops at an error: each argument and each field recovers at its own comma, so
//! that everything that is wrong is reported at once.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitInt, LitStr, Path, Token};

use super::depth;
use super::fault::{Edit, Fault};
use crate::nearest::nearest;

/// The words that the attribute knows, as `#[tracing::instrument]` spells them, and `crate`.
const WORDS: &[&str] = &[
    "name",
    "target",
    "level",
    "skip",
    "skip_all",
    "fields",
    "err",
    "ret",
    "parent",
    "follows_from",
    "crate",
];

/// An attribute as it was understood.
#[derive(Clone, Default)]
pub struct Args {
    /// What can be taken over as it stands, in the order written: `name = ".."`, `err(..)`.
    pub(super) kept: Vec<(Word, TokenStream)>,
    /// `parent = expr`.
    pub parent: Option<Expr>,
    /// `follows_from = expr`.
    pub follows_from: Option<Expr>,
    /// `skip(a, b)`.
    pub skip: Vec<Ident>,
    /// `skip_all`, where it stands.
    pub skip_all: Option<Span>,
    /// `fields(..)`.
    pub fields: Vec<Field>,
    /// `err`.
    pub err: Option<Span>,
    /// `ret`, and the word itself for messages.
    pub ret: Option<Span>,
    /// `crate = path`: the facade under another name.
    pub krate: Option<Path>,
}

/// An argument whose tokens are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Name,
    Target,
    Level,
    Err,
    Ret,
    Parent,
    FollowsFrom,
    Crate,
}

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
            Self::Dotted(parts, _) => Some(
                parts
                    .iter()
                    .map(|part| part.unraw().to_string())
                    .collect::<Vec<_>>()
                    .join("."),
            ),
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

/// Parses the attribute's tokens; what is wrong goes to `faults`.
pub fn parse(tokens: TokenStream, faults: &mut Vec<Fault>) -> Args {
    if let Some(span) = depth::too_deep(&tokens) {
        faults.push(Fault::new(
            span,
            format!(
                "this attribute nests deeper than {} brackets and is not read",
                depth::DEEPEST_NESTING
            ),
            Edit::None,
        ));
        return Args::default();
    }
    let mut args = Args::default();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            if input.parse::<Option<Token![,]>>()?.is_some() {
                continue;
            }
            if let Err(error) = args.argument(input, faults) {
                faults.push(Fault::syntax(&error));
                skip_to_comma(input);
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        faults.push(Fault::syntax(&error));
    }
    args
}

/// Leaves the stream before the next comma of this level, or at its end.
pub(super) fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

impl Args {
    fn argument(&mut self, input: ParseStream, faults: &mut Vec<Fault>) -> syn::Result<()> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            self.keep(
                Word::Name,
                literal.span(),
                literal.into_token_stream(),
                faults,
            );
            return Ok(());
        }
        let Ok(word) = Ident::parse_any(input) else {
            let tree: TokenTree = input.parse()?;
            faults.push(unknown(tree.span(), &super::text::text(tree.into()), None));
            skip_to_comma(input);
            return Ok(());
        };
        let name = word.unraw().to_string();
        let known = if WORDS.contains(&name.as_str()) {
            Some(name.as_str())
        } else {
            None
        };
        let Some(meant) = known.or_else(|| nearest(&name, WORDS.iter().copied())) else {
            faults.push(unknown(word.span(), &name, None));
            skip_to_comma(input);
            return Ok(());
        };
        if known.is_none() {
            faults.push(unknown(word.span(), &name, Some(meant)));
        }
        self.known(meant, &word, input, faults)
    }

    fn known(
        &mut self,
        meant: &str,
        word: &Ident,
        input: ParseStream,
        faults: &mut Vec<Fault>,
    ) -> syn::Result<()> {
        let span = word.span();
        match meant {
            "name" => {
                let value = literal_or_ident(input)?;
                self.keep(Word::Name, span, quote::quote!(name = #value), faults);
            }
            "target" => {
                let value = literal_or_ident(input)?;
                self.keep(Word::Target, span, quote::quote!(target = #value), faults);
            }
            "level" => {
                input.parse::<Token![=]>()?;
                let value = level(input)?;
                self.keep(Word::Level, span, quote::quote!(level = #value), faults);
            }
            "err" | "ret" => {
                let (kind, place) = if meant == "err" {
                    (Word::Err, &mut self.err)
                } else {
                    (Word::Ret, &mut self.ret)
                };
                place.get_or_insert(span);
                let word = Ident::new(meant, Span::call_site().located_at(span));
                let event = if input.peek(syn::token::Paren) {
                    event_args(input)?
                } else {
                    TokenStream::new()
                };
                self.keep(kind, span, quote::quote!(#word #event), faults);
            }
            "parent" => {
                input.parse::<Token![=]>()?;
                let value: Expr = input.parse()?;
                if self.keep(Word::Parent, span, quote::quote!(parent = #value), faults) {
                    self.parent = Some(value);
                }
            }
            "follows_from" => {
                input.parse::<Token![=]>()?;
                let value: Expr = input.parse()?;
                if self.keep(
                    Word::FollowsFrom,
                    span,
                    quote::quote!(follows_from = #value),
                    faults,
                ) {
                    self.follows_from = Some(value);
                }
            }
            "crate" => {
                input.parse::<Token![=]>()?;
                let path = input.call(Path::parse_mod_style)?;
                if self.keep(Word::Crate, span, quote::quote!(crate = #path), faults) {
                    self.krate = Some(path);
                }
            }
            "skip" => {
                if !self.skip.is_empty() {
                    faults.push(twice(span, "skip"));
                } else if self.skip_all.is_some() {
                    faults.push(both(span));
                }
                self.skips(&list(input, "skip(pool)")?, faults);
            }
            "skip_all" => {
                if self.skip_all.is_some() {
                    faults.push(twice(span, "skip_all"));
                } else if !self.skip.is_empty() {
                    faults.push(both(span));
                }
                self.skip_all = Some(span);
            }
            _ => {
                if !self.fields.is_empty() {
                    faults.push(twice(span, "fields"));
                }
                self.field_list(list(input, "fields(stamp_count = stamps.len())")?, faults);
            }
        }
        if !input.is_empty()
            && !input.peek(Token![,])
            && !WORDS.iter().any(|word| starts_with(input, word))
        {
            return Err(input.error("expected `,`"));
        }
        Ok(())
    }

    /// Takes an argument over, unless it stands there already.
    fn keep(
        &mut self,
        word: Word,
        span: Span,
        tokens: TokenStream,
        faults: &mut Vec<Fault>,
    ) -> bool {
        if self.kept.iter().any(|(kept, _)| *kept == word) {
            faults.push(twice(span, word.as_str()));
            return false;
        }
        self.kept.push((word, tokens));
        true
    }

    fn skips(&mut self, tokens: &TokenStream, faults: &mut Vec<Fault>) {
        let parser = |input: ParseStream| {
            while !input.is_empty() {
                match input.call(Ident::parse_any) {
                    Ok(name) if self.skip.iter().any(|skipped| *skipped == name) => {
                        faults.push(Fault::new(
                            name.span(),
                            format!("`{name}` is skipped twice"),
                            Edit::AsUnderstood,
                        ))
                    }
                    Ok(name) => self.skip.push(name),
                    Err(error) => {
                        faults.push(Fault::new(
                            error.span(),
                            "`skip` takes the names of arguments: `skip(pool, headers)`",
                            Edit::AsUnderstood,
                        ));
                        skip_to_comma(input);
                    }
                }
                if !input.is_empty() && !input.peek(Token![,]) {
                    faults.push(Fault::new(
                        input.span(),
                        "`skip` takes the names of arguments: `skip(pool, headers)`",
                        Edit::AsUnderstood,
                    ));
                    skip_to_comma(input);
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens.clone()) {
            faults.push(Fault::syntax(&error));
        }
    }

    fn field_list(&mut self, tokens: TokenStream, faults: &mut Vec<Fault>) {
        let parser = |input: ParseStream| {
            while !input.is_empty() {
                match Field::parse(input) {
                    Ok(field) if input.is_empty() || input.peek(Token![,]) => {
                        self.fields.push(field)
                    }
                    Ok(_) => {
                        faults.push(Fault::new(
                            input.span(),
                            "expected `,` between fields",
                            Edit::None,
                        ));
                        skip_to_comma(input);
                    }
                    Err(error) => {
                        faults.push(Fault::syntax(&error));
                        skip_to_comma(input);
                    }
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            faults.push(Fault::syntax(&error));
        }
    }
}

impl Word {
    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Target => "target",
            Self::Level => "level",
            Self::Err => "err",
            Self::Ret => "ret",
            Self::Parent => "parent",
            Self::FollowsFrom => "follows_from",
            Self::Crate => "crate",
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
            Some(input.parse::<Expr>()?)
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

/// `Empty`, `tracing::field::Empty`: declares the field without a value.
fn is_empty_marker(value: &Expr) -> bool {
    let Expr::Path(path) = value else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Empty")
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
            let name: Expr = content.parse()?;
            if !content.is_empty() {
                return Err(content.error("expected one expression as the field's name"));
            }
            return Ok(Self::Const(name.into_token_stream(), brace.span.join()));
        }
        let start = input.fork();
        let mut parts = vec![input.call(Ident::parse_any)?];
        while input.parse::<Option<Token![.]>>()?.is_some() {
            parts.push(input.call(Ident::parse_any)?);
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

/// `= "text"` or `= NAME`, as `#[instrument]` takes a name and a target.
fn literal_or_ident(input: ParseStream) -> syn::Result<TokenStream> {
    input.parse::<Token![=]>()?;
    let ahead = input.fork();
    if let Ok(literal) = ahead.parse::<LitStr>() {
        input.advance_to(&ahead);
        return Ok(literal.into_token_stream());
    }
    match input.parse::<Ident>() {
        Ok(ident) => Ok(ident.into_token_stream()),
        Err(error) => Err(syn::Error::new(
            error.span(),
            "expected a string literal or the name of a constant",
        )),
    }
}

fn level(input: ParseStream) -> syn::Result<TokenStream> {
    const EXPECTED: &str = "expected a level: \"trace\", \"debug\", \"info\", \"warn\", \"error\", a number from 1 to 5, or a `Level`";
    if let Ok(literal) = input.fork().parse::<LitStr>() {
        let word = literal.value().to_ascii_lowercase();
        if !["trace", "debug", "info", "warn", "error"].contains(&word.as_str()) {
            return Err(syn::Error::new(literal.span(), EXPECTED));
        }
        return Ok(input.parse::<LitStr>()?.into_token_stream());
    }
    if input.peek(LitInt) {
        let literal: LitInt = input.parse()?;
        return match literal.base10_parse::<u64>() {
            Ok(1..=5) => Ok(literal.into_token_stream()),
            _ => Err(syn::Error::new(literal.span(), EXPECTED)),
        };
    }
    match input.parse::<Path>() {
        Ok(path) => Ok(path.into_token_stream()),
        Err(error) => Err(syn::Error::new(error.span(), EXPECTED)),
    }
}

/// `(Debug)`, `(level = "warn")`, `(Display, level = "info")`.
fn event_args(input: ParseStream) -> syn::Result<TokenStream> {
    let content;
    syn::parenthesized!(content in input);
    let (mut seen_level, mut seen_format) = (false, false);
    let mut parts = Vec::new();
    while !content.is_empty() {
        let word = content.call(Ident::parse_any)?;
        let (seen, part) = if word == "level" {
            content.parse::<Token![=]>()?;
            let level = level(&content)?;
            (&mut seen_level, quote::quote!(level = #level))
        } else if word == "Debug" || word == "Display" {
            (&mut seen_format, word.to_token_stream())
        } else {
            return Err(syn::Error::new(
                word.span(),
                "expected `Debug`, `Display` or `level = ..`",
            ));
        };
        if std::mem::replace(seen, true) {
            return Err(syn::Error::new(
                word.span(),
                "expected one format and one level: `err(Debug, level = \"warn\")`",
            ));
        }
        parts.push(part);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(quote::quote!((#(#parts),*)))
}

/// The tokens in the parentheses that an argument must have.
fn list(input: ParseStream, example: &str) -> syn::Result<TokenStream> {
    let group: proc_macro2::Group = input.parse().map_err(|error| {
        syn::Error::new(
            error.span(),
            format!("expected a list in parentheses: `{example}`"),
        )
    })?;
    if group.delimiter() != Delimiter::Parenthesis {
        return Err(syn::Error::new(
            group.span_open(),
            format!("expected a list in parentheses: `{example}`"),
        ));
    }
    Ok(group.stream())
}

/// `#[instrument]` needs no comma between arguments, so a known word begins the next one.
fn starts_with(input: ParseStream, word: &str) -> bool {
    input
        .fork()
        .call(Ident::parse_any)
        .is_ok_and(|ident| ident.unraw() == word)
}

fn unknown(span: Span, written: &str, meant: Option<&str>) -> Fault {
    let fault = Fault::new(
        span,
        format!("unknown argument `{written}`"),
        Edit::AsUnderstood,
    );
    match meant {
        Some(meant) => fault.note(format!("did you mean `{meant}`?")),
        None => fault.note(format!(
            "known are {}",
            WORDS
                .iter()
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}

fn twice(span: Span, word: &str) -> Fault {
    Fault::new(
        span,
        format!("`{word}` stands here twice"),
        Edit::AsUnderstood,
    )
}

fn both(span: Span) -> Fault {
    Fault::new(
        span,
        "`skip` has nothing to add to `skip_all`",
        Edit::AsUnderstood,
    )
}
