//! The annotated function: its head is parsed, its body is kept as tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Signature, Visibility};

use crate::depth;
use crate::fault::{Edit, Fault};

/// A function whose signature was parsed and whose body was not.
pub struct Function {
    /// Attributes, visibility and signature, as written.
    pub head: TokenStream,
    /// The signature.
    pub sig: Signature,
    /// The body, braces included.
    pub body: Group,
}

/// Splits a function into head and body.
///
/// # Errors
///
/// Returns a fault if the item is not a function, is a `const fn`, has no body, or is nested too deep.
pub fn parse(item: TokenStream) -> Result<Function, Box<Fault>> {
    let mut head = depth::without_invisible_group(item);
    let body = match head.pop() {
        Some(tree) => match braces(&tree) {
            Some(body) => body,
            None => return Err(without_body(&head, &tree).into()),
        },
        None => {
            return Err(Fault::new(
                proc_macro2::Span::call_site(),
                "`#[scorer_span]` annotates a function, but there is none here",
                Edit::None,
            )
            .into());
        }
    };
    let other = other_item(&head);
    let head: TokenStream = head.into_iter().collect();
    if let Some(span) = depth::too_deep(&head) {
        return Err(Fault::new(
            span,
            format!(
                "this signature is nested more than {} brackets deep and is not read",
                depth::DEEPEST_NESTING
            ),
            Edit::None,
        )
        .help("give an inner type a name with `type`")
        .into());
    }
    if let Some(fault) = other {
        return Err(fault.into());
    }
    let (attributes, sig) = head_parser
        .parse2(head.clone())
        .map_err(|error| Fault::syntax(&error))?;
    let second = attributes.iter().find_map(|attribute| {
        let last = &attribute.path().segments.last()?.ident;
        (last == "instrument" || last == "scorer_span").then_some(last)
    });
    if let Some(second) = second {
        let message = format!("`{}` has a second span, from `#[{second}]`", sig.ident);
        let fault =
            Fault::new(second.span(), message, Edit::None).help(format!("remove `#[{second}]`"));
        return Err(fault
            .note("`#[instrument]` would record every argument")
            .into());
    }
    if opened_above(body.stream()) {
        let message = format!(
            "`{}` has a second span, from `#[instrument]` above",
            sig.ident
        );
        let fault =
            Fault::new(sig.ident.span(), message, Edit::None).help("remove `#[instrument]`");
        return Err(fault
            .note("`#[instrument]` would record every argument")
            .into());
    }
    if let Some(constness) = &sig.constness {
        return Err(Fault::new(
            constness.span,
            format!(
                "`{}` is a `const fn`, which can run at compile time, where there are no spans",
                sig.ident
            ),
            Edit::None,
        )
        .help("remove `const`, or remove `#[scorer_span]`")
        .into());
    }
    Ok(Function { head, sig, body })
}

/// Whether a `#[tracing::instrument]` above was already expanded. It binds its span at the start of the body, or of the
/// block at the end of the body.
fn opened_above(body: TokenStream) -> bool {
    const SPANS: [&str; 2] = ["__tracing_attr_span", "__tracing_instrument_future"];
    let mut last = Some(body);
    for _ in 0..4 {
        let Some(stream) = last.take() else {
            return false;
        };
        for tree in stream {
            match tree {
                TokenTree::Ident(ident) if SPANS.iter().any(|span| ident == span) => return true,
                TokenTree::Group(group) => last = Some(group.stream()),
                _ => {}
            }
        }
    }
    false
}

fn head_parser(input: ParseStream) -> syn::Result<(Vec<Attribute>, Signature)> {
    let attributes = input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    let sig: Signature = input.parse()?;
    if input.is_empty() {
        Ok((attributes, sig))
    } else {
        Err(input.error("expected the function's body"))
    }
}

