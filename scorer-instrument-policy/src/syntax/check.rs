//! The checks: each states its rule, asks the policy and adds to the faults; none generates.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

use super::args::{Args, Field, Sigil};
use super::binding::Binding;
use super::draft::{self, Unfit};
use super::expr::{self, Judge, Known, Operand};
use super::fault::{Edit, Fault};
use super::plan::{self, CheckedPlan, How, Plan, Recorded, Returned};
use super::text::text;
use super::types::{self, Shape};
use crate::nearest::nearest;
use crate::team::Via;
use crate::types::{TypeClass, TypeVerdict};
use crate::verdict::{Policy, Verdict};

/// Why an argument must not be recorded.
struct Guard {
    /// Completes "argument `x` ...": "is a database connection pool (`PgPool`)".
    phrase: String,
    /// What to record in its place: a field's name and value.
    instead: Option<(String, String)>,
    /// Another way out.
    note: Option<String>,
}

/// Runs every check, then the gate.
pub(super) fn check(
    plan: &Plan<'_>,
    facade: syn::Path,
    mut faults: Vec<Fault>,
    prove: &dyn Fn(TokenStream, Operand) -> TokenStream,
) -> Result<CheckedPlan, Vec<Fault>> {
    let guards: Vec<Option<Guard>> = plan
        .bindings
        .iter()
        .map(|binding| guard(plan, binding))
        .collect();
    let skipped = check_skips(plan, &mut faults);
    check_never_instrument(plan, &mut faults);
    let mut fields = record_arguments(plan, &guards, &skipped, &mut faults);
    let mut empty = Vec::new();
    for (at, field) in plan.args.fields.iter().enumerate() {
        check_field_name(plan, at, field, &mut faults);
        match &field.value {
            Some(value) => fields.extend(record_field(
                plan,
                &guards,
                at,
                field,
                value,
                &mut faults,
                prove,
            )),
            None => {
                check_empty_field(plan, &guards, at, field, &mut faults);
                empty.push(field.name.clone());
            }
        }
    }
    let ret = check_ret(plan, &mut faults);
    add_help(plan, &guards, &mut faults);
    plan::gate(
        CheckedPlan {
            settings: plan::settings(&plan.args),
            fields,
            empty,
            ret,
            facade,
        },
        faults,
    )
}

/// What stands against recording an argument: its type, then its name, then that its text could
/// be anything.
fn guard(plan: &Plan<'_>, binding: &Binding) -> Option<Guard> {
    let generics = &plan.function.sig.generics;
    let shape = binding
        .ty
        .as_ref()
        .map_or(Shape::Other, |ty| types::shape(ty, generics));
    let verdict = binding
        .ty
        .as_ref()
        .map(|ty| types::judge(plan.policy, ty, generics));
    if let Some(TypeVerdict::Refused { class, name }) = verdict {
        return Some(Guard {
            phrase: format!("is {} (`{name}`)", class.noun()),
            instead: count_of(plan, binding, class),
            note: None,
        });
    }
    let name_guard = |verdict: Verdict, shown: &str| match &verdict {
        Verdict::Refused(refusal) if !expr::fits(&verdict, shape) => Some(Guard {
            phrase: format!("is {}{shown}", refusal.reason),
            instead: None,
            note: refusal
                .instead
                .as_ref()
                .map(|instead| format!("`{instead}` would be fit")),
        }),
        _ => None,
    };
    if !plan.policy.is_vague(&binding.name) {
        return name_guard(plan.policy.name(&binding.name), "");
    }
    let function = plan.function.sig.ident.unraw().to_string();
    name_guard(
        plan.policy.qualified(&function, &binding.name),
        &format!(" in `{function}`"),
    )
    .or_else(|| {
        (shape == Shape::Text).then(|| Guard {
            phrase: "is text that could hold anything".to_owned(),
            instead: None,
            note: Some("or rename it after what it holds".to_owned()),
        })
    })
}

