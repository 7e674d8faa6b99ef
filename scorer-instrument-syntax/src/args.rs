//! The arguments of the attribute: the whole grammar of `#[tracing::instrument]`, in any order.
//!
//! Parsing never stops at an error. Each argument and each field recovers at its own comma, so that all mistakes are
//! reported at once.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitStr, Path, Token};

use crate::depth;
use crate::expect::{self, skip_to_comma};
use crate::fault::{Edit, Fault};
use crate::field::Field;
use crate::lists::{self, Include};
use crate::setting::{self, EventArgs, event_args, level, literal_or_ident};
use crate::text::text;
use scorer_instrument_policy::{listed, nearest};

/// The words that the attribute knows: those of `#[tracing::instrument]`, `include` and `crate`.
const WORDS: &[&str] = &[
    "name",
    "target",
    "level",
    "skip",
    "skip_all",
    "include",
    "fields",
    "err",
    "ret",
    "parent",
    "follows_from",
    "crate",
];

/// A parsed attribute.
#[derive(Clone, Default)]
pub struct Args {
    /// Arguments that are passed on unchanged, in their written order: `name = ".."`, `err(..)`.
    pub(super) kept: Vec<(Word, TokenStream)>,
    /// `parent = expr`.
    pub parent: Option<Expr>,
    /// `follows_from = expr`.
    pub follows_from: Option<Expr>,
    /// `skip(a, b)`.
    pub skip: Vec<Ident>,
    /// The position of `skip_all`, if it is there.
    pub skip_all: Option<Span>,
    /// `include(a, b)`.
    pub include: Option<Include>,
    /// `fields(..)`.
    pub fields: Vec<Field>,
    /// The position of `err`, if it is there.
    pub err: Option<Span>,
    /// The position of `ret`, if it is there, for messages.
    pub ret: Option<Span>,
    /// The content of the parentheses of `err`.
    pub(super) err_event: EventArgs,
    /// The content of the parentheses of `ret`.
    pub(super) ret_event: EventArgs,
    /// `crate = path`: the path of a renamed facade crate.
    pub krate: Option<Path>,
}

/// An argument that is passed on unchanged.
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

/// Parses the tokens of the attribute. Mistakes are added to `faults`.
pub fn parse(tokens: TokenStream, faults: &mut Vec<Fault>) -> Args {
    if let Some(span) = depth::too_deep(&tokens) {
        faults.push(Fault::new(
            span,
            format!(
                "this attribute is nested more than {} brackets deep and is not read",
                depth::DEEPEST_NESTING
            ),
            Edit::None,
        )
        .help("compute the value in the body and fill the field with `scorer_instrument::record!`"));
        return Args::default();
    }
    let mut args = Args::default();
    let parser = &mut |input: ParseStream| {
        while !input.is_empty() {
            if input.parse::<Option<Token![,]>>()?.is_some() {
                continue;
            }
            args.argument(input, faults)?;
        }
        Ok(())
    };
    if let Err(error) = read(tokens, parser) {
        faults.push(Fault::syntax(&error));
    }
    args
}

