//! Judges a written type by what it contains.

mod shape;

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, GenericParam, Generics, Ident, Path, PathArguments, PathSegment, Token, Type,
    TypeParamBound, WherePredicate,
};

use crate::each;
use scorer_instrument_policy::wrapper::{self, Wrapper};
use scorer_instrument_policy::{Class, Policy, Verdict};
use scorer_instrument_policy::{TypeClass, TypePath, TypeVerdict};

pub use shape::{Shape, count_expr, is_named, is_size, own_id, plain, shape};

/// How deep a type is followed, including bounds of generics. What lies deeper is left to rustc.
const DEPTH: usize = 128;

/// Returns the verdict on the written type of an argument, in a function with these generics.
pub fn judge(policy: &Policy, ty: &Type, generics: &Generics) -> TypeVerdict {
    let mut walk = Walk {
        policy,
        generics,
        followed: Vec::new(),
        depth: 0,
    };
    walk.ty(ty)
}

/// Whether the type has the name of a secret but is in no table. A type named `Token` may be a secret text, or a piece
/// of a program.
pub fn is_called_a_secret(policy: &Policy, ty: &Type) -> bool {
    let Some(segment) = last_segment(peeled(ty)) else {
        return false;
    };
    let name = name_of(&segment.ident);
    match (wrapper::find(&name), type_arguments(segment).first()) {
        (Some(Wrapper::Transparent), Some(inside)) => is_called_a_secret(policy, inside),
        _ => matches!(
            policy.name(&name),
            Verdict::Refused(refusal) if matches!(refusal.class, Class::Credential | Class::Secret)
        ),
    }
}

/// Whether the type is written by its bare name, and only that says that it is a pool: `DbPool`.
pub fn is_pool_by_name_only(policy: &Policy, ty: &Type) -> bool {
    let Type::Path(path) = peeled(ty) else {
        return false;
    };
    let Some(name) = path.path.get_ident().map(name_of) else {
        return false;
    };
    policy.is_pool_by_name_only(&TypePath {
        segments: &[&name],
        ..TypePath::default()
    })
}

/// Whether the name of the type, or of what it is a collection of, says that a value with this name is safe:
/// `account_keys: &[PublicKey]`.
pub fn tells(policy: &Policy, ty: &Type, name: &str) -> bool {
    let inside = match peeled(ty) {
        Type::Slice(slice) => &*slice.elem,
        Type::Array(array) => &*array.elem,
        other => other,
    };
    let Some(segment) = last_segment(peeled(inside)) else {
        return false;
    };
    let own = name_of(&segment.ident);
    match (wrapper::find(&own), type_arguments(segment).first()) {
        (Some(Wrapper::Transparent | Wrapper::Countable | Wrapper::Uncountable), Some(inside)) => {
            tells(policy, inside, name)
        }
        _ => policy.is_told_by_type(name, &own),
    }
}

/// Returns the type that a tuple-struct pattern of the type binds: `PgPool` for `State(pool): State<PgPool>`, `T` for
/// `Some(x): Option<T>`. Returns `None` if the written type does not show it. The wrapper of a credential is not
/// opened: what `ApiKey(key)` binds is still an API key.
pub fn extracted(ty: &Type) -> Option<&Type> {
    let bare = peeled(ty);
    let segment = last_segment(bare)?;
    let inside = type_arguments(segment);
    let first = inside.first().copied();
    if first.is_some() && wrapper::find(&name_of(&segment.ident)).is_some() {
        return first;
    }
    match judge(&Policy::default(), bare, &Generics::default()) {
        TypeVerdict::Refused { .. } => Some(bare),
        // A user's own extractor contains its only type argument.
        _ => first.filter(|_| inside.len() == 1),
    }
}

struct Walk<'a> {
    policy: &'a Policy,
    generics: &'a Generics,
    /// Generic parameters whose bounds were read. Each is read once, so that bounds that name each other end.
    followed: Vec<&'a Ident>,
    depth: usize,
}