/// `stamp_count = stamps.len()`, where the length is to be had and its name is fit.
fn count_of(plan: &Plan<'_>, binding: &Binding, class: TypeClass) -> Option<(String, String)> {
    let method = types::count_expr(binding.ty.as_ref()?)?;
    if matches!(
        class,
        TypeClass::Pool | TypeClass::Connection | TypeClass::Transaction
    ) {
        return None;
    }
    let name = plan.policy.count_name(&binding.name);
    let fit =
        plan.policy.name(&name) == Verdict::Fit && syn::parse_str::<syn::Ident>(&name).is_ok();
    fit.then(|| (name, format!("{}.{method}()", binding.ident)))
}

/// `skip` takes names of arguments, and `self`. A misspelt one counts as what was meant, so that
/// one slip is one error. Returns which bindings are skipped.
fn check_skips(plan: &Plan<'_>, faults: &mut Vec<Fault>) -> Vec<bool> {
    let mut skipped: Vec<bool> = plan
        .bindings
        .iter()
        .map(|binding| plan.skips(binding))
        .collect();
    for (at, name) in plan.args.skip.iter().enumerate() {
        let word = name.unraw().to_string();
        if plan.binding(&word).is_some() || (word == "self" && plan.receiver) {
            continue;
        }
        let names = plan.bindings.iter().map(|binding| binding.name.as_str());
        let fault = |edit| {
            Fault::new(
                name.span(),
                format!("`skip` names `{word}`, which is no argument of this function"),
                edit,
            )
        };
        match nearest(&word, names) {
            Some(meant) => {
                if let Some(place) = plan
                    .bindings
                    .iter()
                    .position(|binding| binding.name == meant)
                {
                    skipped[place] = true;
                }
                faults.push(
                    fault(Edit::SetSkip(at, meant.to_owned()))
                        .note(format!("did you mean `{meant}`?")),
                );
            }
            None => faults.push(fault(Edit::DropSkip(at))),
        }
    }
    skipped
}

/// The team may say that a function gets no span.
fn check_never_instrument(plan: &Plan<'_>, faults: &mut Vec<Fault>) {
    let ident = &plan.function.sig.ident;
    let name = ident.unraw().to_string();
    if plan.policy.team.never_instrument.contains(&name) {
        faults.push(
            Fault::new(
                ident.span(),
                format!("`{name}` is listed under `never-instrument` in scorer-instrument.toml"),
                Edit::None,
            )
            .help("remove `#[scorer_span]`, or take the function off that list"),
        );
    }
}

/// An argument that is neither skipped nor replaced by a field is recorded, when nothing stands
/// against it.
fn record_arguments(
    plan: &Plan<'_>,
    guards: &[Option<Guard>],
    skipped: &[bool],
    faults: &mut Vec<Fault>,
) -> Vec<Recorded> {
    let mut recorded = Vec::new();
    for ((binding, guard), skipped) in plan.bindings.iter().zip(guards).zip(skipped) {
        if *skipped || plan.overridden(binding) {
            continue;
        }
        if let Some(guard) = guard {
            let mut fault = Fault::new(
                binding.ident.span(),
                format!(
                    "argument `{}` {} and must not be recorded",
                    binding.name, guard.phrase
                ),
                Edit::Skip,
            );
            fault.notes.extend(guard.note.clone());
            faults.push(fault);
            continue;
        }
        let ident = &binding.ident;
        let before = binding
            .rewritten
            .as_ref()
            .map(|rewritten| rewritten.binding_of(std::slice::from_ref(&binding.name)));
        recorded.push(Recorded {
            name: ident.to_token_stream(),
            value: ident.to_token_stream(),
            span: ident.span(),
            how: how(plan, binding, Sigil::None),
            by_reference: before.is_none() && is_shared_reference(binding),
            before: before.unwrap_or_default(),
        });
    }
    recorded
}

/// Whether the argument's written type is `&T`.
fn is_shared_reference(binding: &Binding) -> bool {
    matches!(&binding.ty, Some(Type::Reference(reference)) if reference.mutability.is_none())
}

