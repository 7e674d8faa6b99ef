//! Events and `record!`: the grammar of tracing's macros, checked like the fields of the attribute.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Lit, LitStr, Path, Token};

use crate::args::read;
use crate::expect::skip_to_comma;
use crate::expr::{self, Judge, Known, Operand, Suspicion};
use crate::fault::{Edit, Fault};
use crate::field::{Field, FieldName, Sigil};
use crate::fields::is_about_text;
use crate::how::sigil_of;
use crate::plan::{self, How, Place, Recorded};
use crate::reason::Reason;
use crate::says::Says;
use crate::types::Shape;
use crate::value_shape;
use crate::{default_facade, depth, expect, setting};
use scorer_instrument_policy::nearest;
use scorer_instrument_policy::{Policy, Verdict};

/// A checked event.
#[derive(Default)]
pub struct Event {
    /// `name: ..,`, `target: ..,`, `parent: ..,` and, for `event!`, the level, in the form that tracing accepts.
    pub settings: TokenStream,
    /// The fields.
    pub fields: Vec<Recorded>,
    /// The message: a format string and its arguments.
    pub message: TokenStream,
}

type Prove<'a> = &'a dyn Fn(&Path, TokenStream, Operand) -> TokenStream;

/// Checks `[facade] fields.., "message {}", args..`. With `level`, a level precedes the fields.
///
/// # Errors
///
/// Returns every fault at once.
pub fn event(
    policy: &Policy,
    tokens: TokenStream,
    level: bool,
    prove: Prove<'_>,
) -> Result<(Path, Event), Vec<Fault>> {
    let (facade, tokens) = facade_and_rest(tokens)?;
    let wrap = |tokens: TokenStream, operand| prove(&facade, tokens, operand);
    let mut reader = Reader {
        policy,
        prove: &wrap,
        faults: Vec::new(),
    };
    let mut event = Event::default();
    let parser = &mut |input: ParseStream| {
        event.settings = reader.settings(input, level)?;
        reader.fields_and_message(input, &mut event)
    };
    if let Err(error) = read(tokens, parser) {
        reader.faults.push(Fault::syntax(&error));
    }
    let faults = reader.faults;
    if faults.is_empty() {
        Ok((facade, event))
    } else {
        Err(faults)
    }
}

/// Returns the texts of the literals `"a", "b.c"`, or `None` if there is an `_` instead of them.
fn texts(tokens: TokenStream) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Literal(literal) => {
                if let Lit::Str(text) = Lit::new(literal) {
                    texts.push(text.value());
                }
            }
            TokenTree::Ident(_) => return None,
            _ => {}
        }
    }
    Some(texts)
}

/// A declared field's name and the value that fills it.
pub type Filled = (String, Recorded);

