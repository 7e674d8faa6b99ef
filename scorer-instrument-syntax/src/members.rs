//! A type that derives `Recordable`: its members are checked by name and by type, like arguments.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DataEnum, DeriveInput, Field, Fields, Path, Token, Type};

use crate::fault::{Edit, Fault};
use crate::field::Sigil;
use crate::how::team_type;
use crate::plan::How;
use crate::reason::Grounds;
use crate::text::text;
use crate::types::{self, Shape};
use crate::value_shape;
use crate::{default_facade, depth, each, expect};
use scorer_instrument_policy::nearest;
use scorer_instrument_policy::{Policy, Verdict};
use scorer_instrument_policy::{TypePath, TypeVerdict};

/// A type whose members were checked.
pub struct View {
    /// The type as parsed.
    pub input: DeriveInput,
    /// The path of the facade crate.
    pub facade: Path,
    /// The variants of an enum. A struct has one.
    pub variants: Vec<Variant>,
}

/// The members of a struct, or of one variant.
pub struct Variant {
    /// The name of the variant. `None` for a struct.
    pub ident: Option<Ident>,
    /// Whether the members have names.
    pub named: bool,
    /// The members, skipped ones included.
    pub members: Vec<Member>,
}

/// One member.
pub struct Member {
    /// Its name. `None` in a tuple.
    pub ident: Option<Ident>,
    /// Its type.
    pub ty: Type,
    /// The position at which an error about its type is reported.
    pub span: Span,
    /// How it is recorded. `None` means that it is skipped. It must not be text if its name says nothing about it.
    pub how: Option<How>,
    /// Whether its type is not known to be safe by its written form, so that it may contain a value of the type that it
    /// is a member of.
    pub nests: bool,
}

impl View {
    /// Whether any member is an error, whose text is not known.
    pub fn holds_errors(&self) -> bool {
        self.recorded().iter().any(|(_, how)| *how == How::Error)
    }

