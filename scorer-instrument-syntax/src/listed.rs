//! Which arguments a span records: all that are not skipped, or only those that are listed.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use crate::binding::Binding;
use crate::fault::{Edit, Fault};
use crate::guard::Guard;
use crate::plan::Plan;
use scorer_instrument_policy::{Record, nearest};

impl Plan<'_> {
    /// Whether only listed arguments are recorded.
    pub(super) fn is_listed(&self) -> bool {
        self.args.include.is_some() || self.policy.team.record == Record::Listed
    }

    /// Returns the position that says that an argument is recorded: its entry in `include`, or the argument itself.
    /// `None` if it is not recorded.
    pub(super) fn recorded_at(&self, binding: &Binding) -> Option<Span> {
        if !self.is_listed() {
            return (!self.skips(binding)).then(|| binding.ident.span());
        }
        self.entry_of(binding).map(|at| self.included()[at].span())
    }

    /// Returns which entry of `include` lists an argument.
    pub(super) fn entry_of(&self, binding: &Binding) -> Option<usize> {
        let mut entries = self.included().iter();
        entries.position(|name| is(name, binding))
    }

    /// The entries of `include`.
    pub(super) fn included(&self) -> &[Ident] {
        self.args
            .include
            .as_ref()
            .map_or(&[], |include| &include.names)
    }

    fn skips(&self, binding: &Binding) -> bool {
        self.args.skip_all.is_some() || self.args.skip.iter().any(|name| is(name, binding))
    }
}

fn is(name: &Ident, binding: &Binding) -> bool {
    name.unraw() == binding.name
}

/// Returns for each argument the position that says that it is recorded. A misspelt name counts as the intended one, so
/// that one mistake is one error.
pub(super) fn check_names(
    plan: &Plan<'_>,
    guards: &[Option<Guard>],
    faults: &mut Vec<Fault>,
) -> Vec<Option<Span>> {
    let mut recorded = Vec::new();
    for binding in &plan.bindings {
        recorded.push(plan.recorded_at(binding));
    }
    for (at, name) in plan.args.skip.iter().enumerate() {
        let word = name.unraw().to_string();
        if plan.binding(&word).is_some() || (word == "self" && plan.receiver) {
            continue;
        }
        let names = plan.bindings.iter().map(|binding| binding.name.as_str());
        let meant = nearest(&word, names);
        let edit = match meant {
            Some(meant) => Edit::SetSkip(at, meant.to_owned()),
            None => Edit::DropSkip(at),
        };
        faults.push(unknown("skip", name, meant, edit));
        if let Some(place) = meant.and_then(|meant| plan.place(meant)) {
            recorded[place] = None;
        }
    }
    for (at, name) in plan.included().iter().enumerate() {
        let word = name.unraw().to_string();
        if plan.binding(&word).is_some() {
            let mut fields = plan.args.fields.iter();
            // An empty field of this name is refused at its own position.
            if fields
                .any(|field| field.value.is_some() && field.name.text().as_deref() == Some(&word))
            {
                let message = format!("`{word}` appears in both `include` and `fields`");
                faults.push(Fault::new(name.span(), message, Edit::DropInclude(at)));
            }
            continue;
        }
        if word == "self" && plan.receiver {
            let message = "`self` is never recorded as a whole";
            let fault = Fault::new(name.span(), message, Edit::DropInclude(at));
            faults.push(fault.note("write what is needed of it by name: `fields(id = self.id)`"));
            continue;
        }
        // An argument that must not be recorded is not proposed.
        let fit = plan.bindings.iter().zip(guards);
        let fit = fit.filter(|(_, guard)| guard.is_none());
        let meant = nearest(&word, fit.map(|(binding, _)| binding.name.as_str()));
        let edit = match meant.and_then(|meant| plan.binding(meant)) {
            Some(meant) if plan.recorded_at(meant).is_none() => {
                Edit::SetInclude(at, meant.ident.to_string())
            }
            _ => Edit::DropInclude(at),
        };
        faults.push(unknown("include", name, meant, edit));
    }
    recorded
}

fn unknown(list: &str, name: &Ident, meant: Option<&str>, edit: Edit) -> Fault {
    let word = name.unraw();
    let message = format!("`{list}` names `{word}`, which is not an argument of this function");
    let fault = Fault::new(name.span(), message, edit);
    match meant {
        Some(meant) => fault.note(format!("did you mean `{meant}`?")),
        None => fault,
    }
}
