//! The policy's table of recordable types and the implementations of `Recordable` are the same: rustc proves every row,
//! and every implementation in the facade's sources is a row.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scorer_instrument::Recordable;
use scorer_instrument_policy::{RecordableType, RecordedAs, TypeArgument, recordable_types};
use syn::parse::Parse as _;
use tracing::field::{DebugValue, DisplayValue};

/// The facade's files that implement the trait.
const FILES: [&str; 2] = ["recordable.rs", "foreign.rs"];

/// What a row stands for where its type argument may be any recordable type.
type T = i64;

/// Proofs by rustc that a type is recorded as its row says.
#[expect(non_snake_case, reason = "named like the variants of `RecordedAs`")]
mod proven {
    use super::{DebugValue, DisplayValue, Recordable};

    pub(super) fn Bool<R: for<'a> Recordable<Value<'a> = R> + 'static>() {}
    pub(super) fn Integer<R: for<'a> Recordable<Value<'a> = R> + 'static>() {}
    pub(super) fn Float<R: for<'a> Recordable<Value<'a> = R> + 'static>() {}
    pub(super) fn Char<R: for<'a> Recordable<Value<'a> = DisplayValue<&'a R>> + 'static>() {}
    pub(super) fn Text<R: for<'a> Recordable<Value<'a> = &'a str> + ?Sized + 'static>() {}
    pub(super) fn Display<R: for<'a> Recordable<Value<'a> = DisplayValue<&'a R>> + 'static>() {}
    pub(super) fn Bytes<R: for<'a> Recordable<Value<'a> = DisplayValue<&'a R>> + 'static>() {}
    pub(super) fn Debug<R: for<'a> Recordable<Value<'a> = DebugValue<&'a R>> + 'static>() {}
    pub(super) fn Inside<R: Recordable>() {}
}

macro_rules! prove {
    ($(($row:ty => $recorded:ident $(, $feature:literal)?))*) => {
        $(proven::$recorded::<$row>();)*
    };
}

#[test]
fn rustc_proves_every_row() {
    recordable_types!(prove);
}

/// Proofs by rustc that a type is text by its row, or `NotText`.
#[expect(non_snake_case, reason = "named like the variants of `RecordedAs`")]
mod no_text {
    use scorer_instrument::{NotText, Recordable};

    pub(super) fn Bool<R: NotText>() {}
    pub(super) fn Integer<R: NotText>() {}
    pub(super) fn Float<R: NotText>() {}
    pub(super) fn Char<R: NotText>() {}
    pub(super) fn Text<R: Recordable + ?Sized>() {}
    pub(super) fn Display<R: NotText>() {}
    pub(super) fn Bytes<R: Recordable>() {}
    pub(super) fn Debug<R: NotText>() {}
    pub(super) fn Inside<R: NotText>() {}
}

macro_rules! prove_no_text {
    ($(($row:ty => $recorded:ident $(, $feature:literal)?))*) => {
        $(no_text::$recorded::<$row>();)*
    };
}

#[test]
fn every_row_but_text_and_bytes_is_no_text() {
    recordable_types!(prove_no_text);
}

/// A type's path, its argument and the feature that it needs: `std::sync::Arc`, `T`, none.
type Row = (String, Option<String>, Option<String>);

#[test]
fn every_implementation_is_a_row() {
    let rows: BTreeSet<Row> = RecordableType::ALL.iter().map(row).collect();
    let mut found = BTreeSet::new();
    for file in FILES {
        let text = fs::read_to_string(facade().join(file)).expect("a source of the facade");
        found.extend(implementations(&syn::parse_file(&text).expect("Rust")));
    }
    let missing: Vec<&Row> = found.difference(&rows).collect();
    assert!(missing.is_empty(), "not in the table: {missing:#?}");
    // The table has further rows, which are further paths of these types.
    assert!(found.len() > 40, "only {found:#?} were found");
}

#[test]
fn no_other_file_of_the_facade_implements_the_trait() {
    let mut folders = vec![facade()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source of the facade");
            read += 1;
            let is_one = FILES.iter().any(|one| path.ends_with(one));
            let implements = text.lines().any(|line| {
                !line.trim_start().starts_with("//")
                    && (line.contains("Recordable for ")
                        || line.contains("by_display!(")
                        || line.contains("by_debug!("))
            });
            assert!(is_one || !implements, "{}", path.display());
        }
    }
    assert!(read > 2, "only {read} sources were read");
}

fn facade() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scorer-instrument/src")
}

fn row(row: &RecordableType) -> Row {
    let argument = match row.argument {
        TypeArgument::None => None,
        TypeArgument::Recordable => Some("T".to_owned()),
        TypeArgument::Exactly(argument) => Some(argument.to_owned()),
    };
    (
        row.path.to_owned(),
        argument,
        row.feature.map(str::to_owned),
    )
}

