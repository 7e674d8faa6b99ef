//! A function's arguments, by the same reader as in the compiler.

use scorer_instrument_policy::{Class, Policy, TypeClass, TypeVerdict, Verdict};
use scorer_instrument_syntax::argument::{self, Argument, Refused};
use scorer_instrument_syntax::binding::{Binding, bindings};
use scorer_instrument_syntax::origin::BoundFrom;
use scorer_instrument_syntax::reason::{Grounds, Origin as Unfit};
use scorer_instrument_syntax::types::{self, Shape};
use scorer_instrument_syntax::value_shape;
use syn::ext::IdentExt;
use syn::{Generics, Signature, Type};

use super::written;

use crate::source::slice;
use crate::source::{File, Function, Tokens};

/// One name that an argument binds.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// Its type's last segment, behind references, extractors and smart pointers.
    pub ty: Option<String>,
    /// The verdict on what a pattern took it out of: an extractor.
    pub holder: TypeVerdict,
    /// The extractor's name: `Json`.
    pub holder_name: Option<String>,
    /// What it is by its function's name or by the member that a pattern bound it from, though its own says nothing.
    pub unfit: Option<Unfit>,
    /// Why it must not be recorded as it is.
    pub refused: Option<Refused>,
    /// The verdict on its type.
    pub verdict: TypeVerdict,
    /// What kind of value it is.
    pub shape: Shape,
    /// Whether it is fit by its type, whatever it is called.
    pub is_fit: bool,
    /// The bytes of the name in the file.
    pub bytes: std::ops::Range<usize>,
}

pub(super) fn read(file: &File, policy: &Policy, head: &Tokens) -> Vec<Parameter> {
    let Some(mut slice) = slice::parse(file, head, <Signature as syn::parse::Parse>::parse) else {
        return Vec::new();
    };
    for input in &mut slice.parsed.inputs {
        if let syn::FnArg::Typed(typed) = input {
            written::follow(file, &mut typed.ty);
        }
    }
    let signature = &slice.parsed;
    let function = signature.ident.unraw().to_string();
    let generics = &signature.generics;
    let (bindings, _) = bindings(signature, &proc_macro2::TokenStream::new());
    let parameter = |binding: Binding| {
        let ty = binding.ty.as_ref();
        let shape = ty.map_or(Shape::Other, |ty| types::shape(ty, generics));
        let of_member = held(policy, &binding, shape);
        let holder = holder(signature, &binding.ident);
        Parameter {
            is_fit: ty.is_some_and(is_hidden) || fits_by_shape(policy, &binding.name, shape),
            unfit: (shape == Shape::Text)
                .then(|| vague(policy, &function, &binding.name))
                .flatten()
                .map(Unfit::of_argument)
                .or_else(|| Some(of_member.as_ref()?.origin())),
            refused: argument::judge(
                policy,
                &Argument {
                    function: &function,
                    name: &binding.name,
                    ty,
                    generics,
                    all: &bindings,
                    held: of_member,
                },
            ),
            holder: holder.map_or(TypeVerdict::Unknown, |ty| {
                types::judge(policy, ty, generics)
            }),
            holder_name: holder.and_then(outer_name),
            bytes: slice.bytes(binding.ident.span()),
            ty: ty.and_then(|ty| {
                whole_request(ty, &types::judge(policy, ty, generics))
                    .or_else(|| named(ty, generics))
            }),
            verdict: ty.map_or(TypeVerdict::Unknown, |ty| {
                types::judge(policy, ty, generics)
            }),
            name: binding.name,
            shape,
        }
    };
    bindings.iter().cloned().map(parameter).collect()
}

/// What a pattern bound an argument from, where its own name doesn't say it.
fn held(policy: &Policy, binding: &Binding, shape: Shape) -> Option<BoundFrom> {
    let held = binding.held(policy)?;
    let says_more = matches!(held, BoundFrom::Refused { .. })
        && policy.name(&binding.name) == Verdict::Fit
        && !value_shape::fits(&held.verdict(), shape);
    says_more.then_some(held)
}

/// What a vague name is by its function's: `key` in `validate_api_key`, `hashed` in `verify_password`.
fn vague(policy: &Policy, function: &str, name: &str) -> Option<Grounds> {
    let says_little =
        policy.is_vague(name) || matches!(name, "hashed" | "plain" | "provided" | "stored");
    // `store(key)` says what is done with a key, and not that it is a store's.
    let is_verb = !function.contains('_') && policy.name(function) == Verdict::Fit;
    if !says_little || is_verb || policy.name(name) != Verdict::Fit {
        return None;
    }
    match policy.qualified(function, name) {
        Verdict::Refused(refusal) if refusal.class != Class::Vague => Some(Grounds::Name(refusal)),
        _ => None,
    }
}