/// Checks `["a", "b.c"] [facade] a = value, b.c = %value`. The declared names come first, or `[_]` if they are not
/// known.
///
/// # Errors
///
/// Returns every fault at once.
pub fn record(
    policy: &Policy,
    tokens: TokenStream,
    prove: Prove<'_>,
) -> Result<(Path, Vec<Filled>), Vec<Fault>> {
    const FORM: &str = "write `record!(score = value)`";
    let (declared, tokens) = bracketed(tokens);
    let declared = declared.and_then(texts);
    let (facade, tokens) = facade_and_rest(tokens)?;
    let wrap = |tokens: TokenStream, operand| prove(&facade, tokens, operand);
    let mut reader = Reader {
        policy,
        prove: &wrap,
        faults: Vec::new(),
    };
    let mut values = Vec::new();
    if tokens.is_empty() {
        let fault = Fault::new(
            Span::call_site(),
            "there is nothing to record here",
            Edit::None,
        );
        return Err(vec![fault.help(FORM)]);
    }
    let parser = &mut |input: ParseStream| {
        while !input.is_empty() {
            match expect::attempt(input, Field::parse) {
                Ok(field) if field.value.is_none() || field.shorthand => {
                    let message = "a declared field needs the value to fill it with";
                    let fault = Fault::new(field.name.span(), message, Edit::None);
                    reader.faults.push(match field.name.text() {
                        Some(name) => fault.help(format!("write `record!({name} = value)`")),
                        None => fault.help(FORM),
                    });
                }
                Ok(field) => {
                    if let Some(recorded) = reader.field(&field) {
                        if let Some(declared) = &declared {
                            reader.check_declared(&field.name, declared);
                        }
                        if let Some(name) = field.name.text() {
                            values.push((name, recorded));
                        }
                    }
                }
                Err(error) => {
                    reader.faults.push(Fault::syntax(&error));
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = read(tokens, parser) {
        reader.faults.push(Fault::syntax(&error));
    }
    let faults = reader.faults;
    if faults.is_empty() {
        Ok((facade, values))
    } else {
        Err(faults)
    }
}

/// Splits the path of the facade crate, which its own macros put first in brackets, from what the user wrote.
fn facade_and_rest(tokens: TokenStream) -> Result<(Path, TokenStream), Vec<Fault>> {
    if let Some(span) = depth::too_deep(&tokens) {
        let message = format!(
            "this is nested more than {} brackets deep and is not read",
            depth::DEEPEST_NESTING
        );
        let help = "bind what is nested to a variable first";
        return Err(vec![Fault::new(span, message, Edit::None).help(help)]);
    }
    let (facade, rest) = bracketed(tokens);
    let facade = facade.and_then(|facade| Path::parse_mod_style.parse2(facade).ok());
    Ok((facade.unwrap_or_else(default_facade), rest))
}

/// Splits what comes first in brackets from the rest.
fn bracketed(tokens: TokenStream) -> (Option<TokenStream>, TokenStream) {
    let mut trees = tokens.clone().into_iter();
    match trees.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            (Some(group.stream()), trees.collect())
        }
        _ => (None, tokens),
    }
}

struct Reader<'a> {
    policy: &'a Policy,
    prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// Checks that `record!` fills only fields that the function's span declares.
    fn check_declared(&mut self, name: &FieldName, declared: &[String]) {
        let Some(written) = name.text() else { return };
        if declared.contains(&written) {
            return;
        }
        let message = format!("`{written}` is not a declared field of this function's span");
        let fault = Fault::new(name.span(), message, Edit::None);
        self.faults.push(
            match nearest(&written, declared.iter().map(String::as_str)) {
                Some(meant) => fault
                    .note(format!("did you mean `{meant}`?"))
                    .help(format!("write `record!({meant} = ..)`")),
                None => {
                    let mut all = declared.to_vec();
                    all.push(written);
                    fault.help(format!("declare it: `fields({})`", all.join(", ")))
                }
            },
        );
    }

    /// Reads `name:`, `target:` and `parent:`, in the order that tracing requires, and then the level.
    fn settings(&mut self, input: ParseStream, level: bool) -> syn::Result<TokenStream> {
        const ORDER: [&str; 3] = ["name", "target", "parent"];
        let mut found: [Option<Expr>; 3] = [None, None, None];
        while input.peek2(Token![:]) && !input.peek2(Token![::]) {
            let word = input.call(Ident::parse_any)?;
            let Some(place) = ORDER.iter().position(|known| word == known) else {
                let message = match nearest(&word.to_string(), ORDER) {
                    Some(meant) => format!("unknown setting `{word}:`; did you mean `{meant}:`?"),
                    None => format!(
                        "unknown setting `{word}:`; the settings are `name:`, `target:` and `parent:`"
                    ),
                };
                return Err(syn::Error::new(word.span(), message));
            };
            input.parse::<Token![:]>()?;
            let value = if word == "parent" {
                setting::span(input, "parent:")?
            } else {
                expect::expression(input)?
            };
            self.setting(&word, &value);
            if found[place].replace(value).is_some() {
                return Err(syn::Error::new(
                    word.span(),
                    format!("`{word}:` appears twice"),
                ));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let mut tokens = TokenStream::new();
        for (word, value) in ORDER.iter().zip(found) {
            if let Some(value) = value {
                let word = Ident::new(word, Span::call_site());
                tokens.extend(quote!(#word: #value,));
            }
        }
        if level {
            let value = expect::expression(input)?;
            tokens.extend(quote!(#value,));
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(tokens)
    }

    /// Checks a setting, because a function that it calls may record its arguments.
    fn setting(&mut self, word: &Ident, value: &Expr) {
        let mut value = value.clone();
        let suspicions = Judge::new(self.policy, &|_| Known::Other, self.prove).judge(&mut value);
        for suspicion in suspicions.iter().filter(|found| is_about_text(found)) {
            let message = format!("`{word}:` must not use this value: it {}", suspicion.reason);
            self.faults
                .push(Fault::new(suspicion.span, message, Edit::None).help(
                    "bind the value to a variable first, or make it in a function that takes only what is safe to record",
                ));
        }
    }

    fn fields_and_message(&mut self, input: ParseStream, event: &mut Event) -> syn::Result<()> {
        if input.peek(syn::token::Brace) && !input.peek2(Token![=]) {
            let content;
            syn::braced!(content in input);
            self.fields_and_message(&content, event)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        while !input.is_empty() {
            let text = input.peek(LitStr) && !input.peek2(Token![=]);
            if text || input.peek2(Token![!]) {
                return self.message(input, event);
            }
            match expect::attempt(input, Field::parse) {
                Ok(mut field) => {
                    if let Some(empty) = &field.empty {
                        event.fields.push(declared(&field, empty));
                    } else {
                        shorthand(&mut field)?;
                        if let Some(recorded) = self.field(&field) {
                            event.fields.push(recorded);
                        }
                    }
                }
                Err(error) => {
                    self.faults.push(Fault::syntax(&error));
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn message(&mut self, input: ParseStream, event: &mut Event) -> syn::Result<()> {
        let tokens: TokenStream = input.parse()?;
        let (tokens, suspicions) =
            Judge::new(self.policy, &|_| Known::Other, self.prove).judge_format(tokens);
        for suspicion in suspicions {
            let message = format!("this message must not be logged: it {}", suspicion.reason);
            self.faults.push(
                Fault::new(suspicion.span, message, Edit::None)
                    .help(way_out(self.policy, &suspicion)),
            );
        }
        event.message = tokens;
        Ok(())
    }

    fn field(&mut self, field: &Field) -> Option<Recorded> {
        let Some(name) = field.name.text() else {
            self.faults.push(
                Fault::new(
                    field.name.span(),
                    "the name of this field cannot be read here, so it cannot be judged",
                    Edit::None,
                )
                .help("write the name out"),
            );
            return None;
        };
        let mut value = field.value.clone()?;
        let verdict = self.policy.name(&name);
        if let Verdict::Refused(refusal) = &verdict {
            if !value_shape::fits(
                &verdict,
                value_shape::shape(self.policy, &value, &|_| Shape::Other),
            ) {
                let message = format!(
                    "field `{name}` is {} and must not be recorded",
                    refusal.reason
                );
                let fault = Fault::new(field.name.span(), message, Edit::None);
                self.faults.push(fault.help(match &refusal.instead {
                    Some(instead) => {
                        format!("leave it out, or write a field `{instead}` in its place")
                    }
                    None if self.policy.is_network_address(refusal) => NETWORK.to_owned(),
                    None => LEAVE_OUT.to_owned(),
                }));
                return None;
            }
        }
        let sigil = sigil_of(&value, field.sigil);
        let says = Says::of_name(self.policy, &name);
        let shape = value_shape::shape(self.policy, &value, &|_| Shape::Other);
        let unnamed = matches!(shape, Shape::Text | Shape::Other)
            && says.needs_no_text(Says::of(self.policy, &value));
        let suspicions = Judge::new(self.policy, &|_| Known::Other, self.prove).judge(&mut value);
        if !suspicions.is_empty() {
            for suspicion in suspicions {
                let message = format!(
                    "field `{name}` must not be recorded: its value {}",
                    suspicion.reason
                );
                self.faults.push(
                    Fault::new(suspicion.span, message, Edit::None)
                        .help(way_out(self.policy, &suspicion)),
                );
            }
            return None;
        }
        let how = if expr::is_printed_as_it_is(&value) || plan::is_literal(&value) {
            plan::raw(sigil)
        } else if unnamed {
            How::NoText(sigil)
        } else {
            How::Proven(sigil)
        };
        let value = value.to_token_stream();
        let span = value
            .clone()
            .into_iter()
            .next()
            .map_or_else(Span::call_site, |tree| tree.span());
        Some(Recorded {
            name: event_name(&field.name),
            value,
            span,
            how,
            place: Place::Field,
            argument: None,
            before: TokenStream::new(),
            by_reference: false,
        })
    }
}

const LEAVE_OUT: &str = "leave it out, or write a fact about it, such as `.is_some()` or `.len()`";

/// The same for somebody's address in a network, of which a length says nothing.
const NETWORK: &str = "leave it out, or record what of it names nobody: `network = %reviewed!(network, reason = \"a /24 is many people\")`";

/// A whole object may be an error, and the text of an error may be logged.
const OF_SELF: &str = "write what is needed of it by name, such as `id = self.id`; if it is an error, whose text is \
                       redacted, write `let error = &self;` before, and `%error`";

fn way_out(policy: &Policy, suspicion: &Suspicion) -> &'static str {
    if suspicion.reason == Reason::WholeSelf {
        OF_SELF
    } else if let Some(instead) = suspicion.instead() {
        instead
    } else if suspicion.is_malformed() {
        "write it in that form, or leave it out"
    } else if suspicion.is_undecidable() {
        "bind the value to a variable first, or use `reviewed!(.., reason = \"why it is safe\")`"
    } else if suspicion.is_network_address(policy) {
        NETWORK
    } else {
        LEAVE_OUT
    }
}

/// Returns the name in the form that tracing's event macros accept: in quotes, unless it is a constant.
fn event_name(name: &FieldName) -> TokenStream {
    match name.literal() {
        Some(literal) => literal.to_token_stream(),
        None => name.tokens(),
    }
}

/// Expands `info!(score)` to `info!(score = score)`.
fn shorthand(field: &mut Field) -> syn::Result<()> {
    if field.value.is_none() {
        field.value = Some(match &field.name {
            FieldName::Dotted(_, tokens) => syn::parse2(tokens.clone())?,
            name => {
                return Err(syn::Error::new(
                    name.span(),
                    "this field needs a value: `\"name\" = value`",
                ));
            }
        });
        field.sigil = Sigil::None;
    }
    Ok(())
}

fn declared(field: &Field, empty: &TokenStream) -> Recorded {
    Recorded {
        name: event_name(&field.name),
        value: empty.clone(),
        span: field.name.span(),
        how: How::Plain,
        place: Place::Field,
        argument: None,
        before: TokenStream::new(),
        by_reference: false,
    }
}