/// How an argument is given to tracing: as it is where its written type proves it.
fn how(plan: &Plan<'_>, binding: &Binding, sigil: Sigil) -> How {
    let Some(ty) = &binding.ty else {
        return How::Proven(sigil);
    };
    if sigil == Sigil::None && types::plain(ty) {
        return How::Plain;
    }
    team_type(plan.policy, ty, false).unwrap_or(How::Proven(sigil))
}

/// How the team's policy records a type of another crate, through pointers and `Option`.
pub(super) fn team_type(policy: &Policy, ty: &Type, optional: bool) -> Option<How> {
    let path = match ty {
        Type::Reference(inner) => return team_type(policy, &inner.elem, optional),
        Type::Group(inner) => return team_type(policy, &inner.elem, optional),
        Type::Paren(inner) => return team_type(policy, &inner.elem, optional),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    let known = policy
        .team
        .recordable
        .iter()
        .find(|known| last.ident == known.type_name);
    if let Some(known) = known {
        return Some(if optional {
            How::OwnOption(known.via)
        } else {
            How::Own(known.via)
        });
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let inner = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })?;
    match last.ident.to_string().as_str() {
        "Option" if !optional => team_type(policy, inner, true),
        "Box" | "Arc" | "Rc" => team_type(policy, inner, optional),
        _ => None,
    }
}

/// A field's name must be readable, fit, and stand once.
fn check_field_name(plan: &Plan<'_>, at: usize, field: &Field, faults: &mut Vec<Fault>) {
    let Some(name) = field.name.text() else {
        faults.push(
            Fault::new(
                field.name.span(),
                "the name of this field cannot be read here, so nothing is known of it",
                Edit::DropField(at),
            )
            .note("write the name out: `fields(stamp_count = ..)`"),
        );
        return;
    };
    let before = &plan.args.fields[..at];
    if before
        .iter()
        .any(|other| other.name.text().as_deref() == Some(&name))
    {
        faults.push(Fault::new(
            field.name.span(),
            format!("field `{name}` stands here twice"),
            Edit::DropField(at),
        ));
        return;
    }
    let verdict = plan.policy.name(&name);
    let value_shape = field
        .value
        .as_ref()
        .map_or(Shape::Other, |value| shape_of(plan, value));
    if let Verdict::Refused(refusal) = &verdict {
        if expr::fits(&verdict, value_shape) || is_same_argument(plan, field, &name) {
            return;
        }
        let mut fault = Fault::new(
            field.name.span(),
            format!(
                "field `{name}` is {} and must not be recorded",
                refusal.reason
            ),
            Edit::DropField(at),
        );
        fault.notes.extend(
            refusal
                .instead
                .as_ref()
                .map(|instead| format!("`{instead}` would be fit")),
        );
        faults.push(fault);
    }
}

/// The shape of a field's value, by its form and the arguments' types.
fn shape_of(plan: &Plan<'_>, value: &Expr) -> Shape {
    expr::shape(plan.policy, value, &|argument| {
        let ty = plan
            .binding(argument)
            .and_then(|binding| binding.ty.as_ref());
        ty.map_or(Shape::Other, |ty| {
            types::shape(ty, &plan.function.sig.generics)
        })
    })
}

/// Whether the field's value is the argument of its own name: the value's fault says it all then.
fn is_same_argument(plan: &Plan<'_>, field: &Field, name: &str) -> bool {
    let Some(Expr::Path(path)) = &field.value else {
        return false;
    };
    let same = path
        .path
        .get_ident()
        .is_some_and(|ident| ident.unraw() == name);
    same && plan
        .binding(name)
        .is_some_and(|binding| guard(plan, binding).is_some())
}