impl<'a> Walk<'a> {
    fn ty(&mut self, ty: &'a Type) -> TypeVerdict {
        if self.depth >= DEPTH {
            return TypeVerdict::Unknown;
        }
        self.depth += 1;
        let verdict = match ty {
            Type::Group(group) => self.ty(&group.elem),
            Type::Paren(paren) => self.ty(&paren.elem),
            Type::Reference(reference) => self.ty(&reference.elem),
            Type::Slice(slice) => self.collection("[_]", &[&*slice.elem]),
            Type::Array(array) => self.collection("[_; _]", &[&*array.elem]),
            Type::Tuple(tuple) => self.any(&each(&tuple.elems)),
            Type::ImplTrait(written) => self.bounds(&written.bounds),
            Type::TraitObject(written) => self.bounds(&written.bounds),
            Type::Path(path) if path.qself.is_none() => self.path(&path.path),
            _ => TypeVerdict::Unknown,
        };
        self.depth -= 1;
        verdict
    }

    fn path(&mut self, path: &'a Path) -> TypeVerdict {
        let Some(last) = path.segments.last() else {
            return TypeVerdict::Unknown;
        };
        let name = name_of(&last.ident);
        if path.segments.len() == 1 && last.arguments.is_none() {
            if let Some(param) = param(self.generics, &name) {
                return self.param(param);
            }
        }
        if let Some(verdict) = self.policy.team_type(&name) {
            return verdict;
        }
        if let Some(first) = type_arguments(last).first() {
            match wrapper::find(&name) {
                Some(Wrapper::Transparent) if name == "Result" => {
                    return self.any(&type_arguments(last));
                }
                Some(Wrapper::Transparent) => return self.ty(first),
                Some(Wrapper::Countable | Wrapper::Uncountable) => {
                    return self.collection(&name, &type_arguments(last));
                }
                Some(Wrapper::LockOrChannel) => return self.lock_or_channel(name, first),
                Some(Wrapper::Extractor(class)) => return self.holder(class, name, first),
                None => {}
            }
        }
        self.known(path, &name, false)
    }

    /// Judges a lock or a channel: it is shared state, if the value in it is harmless.
    fn lock_or_channel(&mut self, name: String, inside: &'a Type) -> TypeVerdict {
        match self.ty(inside) {
            TypeVerdict::Refused { class, name } if class.outweighs_container() => {
                TypeVerdict::Refused { class, name }
            }
            _ => TypeVerdict::Refused {
                class: TypeClass::State,
                name,
            },
        }
    }

    /// Judges an extractor: by its content if that is refused, and otherwise as an extractor.
    fn holder(&mut self, class: TypeClass, name: String, inside: &'a Type) -> TypeVerdict {
        match self.ty(inside) {
            refused @ TypeVerdict::Refused { .. } => refused,
            _ => TypeVerdict::Refused { class, name },
        }
    }

