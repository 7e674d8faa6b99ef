//! What kind of value a written type is: a number, a text, or something that can be counted.

use syn::punctuated::Punctuated;
use syn::{Generics, Token, Type, TypeParamBound};

use super::{bound_arguments, bounds_of, last_segment, name_of, param, peeled, type_arguments};
use scorer_instrument_policy::wrapper::{self, Wrapper};
use scorer_instrument_policy::{RecordableType, RecordedAs, TypeArgument};

/// The kind of value that a type contains, as far as its written form shows.
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
    /// `Uuid`: a number that is random or made from the time.
    Id,
    /// Anything else.
    Other,
}

/// Returns the shape of a type in a function with these generics. It looks through references, `Option` and smart
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
            Some(_) => Shape::Other,
            None => shape_with_argument(&name, inside),
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

/// Whether a type is `usize` or `isize`, through references and `Option`.
pub fn is_size(ty: &Type) -> bool {
    last_segment(peeled(ty)).is_some_and(|segment| match type_arguments(segment).first() {
        Some(inside) => segment.ident == "Option" && is_size(inside),
        None => segment.ident == "usize" || segment.ident == "isize",
    })
}

/// Whether a type is written by its name, and is not a parameter of the function.
pub fn is_named(ty: &Type, generics: &Generics) -> bool {
    last_segment(peeled(ty))
        .is_some_and(|segment| param(generics, &name_of(&segment.ident)).is_none())
}

/// Returns what a team's own type of ids identifies, by its name: `Patient` of `PatientId`.
///
/// It looks through references, `Option` and smart pointers.
pub fn own_id(ty: &Type, generics: &Generics) -> Option<String> {
    let mut ty = peeled(ty);
    for _ in 0..64 {
        let segment = last_segment(ty)?;
        let name = name_of(&segment.ident);
        match type_arguments(segment).first() {
            Some(inside) if wrapper::find(&name) == Some(Wrapper::Transparent) => {
                ty = peeled(inside);
            }
            Some(_) => return None,
            None if param(generics, &name).is_some() => return None,
            None => return name.strip_suffix("Id").map(str::to_owned),
        }
    }
    None
}

fn shape_of_name(name: &str) -> Shape {
    if is_text_of_a_crate(name) {
        return Shape::Text;
    }
    if matches!(name, "Uuid" | "Ulid") {
        return Shape::Id;
    }
    RecordableType::named(name)
        .find(|row| row.argument == TypeArgument::None)
        .map_or(Shape::Other, shape_of_row)
}

/// Returns the shape of a type like `NonZero<u8>`.
fn shape_with_argument(name: &str, argument: &Type) -> Shape {
    let Some(argument) = last_segment(peeled(argument)) else {
        return Shape::Other;
    };
    RecordableType::named(name)
        .find(|row| matches!(row.argument, TypeArgument::Exactly(known) if argument.ident == known))
        .map_or(Shape::Other, shape_of_row)
}

fn shape_of_row(row: &RecordableType) -> Shape {
    match row.recorded {
        RecordedAs::Bool => Shape::Bool,
        RecordedAs::Integer => Shape::Integer,
        RecordedAs::Float => Shape::Float,
        RecordedAs::Char => Shape::Char,
        RecordedAs::Text => Shape::Text,
        RecordedAs::Display | RecordedAs::Bytes | RecordedAs::Debug | RecordedAs::Inside => {
            Shape::Other
        }
    }
}

/// Whether this is a text type of another crate that is not recordable.
fn is_text_of_a_crate(name: &str) -> bool {
    matches!(
        name,
        "SmolStr"
            | "CompactString"
            | "EcoString"
            | "KString"
            | "ArcStr"
            | "FastStr"
            | "ByteString"
            | "SmartString"
    )
}

/// Returns the shape for bounds. A bound says that the value is a text, or nothing about its shape.
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

/// Whether the written type alone shows that it implements `tracing::Value`: a scalar other than `char`, a string, and
/// references, `Option`s and boxes of those, under their bare names.
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
                [inside] => (segment.ident == "Option" || segment.ident == "Box") && plain(inside),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether `tracing` accepts a value of a type with this bare name as it is. A `str` must be behind a reference.
fn is_plain_name(name: &str) -> bool {
    name != "str"
        && RecordableType::at(name).any(|row| {
            row.is_in_prelude()
                && matches!(
                    row.recorded,
                    RecordedAs::Bool | RecordedAs::Integer | RecordedAs::Float | RecordedAs::Text
                )
        })
}

/// Returns the name of a type that is one identifier, through invisible groups.
fn bare_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Group(group) => bare_name(&group.elem),
        Type::Paren(paren) => bare_name(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

/// Returns the method that counts the content of the argument, if it can be called on the argument itself: `len` for a
/// `Vec`, a map or a text. It looks through pointers and extractors, which dereference.
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
        // `Option` and similar types have to be matched first.
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
