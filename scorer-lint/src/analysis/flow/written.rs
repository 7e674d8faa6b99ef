//! A written type with the file's imports and aliases followed: `Value` is `serde_json::Value` where that was imported.

use syn::{GenericArgument, PathArguments, Type};

use crate::source::File;
use crate::source::slice;

const DEEPEST: usize = 8;

/// Follows the names of a type, generics included.
pub(crate) fn follow(file: &File, ty: &mut Type) {
    within(file, ty, 0);
}

fn within(file: &File, ty: &mut Type, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match ty {
        Type::Reference(inner) => within(file, &mut inner.elem, depth + 1),
        Type::Paren(inner) => within(file, &mut inner.elem, depth + 1),
        Type::Group(inner) => within(file, &mut inner.elem, depth + 1),
        Type::Slice(inner) => within(file, &mut inner.elem, depth + 1),
        Type::Array(inner) => within(file, &mut inner.elem, depth + 1),
        Type::Tuple(tuple) => tuple
            .elems
            .iter_mut()
            .for_each(|elem| within(file, elem, depth + 1)),
        Type::Path(path) => {
            if let Some(last) = path.path.segments.last_mut()
                && let PathArguments::AngleBracketed(written) = &mut last.arguments
            {
                for argument in &mut written.args {
                    if let GenericArgument::Type(inner) = argument {
                        within(file, inner, depth + 1);
                    }
                }
            }
            let Some(first) = path.path.segments.first() else {
                return;
            };
            let name = first.ident.to_string();
            let alone = path.path.segments.len() == 1;
            if let Some(alias) = file.alias(&name).filter(|_| alone)
                && let Some(meant) = slice::parse(file, &alias, <Type as syn::parse::Parse>::parse)
            {
                *ty = meant.parsed;
                within(file, ty, depth + 1);
            } else if let Some(import) = file.resolve(&name)
                && import.path != name
                && let Ok(mut meant) = syn::parse_str::<syn::Path>(&import.path)
            {
                if let (Some(last), Some(first)) =
                    (meant.segments.last_mut(), path.path.segments.first())
                {
                    last.arguments = first.arguments.clone();
                }
                meant
                    .segments
                    .extend(path.path.segments.iter().skip(1).cloned());
                path.path = meant;
            }
        }
        _ => {}
    }
}
