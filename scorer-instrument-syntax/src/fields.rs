//! Checks the fields of the attribute: each name and each value.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Expr;
use syn::ext::IdentExt;

use crate::expr::{self, Judge, Known, Operand, Suspicion};
use crate::fault::{Edit, Fault};
use crate::field::{Field, Sigil};
use crate::filled::Filled;
use crate::guard::Guard;
use crate::how::{field_how, shape_of, sigil_of};
use crate::plan::{self, How, Place, Plan, Recorded};
use crate::reason::{Grounds, Reason};
use crate::says::Says;
use crate::text::text;
use crate::types::Shape;
use crate::value_shape;
use scorer_instrument_policy::{Verdict, nearest};

/// What the checks of a field need.
pub(super) struct FieldCheck<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) guards: &'a [Option<Guard>],
    pub(super) prove: &'a dyn Fn(TokenStream, Operand) -> TokenStream,
}

impl FieldCheck<'_> {
    /// Checks the name of a field: it must be readable, safe to record, and not repeated. Returns whether it is.
    pub(super) fn name(&self, at: usize, field: &Field, faults: &mut Vec<Fault>) -> bool {
        let Some(name) = field.name.text() else {
            let message = "the name of this field cannot be read here, so it cannot be judged";
            faults.push(
                Fault::new(field.name.span(), message, Edit::DropField(at))
                    .note("write the name out: `fields(stamp_count = ..)`"),
            );
            return false;
        };
        let before = &self.plan.args.fields[..at];
        if before
            .iter()
            .any(|other| other.name.text().as_deref() == Some(&name))
        {
            let message = format!("field `{name}` appears twice");
            faults.push(Fault::new(field.name.span(), message, Edit::DropField(at)));
            return false;
        }
        let verdict = self.plan.policy.name(&name);
        let Verdict::Refused(refusal) = &verdict else {
            return true;
        };
        let shape = field
            .value
            .as_ref()
            .map_or(Shape::Other, |value| shape_of(self.plan, value));
        // If the value is the refused argument of the same name, the fault of the value is enough.
        if value_shape::fits(&verdict, shape) || self.same_argument(field).is_some() {
            return true;
        }
        let message = format!(
            "field `{name}` is {} and must not be recorded",
            refusal.reason
        );
        let fault = Fault::new(field.name.span(), message, Edit::DropField(at));
        faults.push(match &refusal.instead {
            Some(instead) => fault.note(format!("a field `{instead}` could be recorded")),
            None if self.plan.policy.is_network_address(refusal) => fault.note(NETWORK),
            None => fault.note(FACT),
        });
        false
    }

    /// Returns why an argument must not be recorded, if the field is only that argument under its own name.
    fn same_argument(&self, field: &Field) -> Option<&Guard> {
        let Some(Expr::Path(path)) = &field.value else {
            return None;
        };
        let name = path.path.get_ident()?.unraw().to_string();
        (field.name.text()? == name).then(|| self.guard(&name))?
    }

    fn guard(&self, name: &str) -> Option<&Guard> {
        self.guards[self.plan.place(name)?].as_ref()
    }

    /// Checks the value of a field by its parts. rustc checks its type.
    pub(super) fn value(
        &self,
        at: usize,
        field: &Field,
        value: &Expr,
        faults: &mut Vec<Fault>,
    ) -> Option<Recorded> {
        let mut value = value.clone();
        let span = value
            .to_token_stream()
            .into_iter()
            .next()
            .map_or_else(Span::call_site, |tree| tree.span());
        let how = self.how(field, &value);
        let printed = self.printed(field, &value);
        let suspicions = self.judged(&mut value, printed.as_deref());
        if !suspicions.is_empty() {
            for suspicion in &suspicions {
                faults.push(self.fault(at, field, suspicion));
            }
            return None;
        }
        let tokens = value.to_token_stream();
        let mut before = TokenStream::new();
        for (rewritten, names) in self.plan.rewritten_names(&tokens) {
            before.extend(rewritten.binding_of(&names));
        }
        Some(Recorded {
            name: field.name.tokens(),
            value: tokens,
            span,
            how,
            place: Place::Field,
            argument: None,
            before,
            by_reference: false,
        })
    }

    /// Checks what `parent`, `follows_from`, `name` and `target` read, because a function that they call may record its
    /// arguments.
    pub(super) fn settings(&self, faults: &mut Vec<Fault>) {
        for (word, setting) in self.plan.args.expressions() {
            let mut setting = setting.clone();
            for suspicion in self.judged(&mut setting, None) {
                if !is_about_text(&suspicion) {
                    continue;
                }
                let message = format!("`{word}` must not use this value: it {}", suspicion.reason);
                faults.push(
                    Fault::new(suspicion.span, message, Edit::None).help(
                        "bind the span to a variable first, or make it in a function that takes only what is safe to record",
                    ),
                );
            }
        }
    }

    /// Returns the argument that a field prints as a whole, `%addr` or `?path`, if only its type is refused and values
    /// of that type may be printed. rustc decides whether the redactor can print it.
    fn printed(&self, field: &Field, value: &Expr) -> Option<String> {
        if sigil_of(value, field.sigil) == Sigil::None {
            return None;
        }
        let name = printed_argument(value)?.unraw().to_string();
        self.guard(&name)?.is_of_a_place().then_some(name)
    }

    /// Returns why the value of an expression must not be recorded. `printed` is not checked.
    fn judged(&self, value: &mut Expr, printed: Option<&str>) -> Vec<Suspicion> {
        let lookup = |name: &str| match (self.plan.binding(name), self.guard(name)) {
            (Some(_), Some(_)) if printed == Some(name) => Known::FitArgument,
            (Some(_), Some(guard)) if guard.is_of_one_value() => Known::Extractor,
            (Some(_), Some(guard)) => Known::Guarded(guard.origin()),
            (Some(_), None) => Known::FitArgument,
            (None, _) => Known::Other,
        };
        Judge::new(self.plan.policy, &lookup, self.prove).judge(value)
    }

    /// Returns how the value is passed to tracing. If neither the field's name nor the value's name says what it is, it
    /// must not be text.
    fn how(&self, field: &Field, value: &Expr) -> How {
        let how = field_how(self.plan, value, field.sigil);
        let policy = self.plan.policy;
        let name = field.name.text().unwrap_or_default();
        let is_known = plan::is_literal(value)
            || expr::is_reviewed(value)
            || matches!(how, How::Own(_) | How::OwnOption(_))
            || !matches!(shape_of(self.plan, value), Shape::Text | Shape::Other);
        if !is_known && Says::of_name(policy, &name).needs_no_text(Says::of(policy, value)) {
            How::NoText(sigil_of(value, field.sigil))
        } else {
            how
        }
    }

    fn fault(&self, at: usize, field: &Field, suspicion: &Suspicion) -> Fault {
        if let Some(guard) = self.same_argument(field) {
            return Fault::new(suspicion.span, guard.message(), Edit::DropField(at));
        }
        let name = field
            .name
            .text()
            .unwrap_or_else(|| text(field.name.tokens()));
        let message = format!(
            "field `{name}` must not be recorded: its value {}",
            suspicion.reason
        );
        // If the value is a collection, a field with its length replaces the field.
        let instead = match &field.value {
            Some(Expr::Path(path)) => path
                .path
                .get_ident()
                .and_then(|ident| self.guard(&ident.unraw().to_string())),
            _ => None,
        };
        if let Some((name, value)) = instead.and_then(|guard| guard.instead.as_ref()) {
            return Fault::new(
                suspicion.span,
                message,
                Edit::SetField(at, format!("{name} = {value}")),
            );
        }
        let fault = Fault::new(suspicion.span, message, Edit::DropField(at));
        let note = if let Some(instead) = suspicion.instead() {
            instead
        } else if suspicion.is_malformed() {
            return fault;
        } else if suspicion.is_undecidable() {
            "declare the field empty and fill it in the body with `scorer_instrument::record!`, \
             or use `reviewed!(.., reason = \"why it is safe\")`"
        } else if suspicion.is_network_address(self.plan.policy) {
            NETWORK
        } else {
            FACT
        };
        fault.note(note)
    }

    /// Checks an empty field: it must not hide an argument, and this function must fill it.
    pub(super) fn empty(&self, at: usize, field: &Field, faults: &mut Vec<Fault>) {
        let Some(name) = field.name.text() else {
            return;
        };
        if let Some(binding) = self.plan.binding(&name) {
            let message =
                format!("field `{name}` is declared empty and hides the argument `{name}`");
            let ident = binding.ident.to_string();
            let listed =
                format!("`include({ident})` records it, but no argument that is not listed");
            let (edit, note) = match self.guard(&name) {
                Some(guard) => (
                    Edit::DropField(at),
                    format!("the argument {}", guard.origin()),
                ),
                None if self.plan.entry_of(binding).is_some() => (Edit::DropField(at), listed),
                None if self.plan.is_listed() || self.plan.args.skip_all.is_some() => {
                    (Edit::Include(at, ident), listed)
                }
                None if self.plan.recorded_at(binding).is_none() => {
                    (Edit::SetField(at, format!("{name} = {ident}")), listed)
                }
                None => (Edit::DropField(at), listed),
            };
            faults.push(Fault::new(field.name.span(), message, edit).note(note));
        } else if !self.plan.filled.iter().any(|filled| filled.name == name) {
            faults.push(self.never_filled(at, field, &name));
        }
    }

    /// Returns the fault of a declared field that is never filled. If the body fills a similar name that is not a
    /// field, that name is misspelt.
    fn never_filled(&self, at: usize, field: &Field, name: &str) -> Fault {
        let is_field = |filled: &Filled| {
            let mut fields = self.plan.args.fields.iter();
            fields.any(|field| field.name.text().as_deref() == Some(&filled.name))
        };
        let meant = |filled: &&Filled| nearest(&filled.name, [name]).is_some();
        let misspelt = self.plan.filled.iter().filter(meant);
        if let Some(filled) = { misspelt }.find(|filled| !is_field(filled)) {
            let written = &filled.name;
            let message = format!("`{written}` is not a declared field of this function's span");
            let help = if filled.by_macro {
                format!("write `record!({name} = ..)`")
            } else {
                format!("write `.record(\"{name}\", ..)`")
            };
            return Fault::new(filled.span, message, Edit::None)
                .note(format!("did you mean `{name}`?"))
                .help(help);
        }
        let message = format!("field `{name}` is declared empty and never filled in this function");
        let note = format!("fill it in the body: `scorer_instrument::record!({name} = ..)`");
        Fault::new(field.name.span(), message, Edit::DropField(at)).note(note)
    }
}

