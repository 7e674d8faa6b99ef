//! What a written type is made of: a number, a text, something that can be counted.

use syn::punctuated::Punctuated;
use syn::{Generics, Token, Type, TypeParamBound};

use super::{bound_arguments, bounds_of, last_segment, name_of, param, peeled, type_arguments};
use scorer_instrument_policy::wrapper::{self, Wrapper};

/// What kind of value a type holds, as far as its written form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `bool`.
    Bool,
    /// `u64`, `NonZeroU32`.
    Integer,
    /// `f64`.
    Float,
    /// `char`.
    Char,
    /// `&str`, `String`, `Cow<'_, str>`, `impl AsRef<str>`.
    Text,
    /// Anything else.
    Other,
}

/// The shape of a type in a function with these generics, behind references, `Option` and smart
/// pointers.
pub fn shape(ty: &Type, generics: &Generics) -> Shape {
    shape_within(ty, generics, 64)
}

fn shape_within(ty: &Type, generics: &Generics, depth: usize) -> Shape {
    let ty = peeled(ty);
    if depth == 0 {
        return Shape::Other;
    }
    if let Type::ImplTrait(written) = ty {
        return shape_of_bounds(&written.bounds);
    }
    if let Type::TraitObject(written) = ty {
        return shape_of_bounds(&written.bounds);
    }
    let Some(segment) = last_segment(ty) else {
        return Shape::Other;
    };
    let name = name_of(&segment.ident);
    if let Some(inside) = type_arguments(segment).first() {
        return match wrapper::find(&name) {
            Some(Wrapper::Transparent) => shape_within(inside, generics, depth - 1),
            None if name == "NonZero" => shape_within(inside, generics, depth - 1),
            _ => Shape::Other,
        };
    }
    match param(generics, &name) {
        Some(param) => {
            for bounds in bounds_of(generics, param) {
                if shape_of_bounds(bounds) == Shape::Text {
                    return Shape::Text;
                }
            }
            Shape::Other
        }
        None => shape_of_name(&name),
    }
}

fn shape_of_name(name: &str) -> Shape {
    match name {
        "str" | "String" | "SmolStr" | "CompactString" | "EcoString" | "KString" | "ArcStr"
        | "FastStr" | "ByteString" | "SmartString" => Shape::Text,
        "bool" => Shape::Bool,
        "f32" | "f64" => Shape::Float,
        "char" => Shape::Char,
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128"
        | "isize" | "NonZeroU8" | "NonZeroU16" | "NonZeroU32" | "NonZeroU64" | "NonZeroU128"
        | "NonZeroUsize" | "NonZeroI8" | "NonZeroI16" | "NonZeroI32" | "NonZeroI64"
        | "NonZeroI128" | "NonZeroIsize" => Shape::Integer,
        _ => Shape::Other,
    }
}

/// A bound says that the value is a text, or it says nothing of its shape.
fn shape_of_bounds(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Shape {
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let Some(segment) = bound.path.segments.last() else {
            continue;
        };
        match name_of(&segment.ident).as_str() {
            "Display" | "ToString" => return Shape::Text,
            "AsRef" | "Into" | "Borrow" | "Deref" => {
                for ty in bound_arguments(segment) {
                    if shape_within(ty, &Generics::default(), 8) == Shape::Text {
                        return Shape::Text;
                    }
                }
            }
            _ => {}
        }
    }
    Shape::Other
}

/// Whether the written type alone proves that `tracing::Value` is implemented: a scalar but
/// `char`, a string, references to those and `Option`s of those, under their bare names.
pub fn plain(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => plain(&group.elem),
        Type::Paren(paren) => plain(&paren.elem),
        Type::Reference(reference) => match bare_name(&reference.elem) {
            Some(name) if name == "str" => true,
            _ => plain(&reference.elem),
        },
        Type::Path(path) if path.qself.is_none() && path.path.leading_colon.is_none() => {
            let mut segments = path.path.segments.iter();
            let (Some(segment), None) = (segments.next(), segments.next()) else {
                return false;
            };
            if segment.arguments.is_none() {
                return is_plain_name(&segment.ident.to_string());
            }
            match type_arguments(segment).as_slice() {
                [inside] => segment.ident == "Option" && plain(inside),
                _ => false,
            }
        }
        _ => false,
    }
}

fn is_plain_name(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "bool"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "f32"
            | "f64"
    )
}

/// The name of a type that is one identifier, behind invisible groups.
fn bare_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Group(group) => bare_name(&group.elem),
        Type::Paren(paren) => bare_name(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

/// The method that counts what the argument holds, when it can be called on the argument itself:
/// `len` for a `Vec`, a map or a text, also behind pointers and extractors, which dereference.
pub fn count_expr(ty: &Type) -> Option<&'static str> {
    let ty = peeled(ty);
    if matches!(ty, Type::Slice(_) | Type::Array(_)) {
        return Some("len");
    }
    let segment = last_segment(ty)?;
    let name = name_of(&segment.ident);
    let Some(inside) = type_arguments(segment).first().copied() else {
        let counted = shape_of_name(&name) == Shape::Text
            || matches!(name.as_str(), "Bytes" | "BytesMut" | "HeaderMap");
        return counted.then_some("len");
    };
    match wrapper::find(&name)? {
        Wrapper::Countable => Some("len"),
        // `Option` and the like say nothing of what stands inside until they are matched.
        Wrapper::Transparent if dereferences(&name) => count_expr(inside),
        Wrapper::Extractor(_) => count_expr(inside),
        _ => None,
    }
}

fn dereferences(pointer: &str) -> bool {
    matches!(
        pointer,
        "Box" | "Arc" | "Rc" | "Cow" | "Pin" | "Ref" | "RefMut" | "Guard"
    ) || pointer.ends_with("Guard")
}