/// Returns the group in braces, through the invisible brackets of a `$body:block`.
fn braces(tree: &TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = tree else {
        return None;
    };
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => match depth::without_invisible_group(group.stream()).as_slice() {
            [TokenTree::Group(inner)] if inner.delimiter() == Delimiter::Brace => {
                Some(inner.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

fn without_body(head: &[TokenTree], last: &TokenTree) -> Fault {
    if let Some(fault) = other_item(head) {
        return fault;
    }
    let span = last.span();
    let is_function = head
        .iter()
        .any(|tree| matches!(tree, TokenTree::Ident(ident) if ident == "fn"));
    let message = if is_function {
        "this function has no body to open a span for"
    } else {
        "`#[scorer_span]` annotates a function, but this is not one"
    };
    Fault::new(span, message, Edit::None).help("annotate the function that has the body")
}

/// Returns the fault of an item that is not a function, by its first keyword.
fn other_item(head: &[TokenTree]) -> Option<Fault> {
    let mut constant = None;
    for tree in head {
        let TokenTree::Ident(ident) = tree else {
            continue;
        };
        let word = ident.to_string();
        let (what, help) = match word.as_str() {
            "fn" => return None,
            "impl" | "trait" | "mod" => (format!("`{word}`"), "annotate each function in it"),
            "struct" | "enum" | "union" => (
                format!("`{word}`"),
                "for a type whose values are recorded: `#[derive(scorer_instrument::Recordable)]`",
            ),
            "static" | "type" | "use" | "macro_rules" | "let" => {
                (format!("`{word}`"), "remove `#[scorer_span]`")
            }
            "const" => {
                constant = Some(ident.span());
                continue;
            }
            _ => continue,
        };
        return Some(not_a_function(ident.span(), &what, help));
    }
    let span = constant.or_else(|| head.first().map(TokenTree::span));
    let what = if constant.is_some() {
        "`const`"
    } else {
        "this"
    };
    span.map(|span| not_a_function(span, what, "remove `#[scorer_span]`"))
}

fn not_a_function(span: proc_macro2::Span, what: &str, help: &str) -> Fault {
    Fault::new(
        span,
        format!("`#[scorer_span]` goes on a function, not on {what}"),
        Edit::None,
    )
    .help(help)
}

/// Returns an item with statements added at the start of its body, if it is a function with a body. `statements` is
/// told whether it is a `const fn`.
#[must_use]
pub fn with_front(item: TokenStream, statements: &dyn Fn(bool) -> TokenStream) -> TokenStream {
    let mut head = depth::without_invisible_group(item.clone());
    let word =
        |tree: &TokenTree, word: &str| matches!(tree, TokenTree::Ident(ident) if ident == word);
    let function = head.iter().position(|tree| word(tree, "fn"));
    let body = head.pop().as_ref().and_then(braces);
    let is_other = other_item(&head).is_some();
    match (function, body) {
        (Some(function), Some(body)) if !is_other => {
            let is_const = head[..function].iter().any(|tree| word(tree, "const"));
            let mut item: TokenStream = head.into_iter().collect();
            item.extend(body_with(&body, statements(is_const)));
            item
        }
        _ => item,
    }
}

impl Function {
    /// Returns the body with statements added at its start, after inner attributes.
    pub fn body_with(&self, statements: TokenStream) -> TokenStream {
        body_with(&self.body, statements)
    }

    /// Returns the inner attributes of the body, and the rest of it.
    pub fn without_inner_attributes(&self) -> (TokenStream, TokenStream) {
        let mut trees = self.body.stream().into_iter();
        let mut attributes = TokenStream::new();
        while starts_inner_attribute(&trees) {
            attributes.extend(trees.by_ref().take(3));
        }
        (attributes, trees.collect())
    }
}

fn body_with(body: &Group, statements: TokenStream) -> TokenStream {
    let mut trees = body.stream().into_iter();
    let mut inside = TokenStream::new();
    while starts_inner_attribute(&trees) {
        inside.extend(trees.by_ref().take(3));
    }
    inside.extend(statements);
    inside.extend(trees);
    TokenTree::from(regroup(body, inside)).into()
}

/// Whether `# ! [..]` comes next.
fn starts_inner_attribute(trees: &(impl Iterator<Item = TokenTree> + Clone)) -> bool {
    let mut next = trees.clone();
    let mut punct =
        |wanted| matches!(next.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    punct('#') && punct('!')
}

/// Returns a group with the same brackets and position around other tokens.
pub fn regroup(group: &Group, inside: TokenStream) -> Group {
    let mut new = Group::new(group.delimiter(), inside);
    new.set_span(group.span());
    new
}