/// A field's value is judged by its parts and proven by its type.
fn record_field(
    plan: &Plan<'_>,
    guards: &[Option<Guard>],
    at: usize,
    field: &Field,
    value: &Expr,
    faults: &mut Vec<Fault>,
    prove: &dyn Fn(TokenStream, Operand) -> TokenStream,
) -> Option<Recorded> {
    let mut value = value.clone();
    let span = value
        .to_token_stream()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |tree| tree.span());
    let lookup = |name: &str| match plan
        .bindings
        .iter()
        .position(|binding| binding.name == name)
    {
        Some(place) => guards[place].as_ref().map_or(Known::FitArgument, |guard| {
            Known::Guarded(guard.phrase.clone())
        }),
        None => Known::Other,
    };
    let shown = field
        .name
        .text()
        .unwrap_or_else(|| text(field.name.tokens()));
    let suspicions = Judge::new(plan.policy, &lookup, prove).judge(&mut value);
    if !suspicions.is_empty() {
        for suspicion in suspicions {
            faults.push(Fault::new(
                suspicion.span,
                format!(
                    "field `{shown}` must not be recorded: its value {}",
                    suspicion.reason
                ),
                Edit::DropField(at),
            ));
        }
        return None;
    }
    let how = field_how(plan, &value, field.sigil);
    if let Some(reviewed) = expr::reviewed_value(&value) {
        value = reviewed;
    }
    let tokens = value.to_token_stream();
    let before = plan
        .rewritten_names(&tokens)
        .iter()
        .map(|(rewritten, names)| rewritten.binding_of(names))
        .collect();
    Some(Recorded {
        name: field.name.tokens(),
        value: tokens,
        span,
        how,
        before,
        by_reference: false,
    })
}

fn field_how(plan: &Plan<'_>, value: &Expr, sigil: Sigil) -> How {
    if plan::is_literal(value) || expr::reviewed_value(value).is_some() {
        return plan::raw(sigil);
    }
    // A count or a comparison is a scalar by its form, which tracing takes as it is.
    if sigil == Sigil::None
        && matches!(shape_of(plan, value), Shape::Bool | Shape::Integer)
        && !matches!(value, Expr::Path(_))
    {
        return How::Plain;
    }
    match value {
        // `format_args!` has no type that could be proven; its operands are.
        Expr::Macro(mac) if mac.mac.path.is_ident("format_args") => plan::raw(sigil),
        Expr::Path(path) => match path
            .path
            .get_ident()
            .and_then(|ident| plan.binding(&ident.unraw().to_string()))
        {
            Some(binding) => match binding
                .ty
                .as_ref()
                .and_then(|ty| team_type(plan.policy, ty, false))
            {
                Some(How::Own(via)) => How::Own(match sigil {
                    Sigil::None => via,
                    Sigil::Display => Via::Display,
                    Sigil::Debug => Via::Debug,
                }),
                _ => how(plan, binding, sigil),
            },
            None => How::Proven(sigil),
        },
        _ => How::Proven(sigil),
    }
}

/// An empty field must not hide an argument, and must be filled in this function.
fn check_empty_field(
    plan: &Plan<'_>,
    guards: &[Option<Guard>],
    at: usize,
    field: &Field,
    faults: &mut Vec<Fault>,
) {
    let Some(name) = field.name.text() else {
        return;
    };
    if let Some(place) = plan
        .bindings
        .iter()
        .position(|binding| binding.name == name)
    {
        let binding = &plan.bindings[place];
        let recordable = guards[place].is_none() && plan.skips(binding);
        let edit = if recordable {
            Edit::SetField(at, format!("{name} = {}", binding.ident))
        } else {
            Edit::DropField(at)
        };
        faults.push(
            Fault::new(
                field.name.span(),
                format!("field `{name}` is declared empty and hides the argument `{name}`"),
                edit,
            )
            .note("an argument that is fit is recorded without being named"),
        );
    } else if !plan.filled.contains(&name) {
        faults.push(
            Fault::new(
                field.name.span(),
                format!("field `{name}` is declared empty and never filled in this function"),
                Edit::DropField(at),
            )
            .note(format!(
                "fill it in the body: `scorer_instrument::record!({name} = ..)`"
            )),
        );
    }
}