    fn collection(&mut self, name: &str, parts: &[&'a Type]) -> TypeVerdict {
        for part in parts {
            match self.ty(part) {
                TypeVerdict::Refused { class, name } if class.outweighs_container() => {
                    return TypeVerdict::Refused { class, name };
                }
                _ => {}
            }
        }
        TypeVerdict::Refused {
            class: TypeClass::Collection,
            name: name.to_owned(),
        }
    }

    /// Returns the first refusal among the parts.
    fn any(&mut self, parts: &[&'a Type]) -> TypeVerdict {
        for part in parts {
            let verdict = self.ty(part);
            if matches!(verdict, TypeVerdict::Refused { .. }) {
                return verdict;
            }
        }
        TypeVerdict::Unknown
    }

    /// Judges a generic parameter by its bounds, including those in the where-clause.
    fn param(&mut self, param: &'a syn::TypeParam) -> TypeVerdict {
        if self.followed.iter().any(|known| **known == param.ident) {
            return TypeVerdict::Unknown;
        }
        self.followed.push(&param.ident);
        for bounds in bounds_of(self.generics, param) {
            let verdict = self.bounds(bounds);
            if matches!(verdict, TypeVerdict::Refused { .. }) {
                return verdict;
            }
        }
        TypeVerdict::Unknown
    }

    fn bounds(&mut self, bounds: &'a Punctuated<TypeParamBound, Token![+]>) -> TypeVerdict {
        for bound in bounds {
            if let TypeParamBound::Trait(bound) = bound {
                let verdict = self.bound(&bound.path);
                if matches!(verdict, TypeVerdict::Refused { .. }) {
                    return verdict;
                }
            }
        }
        TypeVerdict::Unknown
    }

    fn bound(&mut self, path: &'a Path) -> TypeVerdict {
        let Some(last) = path.segments.last() else {
            return TypeVerdict::Unknown;
        };
        let name = name_of(&last.ident);
        match name.as_str() {
            "AsRef" | "AsMut" | "Into" | "TryInto" | "Borrow" | "BorrowMut" | "Deref"
            | "DerefMut" => self.any(&bound_arguments(last)),
            "Iterator"
            | "IntoIterator"
            | "ExactSizeIterator"
            | "DoubleEndedIterator"
            | "IntoParallelIterator"
            | "ParallelIterator"
            | "Stream"
            | "TryStream" => self.collection(&name, &bound_arguments(last)),
            _ => self.known(path, &name, true),
        }
    }

    fn known(&self, path: &'a Path, name: &str, bound: bool) -> TypeVerdict {
        let mut names = Vec::new();
        for segment in &path.segments {
            names.push(name_of(&segment.ident));
        }
        names.pop();
        let mut segments: Vec<&str> = Vec::new();
        for qualifier in &names {
            segments.push(qualifier);
        }
        segments.push(name);
        let last = path.segments.last();
        let mut written = Vec::new();
        for ty in last.map(type_arguments).unwrap_or_default() {
            if let Some(segment) = last_segment(peeled(ty)) {
                written.push(name_of(&segment.ident));
            }
        }
        let mut arguments: Vec<&str> = Vec::new();
        for argument in &written {
            arguments.push(argument);
        }
        self.policy.type_path(&TypePath {
            segments: &segments,
            arguments: &arguments,
            lifetime: last.is_some_and(has_lifetime),
            bound,
        })
    }
}

/// Returns the type behind references, parentheses and the invisible groups of `macro_rules!`.
fn peeled(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            Type::Reference(reference) => &reference.elem,
            other => return other,
        }
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Returns a name without the `r#` of a raw identifier.
fn name_of(ident: &Ident) -> String {
    let name = ident.to_string();
    match name.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => name,
    }
}

fn arguments(segment: &PathSegment) -> Vec<&GenericArgument> {
    match &segment.arguments {
        PathArguments::AngleBracketed(written) => each(&written.args),
        PathArguments::None | PathArguments::Parenthesized(_) => Vec::new(),
    }
}

fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    let mut types = Vec::new();
    for argument in arguments(segment) {
        if let GenericArgument::Type(ty) = argument {
            types.push(ty);
        }
    }
    types
}

/// Returns the types of a bound, including associated types: `AsRef<str>`, `Iterator<Item = Stamp>`.
fn bound_arguments(segment: &PathSegment) -> Vec<&Type> {
    let mut types = Vec::new();
    for argument in arguments(segment) {
        match argument {
            GenericArgument::Type(ty) => types.push(ty),
            GenericArgument::AssocType(assoc) => types.push(&assoc.ty),
            _ => {}
        }
    }
    types
}

fn has_lifetime(segment: &PathSegment) -> bool {
    for argument in arguments(segment) {
        if let GenericArgument::Lifetime(_) = argument {
            return true;
        }
    }
    false
}

fn param<'a>(generics: &'a Generics, name: &str) -> Option<&'a syn::TypeParam> {
    for param in &generics.params {
        match param {
            GenericParam::Type(param) if param.ident == name => return Some(param),
            _ => {}
        }
    }
    None
}

/// Returns the bounds of a generic parameter, in its list and in the where-clause.
fn bounds_of<'a>(
    generics: &'a Generics,
    param: &'a syn::TypeParam,
) -> Vec<&'a Punctuated<TypeParamBound, Token![+]>> {
    let mut found = vec![&param.bounds];
    let Some(clause) = &generics.where_clause else {
        return found;
    };
    for predicate in each(&clause.predicates) {
        let WherePredicate::Type(clause) = predicate else {
            continue;
        };
        match peeled(&clause.bounded_ty) {
            Type::Path(path) if path.path.is_ident(&param.ident) => found.push(&clause.bounds),
            _ => {}
        }
    }
    found
}