/// Returns the argument, if the value is only `addr`, `&addr` or `path.display()`.
fn printed_argument(value: &Expr) -> Option<&syn::Ident> {
    match value {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(inner) => printed_argument(&inner.expr),
        Expr::Paren(inner) => printed_argument(&inner.expr),
        Expr::Group(inner) => printed_argument(&inner.expr),
        Expr::MethodCall(call) if call.method == expr::DISPLAY && call.args.is_empty() => {
            printed_argument(&call.receiver)
        }
        _ => None,
    }
}

/// Whether a span could record what is read here. Spans themselves are not text, and may be in a collection.
pub(super) fn is_about_text(suspicion: &Suspicion) -> bool {
    match &suspicion.reason {
        Reason::Reads(reading) => {
            matches!(
                reading.origin.grounds,
                Grounds::Name(_) | Grounds::MayBe(_) | Grounds::Promised(_)
            )
        }
        Reason::WholeSelf | Reason::Opaque(_) => false,
        Reason::UnreadCapture(_) | Reason::Malformed(_) => true,
    }
}

/// What to do with somebody's address in a network, of which a length says nothing.
const NETWORK: &str = "what of it names nobody can be recorded: `network = %reviewed!(network, reason = \"a /24 is many people\")`";

/// What to do if the value itself is not safe to record.
const FACT: &str =
    "a fact about it can be recorded, such as `.is_some()` or `.len()`, under a name that says so";