/// `ret` prints the returned value's own Debug under the function's name.
fn check_ret(plan: &Plan<'_>, faults: &mut Vec<Fault>) -> Option<(Span, Returned)> {
    let span = plan.args.ret?;
    let sig = &plan.function.sig;
    let returned = if plan.args.err.is_some() {
        Returned::Ok
    } else {
        Returned::Whole
    };
    let output = match &sig.output {
        ReturnType::Default => return Some((span, returned)),
        ReturnType::Type(_, ty) => future_output(ty).unwrap_or(ty),
    };
    let name = sig.ident.unraw().to_string();
    let verdict = plan.policy.name(&name);
    let value = recorded_part(output, returned);
    if let Verdict::Refused(refusal) = &verdict {
        if !expr::fits(&verdict, types::shape(value, &sig.generics)) {
            faults.push(Fault::new(
                span,
                format!(
                    "`ret` would record what `{name}` returns: {}",
                    refusal.reason
                ),
                Edit::DropRet,
            ));
            return None;
        }
    }
    if has_impl(value) {
        faults.push(Fault::new(
            span,
            format!(
                "`ret` would record `{}`, of which nothing is known",
                text(value.to_token_stream())
            ),
            Edit::DropRet,
        ));
        return None;
    }
    if let TypeVerdict::Refused { class, name } = types::judge(plan.policy, value, &sig.generics) {
        faults.push(
            Fault::new(span, format!("`ret` would record {} (`{name}`)", class.noun()), Edit::DropRet)
                .note("record a part of it: declare `fields(n)` and fill it with `scorer_instrument::record!(n = ..)`"),
        );
        return None;
    }
    Some((span, returned))
}

/// The part of the returned type that is printed: with `err`, what stands in `Ok`.
fn recorded_part(ty: &Type, returned: Returned) -> &Type {
    let Type::Path(path) = ty else { return ty };
    match path.path.segments.last() {
        Some(last) if returned == Returned::Ok && last.ident == "Result" => {
            first_type(&last.arguments).unwrap_or(ty)
        }
        _ => ty,
    }
}

fn first_type(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// `T` of `impl Future<Output = T>` and of `Pin<Box<dyn Future<Output = T>>>`: tracing
/// instruments the future of a function that returns an async block.
fn future_output(ty: &Type) -> Option<&Type> {
    let bounds = match ty {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Group(ty) => return future_output(&ty.elem),
        Type::Paren(ty) => return future_output(&ty.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let pointer = last.ident == "Pin" || last.ident == "Box";
            return first_type(&last.arguments)
                .filter(|_| pointer)
                .and_then(future_output);
        }
        _ => return None,
    };
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == "Future")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(output) if output.ident == "Output" => Some(&output.ty),
            _ => None,
        })
    })
}

/// Whether `impl Trait` stands anywhere in a type.
fn has_impl(ty: &Type) -> bool {
    let mut streams = vec![ty.to_token_stream()];
    while let Some(stream) = streams.pop() {
        for tree in stream {
            match tree {
                proc_macro2::TokenTree::Group(group) => streams.push(group.stream()),
                proc_macro2::TokenTree::Ident(ident) if ident == "impl" => return true,
                _ => {}
            }
        }
    }
    false
}

/// Adds the whole attribute to every fault that it mends.
fn add_help(plan: &Plan<'_>, guards: &[Option<Guard>], faults: &mut [Fault]) {
    if faults.is_empty() {
        return;
    }
    let unfit: Vec<Unfit<'_>> = plan
        .bindings
        .iter()
        .zip(guards)
        .filter_map(|(binding, guard)| {
            let guard = guard.as_ref()?;
            Some(Unfit {
                name: &binding.name,
                instead: guard.instead.clone(),
            })
        })
        .collect();
    help_with(&draft::attribute(&plan.args, faults, &unfit), faults);
}

/// The help of faults whose item could not be read: the attribute alone, as it was understood.
pub(super) fn help_without_item(args: &Args, faults: &mut [Fault]) {
    help_with(&draft::attribute(args, faults, &[]), faults);
}

fn help_with(attribute: &str, faults: &mut [Fault]) {
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.help.is_none() && fault.edit != Edit::None)
    {
        fault.help = Some(format!("write {attribute}"));
    }
}