    /// Returns the only member of a struct if it is unnamed and recorded. The struct is then recorded as that member.
    pub fn newtype(&self) -> Option<&Member> {
        match self.variants.as_slice() {
            [
                Variant {
                    ident: None,
                    named: false,
                    members,
                },
            ] => match members.as_slice() {
                [member] if !matches!(member.how, None | Some(How::OwnOption(_) | How::Error)) => {
                    Some(member)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is an enum without members, which is recorded as the name of the variant.
    pub fn only_names(&self) -> bool {
        self.variants
            .iter()
            .all(|variant| variant.ident.is_some() && variant.members.is_empty())
    }

    /// Returns the members that are recorded.
    pub fn recorded(&self) -> Vec<(&Member, How)> {
        let mut recorded = Vec::new();
        for variant in &self.variants {
            for member in &variant.members {
                if let Some(how) = member.how {
                    recorded.push((member, how));
                }
            }
        }
        recorded
    }
}

/// Checks the members of a type.
///
/// # Errors
///
/// Returns every fault at once, each with what to write instead.
pub fn judge(policy: &Policy, item: TokenStream) -> Result<View, Vec<Fault>> {
    if let Some(span) = depth::too_deep(&item) {
        let message = format!(
            "this type is nested more than {} brackets deep and is not read",
            depth::DEEPEST_NESTING
        );
        let help = "give an inner type a name with `type`";
        return Err(vec![Fault::new(span, message, Edit::None).help(help)]);
    }
    let input: DeriveInput = syn::parse2(item).map_err(|error| vec![Fault::syntax(&error)])?;
    let mut judge = Judge {
        policy,
        input: &input,
        faults: Vec::new(),
    };
    let container = judge.attributes(&input.attrs, &["crate"]);
    judge.own_name();
    if !judge.faults.is_empty() {
        // If the whole type is refused, its members are not reported.
        return Err(judge.faults);
    }
    let variants = match &input.data {
        Data::Struct(data) => vec![judge.variant(None, &data.fields)],
        Data::Enum(data) => {
            let mut variants = Vec::new();
            for variant in each(&data.variants) {
                variants.push(judge.variant(Some(&variant.ident), &variant.fields));
            }
            variants
        }
        Data::Union(data) => {
            let message = "a union's members cannot be told apart, so none can be recorded";
            let fault = Fault::new(data.union_token.span, message, Edit::None);
            judge.faults.push(fault.help("remove the derive"));
            Vec::new()
        }
    };
    let faults = judge.faults;
    if faults.is_empty() {
        Ok(View {
            facade: container.facade.unwrap_or_else(default_facade),
            input,
            variants,
        })
    } else {
        Err(faults)
    }
}

/// The content of `#[recordable(..)]`.
#[derive(Default)]
struct Options {
    skip: bool,
    facade: Option<Path>,
}

struct Judge<'a> {
    policy: &'a Policy,
    input: &'a DeriveInput,
    faults: Vec<Fault>,
}

impl Judge<'_> {
    /// Checks the name of the type itself, which may be that of a credential or of personal data.
    fn own_name(&mut self) {
        let ident = &self.input.ident;
        let name = ident.unraw().to_string();
        let path = TypePath {
            segments: &[&name],
            ..TypePath::default()
        };
        // What holds nothing but its own name is none of these things, whatever it is called.
        if matches!(&self.input.data, Data::Enum(data) if is_only_names(data)) {
            return;
        }
        let newtype = matches!(&self.input.data, Data::Struct(data) if matches!(&data.fields, Fields::Unnamed(_)));
        if let TypeVerdict::Refused { class, .. } = self.policy.type_path(&path) {
            // In a tuple struct each member is reported, unless its type makes it safe.
            if !newtype {
                let message = format!("`{name}` is {} and must not be recorded", class.noun());
                let fault = Fault::new(ident.span(), message, Edit::None);
                self.faults
                    .push(fault.help(
                    "remove the derive and record a member of it that is safe to record, rename the type, or allow the name \
                     with a reason in scorer-instrument.toml",
                ));
            }
        }
    }

    /// Reads `#[recordable(skip)]` and `#[recordable(crate = path)]`.
    fn attributes(&mut self, attributes: &[Attribute], known: &[&str]) -> Options {
        let mut options = Options::default();
        for attribute in attributes {
            if !attribute.path().is_ident("recordable") {
                continue;
            }
            let mut help = None;
            let result = attribute.parse_args_with(|input: syn::parse::ParseStream| {
                while !input.is_empty() {
                    let word = input.call(Ident::parse_any)?;
                    let name = word.unraw().to_string();
                    match name.as_str() {
                        "skip" if known.contains(&"skip") => options.skip = true,
                        "crate" if known.contains(&"crate") => {
                            expect::equals(input, word.span())?;
                            options.facade = Some(input.call(Path::parse_mod_style)?);
                        }
                        _ => {
                            let meant = nearest(&name, known.iter().copied())
                                .or_else(|| known.first().copied())
                                .unwrap_or_default();
                            let (message, way_out) = match name.as_str() {
                                "skip" => (
                                    "`skip` goes on a member, not on the type".to_owned(),
                                    "remove it here, and write `#[recordable(skip)]` on the member to leave out".to_owned(),
                                ),
                                "crate" => (
                                    "`crate` goes on the type, not on a member".to_owned(),
                                    "remove it here, and write it on the type".to_owned(),
                                ),
                                _ => (
                                    format!("unknown argument `{name}`: expected `{meant}`"),
                                    format!("write `{meant}` in its place, or remove it"),
                                ),
                            };
                            help = Some(way_out);
                            return Err(syn::Error::new(word.span(), message));
                        }
                    }
                    if !input.is_empty() {
                        input.parse::<Token![,]>()?;
                    }
                }
                Ok(())
            });
            if let Err(error) = result {
                let fault = Fault::syntax(&error);
                self.faults.push(match help {
                    Some(help) => fault.help(help),
                    None => fault,
                });
            }
        }
        options
    }

    fn variant(&mut self, ident: Option<&Ident>, fields: &Fields) -> Variant {
        let owner = ident.unwrap_or(&self.input.ident).unraw().to_string();
        let empty = Punctuated::new();
        let list = match fields {
            Fields::Named(fields) => &fields.named,
            Fields::Unnamed(fields) => &fields.unnamed,
            Fields::Unit => &empty,
        };
        let mut members = Vec::new();
        for field in list {
            let is_other = |other: &&Field| !std::ptr::eq(*other, field) && self.may_be_text(other);
            let beside: Vec<String> = list
                .iter()
                .filter(is_other)
                .filter_map(|other| Some(other.ident.as_ref()?.unraw().to_string()))
                .collect();
            members.push(self.member(&owner, field, &beside));
        }
        Variant {
            ident: ident.cloned(),
            named: matches!(fields, Fields::Named(_)),
            members,
        }
    }

    /// Whether a member is no number and no flag.
    fn may_be_text(&self, field: &Field) -> bool {
        let shape = types::shape(&field.ty, &self.input.generics);
        matches!(shape, Shape::Text | Shape::Id | Shape::Other)
    }

    fn member(&mut self, owner: &str, field: &Field, beside: &[String]) -> Member {
        let options = self.attributes(&field.attrs, &["skip"]);
        let span = field
            .ty
            .to_token_stream()
            .into_iter()
            .next()
            .map_or_else(Span::call_site, |tree| tree.span());
        let how = if options.skip {
            None
        } else if is_source(field) {
            self.judge_type(owner, field).then_some(How::Error)
        } else {
            let needs_no_text = self.judge_member(owner, field, beside);
            let proven = if needs_no_text {
                How::NoText(Sigil::None)
            } else {
                How::Proven(Sigil::None)
            };
            Some(team_type(self.policy, &field.ty, false).unwrap_or(proven))
        };
        Member {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            span,
            how,
            nests: types::judge(self.policy, &field.ty, &self.input.generics) != TypeVerdict::Fit,
        }
    }

    /// Checks the type of a member. Returns whether it is accepted.
    fn judge_type(&mut self, owner: &str, field: &Field) -> bool {
        let verdict = types::judge(self.policy, &field.ty, &self.input.generics);
        let TypeVerdict::Refused { class, name } = verdict else {
            return true;
        };
        let shown = field.ident.as_ref().map(|ident| ident.unraw().to_string());
        let shown = shown.as_deref().unwrap_or(owner);
        let message = format!(
            "member `{shown}` is {} (`{name}`) and must not be recorded",
            class.noun()
        );
        let fault = Fault::new(place(field), message, Edit::None);
        self.faults.push(skip(fault, field));
        false
    }

    /// Checks a member by type and then by name. For an unnamed member, the name of its owner decides, and for one
    /// whose name says nothing, what its owner's name says. Returns whether rustc has to check that it is not text.
    fn judge_member(&mut self, owner: &str, field: &Field, beside: &[String]) -> bool {
        let generics = &self.input.generics;
        let name = field.ident.as_ref().map(|ident| ident.unraw().to_string());
        let shown = name.as_deref().unwrap_or(owner);
        let span = place(field);
        if !self.judge_type(owner, field) {
            return false;
        }
        let shape = types::shape(&field.ty, generics);
        let told = name
            .as_ref()
            .is_some_and(|name| self.policy.tells(owner, name));
        let vague = self.policy.is_vague(shown) && !told;
        let verdict = match &name {
            Some(name) if vague => self.policy.owned(owner, name),
            _ => self.policy.name(shown),
        };
        // `to` beside `subject` is where a mail goes.
        let verdict = match verdict {
            Verdict::Fit if shape == Shape::Text => self.policy.among(shown, beside),
            verdict => verdict,
        };
        if let Verdict::Refused(refusal) = &verdict {
            if !value_shape::fits(&verdict, shape) {
                let subject = match &name {
                    Some(name) => format!("member `{name}`"),
                    None => format!("what `{owner}` holds"),
                };
                let message = format!("{subject} is {} and must not be recorded", refusal.reason);
                self.faults
                    .push(skip(Fault::new(span, message, Edit::None), field));
                return false;
            }
        }
        // In `Email { to: String }`, the members belong to the subject of the variant, unless they say something else.
        let subject = match (&name, self.policy.name(owner)) {
            (Some(name), Verdict::Refused(refusal)) if !self.policy.is_known(name) => Some(refusal),
            _ => None,
        };
        match &subject {
            Some(refusal) if shape == Shape::Text => {
                let message = format!(
                    "member `{shown}` of `{owner}` is something that may be {} and must not be recorded",
                    refusal.reason
                );
                self.faults.push(
                    skip(Fault::new(span, message, Edit::None), field)
                        .note("or rename it after what it holds"),
                );
                return false;
            }
            _ => {}
        }
        if vague && shape == Shape::Text {
            let any = Grounds::AnyText { is_bulk: false };
            let grounds = self.policy.any_url(shown).map_or(any, Grounds::Name);
            let message = format!("member `{shown}` is {grounds} and must not be recorded");
            self.faults.push(
                skip(Fault::new(span, message, Edit::None), field)
                    .note("or rename it after what it holds"),
            );
        }
        let promised = self.policy.promised(shown);
        match &promised {
            Some(refusal) if shape == Shape::Text => {
                let message = format!(
                    "member `{shown}` is {} and must not be recorded",
                    Grounds::Promised(refusal.clone())
                );
                self.faults.push(
                    skip(Fault::new(span, message, Edit::None), field)
                        .note("or rename it after what it holds"),
                );
            }
            _ => {}
        }
        (vague || subject.is_some() || promised.is_some())
            && name.is_some()
            && shape == Shape::Other
    }
}

/// Returns the position of a member: its name, or its type.
fn place(field: &Field) -> Span {
    field.ident.as_ref().map_or_else(
        || {
            field
                .ty
                .to_token_stream()
                .into_iter()
                .next()
                .map_or_else(Span::call_site, |tree| tree.span())
        },
        Ident::span,
    )
}

/// Whether an enum has variants, none of which holds anything.
fn is_only_names(data: &DataEnum) -> bool {
    !data.variants.is_empty()
        && data
            .variants
            .iter()
            .all(|variant| variant.fields.is_empty())
}

/// Whether a member is the source of an error, as `thiserror` and similar crates mark it. It is then an error itself.
fn is_source(field: &Field) -> bool {
    field
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("source") || attribute.path().is_ident("from"))
}

/// Adds to a member's fault how to fix it.
fn skip(fault: Fault, field: &Field) -> Fault {
    let ty = text(field.ty.to_token_stream());
    match &field.ident {
        Some(ident) => fault.help(format!("write #[recordable(skip)] {ident}: {ty}")),
        None => fault.help(format!(
            "write #[recordable(skip)] {ty}, or remove the derive if nothing else is left"
        )),
    }
}
