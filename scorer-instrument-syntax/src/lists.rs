//! The lists in an attribute: `skip(a, b)`, `include(a, b)`, `fields(a = 1, b)`. Parsing recovers at the comma after
//! each entry.

use proc_macro2::{Ident, Span};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use crate::expect;
use crate::fault::{Edit, Fault};
use crate::field::Field;

/// `include(a, b)`: all arguments that are recorded.
#[derive(Clone)]
pub struct Include {
    /// The position of the word.
    pub span: Span,
    /// The listed names.
    pub names: Vec<Ident>,
}

/// Adds the names of arguments in the parentheses after `word`.
pub(super) fn names(
    input: ParseStream,
    word: (&str, Span),
    example: &str,
    names: &mut Vec<Ident>,
    faults: &mut Vec<Fault>,
) -> syn::Result<()> {
    let (word, span) = word;
    list(input, span, example, faults, &mut |entry, faults| {
        let start = entry.span();
        let name = entry.call(Ident::parse_any).ok();
        let follows_a_name = entry.is_empty() || entry.peek(Token![,]);
        match name {
            Some(name) if follows_a_name || entry.peek(Ident::peek_any) => {
                if names.contains(&name) {
                    let message = format!("`{name}` appears twice in `{word}`");
                    faults.push(Fault::new(name.span(), message, Edit::AsUnderstood));
                } else {
                    names.push(name);
                }
                if !follows_a_name {
                    let message = "expected `,` between names";
                    faults.push(Fault::new(entry.span(), message, Edit::AsUnderstood));
                }
                Ok(())
            }
            other => {
                // In `skip(community.weights)`, the argument was meant.
                if let Some(name) = other.filter(|name| !names.contains(name)) {
                    names.push(name);
                }
                let message = format!("`{word}` takes the names of arguments: `{example}`");
                Err(syn::Error::new(start, message))
            }
        }
    })
}

/// Adds the fields in the parentheses after a word.
pub(super) fn fields(
    input: ParseStream,
    word: Span,
    fields: &mut Vec<Field>,
    faults: &mut Vec<Fault>,
) -> syn::Result<()> {
    const EXAMPLE: &str = "fields(stamp_count = stamps.len())";
    list(input, word, EXAMPLE, faults, &mut |entry, faults| {
        fields.push(Field::parse(entry)?);
        if !entry.is_empty() && !entry.peek(Token![,]) {
            let message = "expected `,` between fields";
            faults.push(Fault::new(entry.span(), message, Edit::AsUnderstood));
            // A complete field means that the comma is missing. Anything else belongs to an incomplete value.
            let next = Field::parse(&entry.fork());
            if !next.is_ok_and(|field| field.value.is_some()) {
                expect::skip_to_comma(entry);
            }
        }
        Ok(())
    })
}

/// Reads the entries in the parentheses that must follow a word.
fn list(
    input: ParseStream,
    word: Span,
    example: &str,
    faults: &mut Vec<Fault>,
    entry: &mut dyn FnMut(ParseStream, &mut Vec<Fault>) -> syn::Result<()>,
) -> syn::Result<()> {
    let message = format!("expected a list in parentheses: `{example}`");
    let content;
    let other = if input.peek(syn::token::Bracket) {
        Some(syn::bracketed!(content in input).span.open())
    } else if input.peek(syn::token::Brace) {
        Some(syn::braced!(content in input).span.open())
    } else if input.peek(syn::token::Paren) {
        syn::parenthesized!(content in input);
        None
    } else {
        expect::something(input, word, &message)?;
        return Err(input.error(message));
    };
    if let Some(open) = other {
        faults.push(Fault::new(open, message, Edit::AsUnderstood));
    }
    while !content.is_empty() {
        let read = expect::attempt(&content, |ahead| entry(ahead, faults));
        if let Err(error) = read {
            faults.push(Fault::syntax(&error));
            expect::skip_to_comma(&content);
        }
        content.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}