/// Parses tokens from the first to the last. This is compiled once for all parsers. An error at the end of the tokens
/// gets the position of the last one, because the end has no position.
pub(super) fn read(
    tokens: TokenStream,
    reader: &mut dyn FnMut(ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    read_at(Span::call_site(), tokens, reader)
}

/// Does the same. Without any tokens, an error gets this position.
pub(super) fn read_at(
    empty: Span,
    tokens: TokenStream,
    reader: &mut dyn FnMut(ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let last = tokens.clone().into_iter().last();
    let mut whole = Group::new(Delimiter::Parenthesis, tokens);
    whole.set_span(last.map_or(empty, |last| end_of(&last)));
    (|input: ParseStream| {
        let content;
        syn::parenthesized!(content in input);
        reader(&content)
    })
    .parse2(TokenTree::from(whole).into())
}

fn end_of(tree: &TokenTree) -> Span {
    match tree {
        TokenTree::Group(group) => group.span_close(),
        other => other.span(),
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
            let found = text(tree.clone().into());
            let message = format!("expected an argument, found `{found}`");
            faults.push(Fault::new(tree.span(), message, Edit::AsUnderstood));
            while !input.is_empty() && !input.peek(Token![,]) && !starts_with_word(input) {
                input.parse::<TokenTree>()?;
            }
            return Ok(());
        };
        let name = word.unraw().to_string();
        let known = WORDS.iter().copied().find(|known| *known == name);
        let Some(meant) = known.or_else(|| nearest(&name, WORDS.iter().copied())) else {
            faults.push(unknown(word.span(), &name, None));
            skip_to_comma(input);
            return Ok(());
        };
        if known.is_none() {
            faults.push(unknown(word.span(), &name, Some(meant)));
        }
        let read = expect::attempt(input, |ahead| self.known(meant, &word, ahead, faults));
        if let Err(error) = read {
            // If a word is incomplete, nothing more can be expected.
            if known.is_some() {
                faults.push(Fault::syntax(&error));
            }
            skip_to_comma(input);
        } else if !input.is_empty() && !input.peek(Token![,]) && !starts_with_word(input) {
            faults.push(Fault::new(
                input.span(),
                "expected `,` between arguments",
                Edit::AsUnderstood,
            ));
            skip_to_comma(input);
        }
        Ok(())
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
                let value = literal_or_ident(input, span)?;
                self.keep(Word::Name, span, quote::quote!(name = #value), faults);
            }
            "target" => {
                let value = literal_or_ident(input, span)?;
                self.keep(Word::Target, span, quote::quote!(target = #value), faults);
            }
            "level" => {
                let equals = expect::equals(input, span)?;
                let value = level(input, equals);
                let kept = value
                    .as_ref()
                    .map_or_else(|_| quote::quote!("info"), Clone::clone);
                self.keep(Word::Level, span, quote::quote!(level = #kept), faults);
                value?;
            }
            "err" | "ret" => {
                let (kind, place, of) = if meant == "err" {
                    (Word::Err, &mut self.err, &mut self.err_event)
                } else {
                    (Word::Ret, &mut self.ret, &mut self.ret_event)
                };
                place.get_or_insert(span);
                let word = Ident::new(meant, Span::call_site().located_at(span));
                let event = if input.peek(syn::token::Paren) {
                    event_args(input)
                } else {
                    Ok(EventArgs::default())
                };
                let kept = event.as_ref().cloned().unwrap_or_default();
                let tokens = kept.tokens.clone();
                *of = kept;
                self.keep(kind, span, quote::quote!(#word #tokens), faults);
                event?;
            }
            "parent" => {
                expect::equals(input, span)?;
                let value = setting::span(input, meant)?;
                if self.keep(Word::Parent, span, quote::quote!(parent = #value), faults) {
                    self.parent = Some(value);
                }
            }
            "follows_from" => {
                expect::equals(input, span)?;
                let value = setting::span(input, meant)?;
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
                const PATH: &str = "expected a path: `crate = my_facade`";
                let equals = expect::equals(input, span)?;
                expect::something(input, equals, PATH)?;
                let path = input
                    .call(Path::parse_mod_style)
                    .map_err(|error| syn::Error::new(error.span(), PATH))?;
                if self.keep(Word::Crate, span, quote::quote!(crate = #path), faults) {
                    self.krate = Some(path);
                }
            }
            "skip" | "skip_all" | "include" => self.choice(meant, span, input, faults)?,
            _ => {
                if !self.fields.is_empty() {
                    faults.push(twice(span, "fields"));
                }
                lists::fields(input, span, &mut self.fields, faults)?;
            }
        }
        Ok(())
    }

    /// Parses which arguments are recorded: `skip(..)`, `skip_all`, `include(..)`.
    fn choice(
        &mut self,
        word: &str,
        span: Span,
        input: ParseStream,
        faults: &mut Vec<Fault>,
    ) -> syn::Result<()> {
        match word {
            "skip" => {
                if !self.skip.is_empty() {
                    faults.push(twice(span, "skip"));
                } else if self.skip_all.is_some() {
                    faults.push(both(span));
                } else if self.include.is_some() {
                    faults.push(beside_include(span, "skip"));
                }
                let names = &mut self.skip;
                lists::names(input, (word, span), "skip(pool, headers)", names, faults)?;
            }
            "include" => {
                if self.include.is_some() {
                    faults.push(twice(span, "include"));
                } else if !self.skip.is_empty() {
                    faults.push(beside_include(span, "skip"));
                } else if self.skip_all.is_some() {
                    faults.push(beside_include(span, "skip_all"));
                }
                let example = "include(address, community_id)";
                let names = Vec::new();
                let include = self.include.get_or_insert(Include { span, names });
                lists::names(input, (word, span), example, &mut include.names, faults)?;
            }
            _ => {
                if self.skip_all.is_some() {
                    faults.push(twice(span, "skip_all"));
                } else if !self.skip.is_empty() {
                    faults.push(both(span));
                } else if self.include.is_some() {
                    faults.push(beside_include(span, "skip_all"));
                }
                self.skip_all = Some(span);
            }
        }
        Ok(())
    }

    /// Returns the settings that are expressions, each with its word.
    pub(super) fn expressions(&self) -> Vec<(&'static str, Expr)> {
        let mut found = Vec::new();
        for (word, tokens) in &self.kept {
            if !matches!(word, Word::Name | Word::Target) {
                continue;
            }
            // `name = NAME`, or a literal alone.
            let mut tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
            if let Some(TokenTree::Ident(ident)) = tokens.pop() {
                found.push((word.as_str(), syn::parse_quote!(#ident)));
            }
        }
        found.extend(self.parent.clone().map(|parent| ("parent", parent)));
        found.extend(self.follows_from.clone().map(|from| ("follows_from", from)));
        found
    }

    /// Adds an argument that is passed on unchanged, unless it is already there.
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

/// Whether a known word follows. It begins the next argument, because `#[instrument]` needs no comma between arguments.
fn starts_with_word(input: ParseStream) -> bool {
    let next = input.fork().call(Ident::parse_any);
    next.is_ok_and(|ident| WORDS.iter().any(|word| ident.unraw() == word))
}

fn unknown(span: Span, written: &str, meant: Option<&str>) -> Fault {
    let fault = Fault::new(
        span,
        format!("unknown argument `{written}`"),
        Edit::AsUnderstood,
    );
    match meant {
        Some(meant) => fault.note(format!("did you mean `{meant}`?")),
        None => fault.note(format!("the arguments are {}", listed(WORDS))),
    }
}

fn twice(span: Span, word: &str) -> Fault {
    Fault::new(span, format!("`{word}` appears twice"), Edit::AsUnderstood)
}

fn both(span: Span) -> Fault {
    Fault::new(
        span,
        "`skip_all` skips every argument, so `skip` has no effect",
        Edit::AsUnderstood,
    )
}

fn beside_include(span: Span, word: &str) -> Fault {
    Fault::new(
        span,
        format!("`include` lists everything that is recorded, so `{word}` has no effect"),
        Edit::AsUnderstood,
    )
}