/// The types that a file implements the trait for.
fn implementations(file: &syn::File) -> Vec<Row> {
    let mut imports = Vec::new();
    let mut types = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Use(item) => imported(&item.tree, Vec::new(), &mut imports),
            syn::Item::Impl(item) => {
                let name = item
                    .trait_
                    .as_ref()
                    .and_then(|(_, path, _)| path.segments.last());
                if name.is_some_and(|name| name.ident == "Recordable") {
                    types.push(((*item.self_ty).clone(), feature(&item.attrs)));
                }
            }
            // Not the definition of a macro.
            syn::Item::Macro(item) if item.ident.is_none() => {
                let name = item.mac.path.get_ident().expect("a name").to_string();
                let listed = match name.as_str() {
                    "by_value" | "by_display" | "by_debug" | "by_inside" => {
                        item.mac.parse_body_with(listed)
                    }
                    "by_target" => item.mac.parse_body_with(by_target),
                    // Implements another trait, or the trait for what no signature names.
                    "returnable" | "by_helper" => continue,
                    other => panic!("a macro that this test does not know: {other}"),
                };
                for ty in listed.expect("a list of types") {
                    types.push((ty, feature(&item.attrs)));
                }
            }
            _ => {}
        }
    }
    let rows = types.into_iter().map(|(ty, feature)| {
        let (path, argument) = full(&ty, &imports);
        (path, argument, feature)
    });
    rows.collect()
}

/// The full paths of what a `use` imports.
fn imported(tree: &syn::UseTree, mut path: Vec<String>, imports: &mut Vec<Vec<String>>) {
    match tree {
        syn::UseTree::Path(part) => {
            path.push(part.ident.to_string());
            imported(&part.tree, path, imports);
        }
        syn::UseTree::Name(name) => {
            path.push(name.ident.to_string());
            imports.push(path);
        }
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                imported(tree, path.clone(), imports);
            }
        }
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
    }
}

/// A type's full path and its argument.
fn full(ty: &syn::Type, imports: &[Vec<String>]) -> (String, Option<String>) {
    let path = match ty {
        syn::Type::Reference(reference) => {
            let path = if reference.mutability.is_some() {
                "&mut"
            } else {
                "&"
            };
            return (path.to_owned(), Some(full(&reference.elem, imports).0));
        }
        syn::Type::Path(path) => &path.path,
        _ => panic!("a type that this test does not know"),
    };
    let last = path.segments.last().expect("a path");
    let argument = match &last.arguments {
        syn::PathArguments::AngleBracketed(written) => {
            written.args.iter().find_map(|one| match one {
                syn::GenericArgument::Type(ty) => Some(full(ty, imports).0),
                _ => None,
            })
        }
        _ => None,
    };
    let mut names: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    if let [name] = names.as_slice()
        && let Some(import) = imports.iter().find(|import| import.last() == Some(name))
    {
        names.clone_from(import);
    }
    (names.join("::"), argument)
}

fn listed(input: syn::parse::ParseStream<'_>) -> syn::Result<Vec<syn::Type>> {
    let types = input.parse_terminated(syn::Type::parse, syn::Token![,])?;
    Ok(types.into_iter().collect())
}

/// `[T: Recordable + ?Sized] Box<T> => T,`
fn by_target(input: syn::parse::ParseStream<'_>) -> syn::Result<Vec<syn::Type>> {
    let mut types = Vec::new();
    while !input.is_empty() {
        let generics;
        syn::bracketed!(generics in input);
        generics.parse::<proc_macro2::TokenStream>()?;
        types.push(input.parse()?);
        input.parse::<syn::Token![=>]>()?;
        input.parse::<syn::Type>()?;
        input.parse::<Option<syn::Token![,]>>()?;
    }
    Ok(types)
}

/// The feature in `#[cfg(feature = "uuid")]`.
fn feature(attributes: &[syn::Attribute]) -> Option<String> {
    let cfg = attributes.iter().find(|one| one.path().is_ident("cfg"))?;
    let condition: syn::MetaNameValue = cfg.parse_args().expect("one feature");
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(feature),
        ..
    }) = condition.value
    else {
        panic!("a condition that this test does not know");
    };
    Some(feature.value())
}

/// Every way of recording a value has a row.
#[test]
fn every_form_is_in_the_table() {
    for form in [
        RecordedAs::Bool,
        RecordedAs::Integer,
        RecordedAs::Float,
        RecordedAs::Char,
        RecordedAs::Text,
        RecordedAs::Display,
        RecordedAs::Bytes,
        RecordedAs::Debug,
        RecordedAs::Inside,
    ] {
        assert!(
            RecordableType::ALL.iter().any(|row| row.recorded == form),
            "{form:?}"
        );
    }
}
