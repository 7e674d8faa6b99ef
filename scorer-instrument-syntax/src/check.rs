//! The checks. Each one implements one rule, asks the policy, and adds to the faults. None generates code.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::FnArg;
use syn::ext::IdentExt;

use crate::args::Args;
use crate::argument::Open;
use crate::binding;
use crate::draft::{self, Mending, Unfit};
use crate::expr::Operand;
use crate::fault::{Edit, Fault};
use crate::field::Sigil;
use crate::fields::FieldCheck;
use crate::guard::{Guard, guard, needs_no_text};
use crate::how::{how, is_shared_reference};
use crate::listed::check_names;
use crate::outcome::outcome;
use crate::plan::{self, CheckedPlan, How, Place, Plan, Recorded};
use crate::returned::{check_err, check_future, check_ret};
use crate::words;

/// Runs every check. Returns the plan if there are no faults.
pub(super) fn check(
    plan: &Plan<'_>,
    facade: syn::Path,
    mut faults: Vec<Fault>,
    prove: &dyn Fn(TokenStream, Operand) -> TokenStream,
) -> Result<CheckedPlan, Vec<Fault>> {
    let mut guards = Vec::new();
    for binding in &plan.bindings {
        guards.push(guard(plan, binding));
    }
    let recorded = check_names(plan, &guards, &mut faults);
    check_never_instrument(plan, &mut faults);
    check_patterns(plan, &mut faults);
    let mut fields = record_arguments(plan, &guards, &recorded, &mut faults);
    let mut empty = Vec::new();
    let check = FieldCheck {
        plan,
        guards: &guards,
        prove,
    };
    for (at, field) in plan.args.fields.iter().enumerate() {
        let fit = check.name(at, field, &mut faults);
        match &field.value {
            // For `%email` and `email`, the fault of the name is enough.
            Some(_) if !fit && field.shorthand => {}
            None if !fit => {}
            Some(value) => {
                if let Some(recorded) = check.value(at, field, value, &mut faults) {
                    fields.push(recorded);
                }
            }
            None => {
                check.empty(at, field, &mut faults);
                empty.push((field.name.clone(), field.empty.clone()));
            }
        }
    }
    let ret = check_ret(plan, &mut faults);
    check_err(plan, &mut faults);
    check_future(plan, &mut faults);
    check.settings(&mut faults);
    add_help(plan, &guards, &mut faults);
    plan::gate(
        CheckedPlan {
            settings: plan::settings(&plan.args),
            fields,
            empty,
            ret,
            outcome: outcome(plan),
            facade,
        },
        faults,
    )
}

/// Refuses a span on a function that the team lists under `never-instrument`.
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

/// Refuses a macro in a pattern, because it cannot be known what it binds and from which member.
fn check_patterns(plan: &Plan<'_>, faults: &mut Vec<Fault>) {
    for input in &plan.function.sig.inputs {
        let FnArg::Typed(typed) = input else { continue };
        if let Some(span) = binding::unread(&typed.pat) {
            let message = "the names that this pattern binds cannot be read here";
            faults.push(Fault::new(span, message, Edit::None).help(
                "write the pattern out, or bind the argument to a name and match it in the body",
            ));
        }
    }
}

/// Records each argument that is neither skipped nor replaced by a field, if nothing forbids it. If something does, the
/// fault is reported at the position that says that the argument is recorded.
fn record_arguments(
    plan: &Plan<'_>,
    guards: &[Option<Guard>],
    recorded_at: &[Option<Span>],
    faults: &mut Vec<Fault>,
) -> Vec<Recorded> {
    let mut recorded = Vec::new();
    for (at, binding) in plan.bindings.iter().enumerate() {
        let Some(place) = recorded_at[at].filter(|_| !plan.overridden(binding)) else {
            continue;
        };
        if let Some(guard) = &guards[at] {
            let mut fault = Fault::new(place, guard.message(), Edit::Skip);
            if let Some(entry) = plan.entry_of(binding) {
                fault.edit = Edit::DropInclude(entry);
                fault = fault.note("take it out of `include`");
            }
            fault
                .notes
                .extend(guard.way_out.as_ref().map(ToString::to_string));
            faults.push(fault);
            continue;
        }
        let mut ident = binding.ident.clone();
        ident.set_span(ident.span().located_at(place));
        let before = binding
            .rewritten
            .as_ref()
            .map(|rewritten| rewritten.binding_of(std::slice::from_ref(&binding.name)));
        let open = needs_no_text(plan, binding);
        recorded.push(Recorded {
            name: ident.to_token_stream(),
            value: ident.to_token_stream(),
            span: place,
            argument: before.is_none().then_some(ident),
            how: match how(plan, binding, Sigil::None) {
                How::Proven(sigil) if open.is_some() => How::NoText(sigil),
                how => how,
            },
            place: match plan.entry_of(binding) {
                _ if open == Some(Open::Type) => Place::Called,
                _ if open == Some(Open::Function) => Place::Taken,
                _ if open == Some(Open::Person) => Place::Person,
                Some(_) => Place::Listed,
                None => Place::Argument,
            },
            by_reference: before.is_none() && is_shared_reference(binding),
            before: before.unwrap_or_default(),
        });
    }
    recorded
}

/// Adds the whole attribute to every fault that it fixes.
fn add_help(plan: &Plan<'_>, guards: &[Option<Guard>], faults: &mut [Fault]) {
    if !faults.is_empty() {
        let attribute = draft::attribute(&plan.args, faults, &unfit(plan, guards));
        help_with(&attribute, faults);
    }
}

/// Returns the arguments that must not be recorded. If only listed arguments are recorded, returns those of them that
/// are listed.
fn unfit<'a>(plan: &'a Plan<'_>, guards: &[Option<Guard>]) -> Vec<Unfit<'a>> {
    let mut unfit = Vec::new();
    for (binding, guard) in plan.bindings.iter().zip(guards) {
        let concerned = !plan.is_listed() || plan.recorded_at(binding).is_some();
        if let Some(guard) = guard.as_ref().filter(|_| concerned) {
            unfit.push(Unfit {
                name: &binding.name,
                instead: guard.instead.clone(),
            });
        }
    }
    unfit
}

/// Returns what the faults of a plan require of its attribute. Returns `None` if no attribute fixes them, or if the
/// attribute had to be guessed.
pub(super) fn mending(plan: &Plan<'_>, faults: &[Fault]) -> Option<Mending> {
    let beyond =
        |fault: &Fault| matches!(fault.edit, Edit::None | Edit::AsUnderstood | Edit::DropErr);
    if faults.iter().any(beyond) {
        return None;
    }
    let mut guards = Vec::new();
    for binding in &plan.bindings {
        guards.push(guard(plan, binding));
    }
    Some(Mending::of(&plan.args, faults, &unfit(plan, &guards)))
}

/// Adds the help to faults whose item could not be read: only the attribute, as it was understood.
pub(super) fn help_without_item(args: &Args, faults: &mut [Fault]) {
    help_with(&draft::attribute(args, faults, &[]), faults);
}

fn help_with(attribute: &str, faults: &mut [Fault]) {
    for fault in faults {
        if fault.help.is_none() && fault.edit != Edit::None {
            fault.help = Some(words::sentence(format!("write {attribute}")));
        }
    }
}