/// `Json` of `Json<Login>`.
fn outer_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// Whether a value of this shape is fit although its name is refused: `token: usize`.
fn fits_by_shape(policy: &Policy, name: &str, shape: Shape) -> bool {
    let verdict = policy.name(name);
    verdict != Verdict::Fit && value_shape::fits(&verdict, shape)
}

/// The type of the whole argument that a pattern takes apart: `Json<Login>` for `Json(login)`.
fn holder<'a>(signature: &'a Signature, bound: &syn::Ident) -> Option<&'a Type> {
    let place = bound.span().byte_range();
    let inside = |pat: &syn::Pat| {
        match pat {
        syn::Pat::TupleStruct(pattern) => pattern.elems.iter().any(|elem| {
            matches!(elem, syn::Pat::Ident(ident) if ident.ident.span().byte_range() == place)
        }),
        _ => false,
    }
    };
    signature.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(typed) if inside(&typed.pat) => Some(&*typed.ty),
        _ => None,
    })
}

/// `fn name<T>(..) -> R where ..`.
pub(super) fn head(function: &Function) -> Tokens {
    let end = match &function.body {
        Some(body) => body.start.saturating_sub(1),
        None => function.output.end,
    };
    function.keyword..end.max(function.keyword)
}

/// Types whose own `Debug` prints nothing: a value of theirs may be called what it will.
pub(crate) fn prints_nothing(name: &str) -> bool {
    matches!(
        name,
        "SecretString"
            | "SecretBox"
            | "SecretVec"
            | "Secret"
            | "SecretSlice"
            | "Redacted"
            | "Sensitive"
            | "Masked"
            | "Protected"
            | "Hidden"
    )
}

fn is_hidden(ty: &Type) -> bool {
    match ty {
        Type::Reference(inner) => is_hidden(&inner.elem),
        Type::Paren(inner) => is_hidden(&inner.elem),
        Type::Group(inner) => is_hidden(&inner.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            prints_nothing(&name)
                || (matches!(name.as_str(), "Option" | "Arc" | "Box")
                    && inside(last).is_some_and(is_hidden))
        }),
        _ => false,
    }
}

fn inside(segment: &syn::PathSegment) -> Option<&Type> {
    match &segment.arguments {
        syn::PathArguments::AngleBracketed(written) => {
            let mut types = written.args.iter().filter_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            // A map is of its values: what they are found by is an id.
            if segment.ident.to_string().ends_with("Map") {
                types.next_back()
            } else {
                types.next()
            }
        }
        _ => None,
    }
}

/// `http::Request` for a request of any framework, whatever its body is: its `Debug` prints the headers.
fn whole_request(ty: &Type, verdict: &TypeVerdict) -> Option<String> {
    match verdict {
        // `http::response::Parts` are no request's.
        TypeVerdict::Refused { name, .. } if name == "Parts" && !is_of_request(ty) => None,
        TypeVerdict::Refused {
            class: TypeClass::Body,
            name,
        } if matches!(
            name.as_str(),
            "Request" | "HttpRequest" | "ServiceRequest" | "Parts"
        ) =>
        {
            Some(format!("http::{name}"))
        }
        _ => None,
    }
}

fn is_of_request(ty: &Type) -> bool {
    match ty {
        Type::Reference(inner) => is_of_request(&inner.elem),
        Type::Path(path) => path
            .path
            .segments
            .iter()
            .any(|segment| segment.ident == "request"),
        _ => false,
    }
}

/// The type that a value is, by its last segment: `Login` for `Json<Login>`, `&Login`, `Option<Arc<Login>>`.
pub(crate) fn named(ty: &Type, generics: &Generics) -> Option<String> {
    let mut ty = ty;
    for _ in 0..16 {
        ty = match ty {
            Type::Reference(inner) => &inner.elem,
            Type::Paren(inner) => &inner.elem,
            Type::Group(inner) => &inner.elem,
            Type::Slice(inner) => &inner.elem,
            Type::Path(path) => {
                let last = path.path.segments.last()?;
                match inside(last) {
                    Some(inner) => inner,
                    None => {
                        let name = last.ident.to_string();
                        let is_generic = generics.type_params().any(|param| param.ident == name);
                        return (!is_generic).then_some(name);
                    }
                }
            }
            _ => return None,
        };
    }
    None
}
