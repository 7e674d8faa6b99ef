//! A visitor that redacts values before it passes them to another visitor.

use std::error::Error;
use std::fmt;

use scorer_redact::{Cause, Refused};
use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};

use super::causes::Causes;
use super::names::Callsite;
use super::print;
use super::redactor::Redactor;
use super::text;

/// Passes each value on with its own type, after replacing what must not be recorded. It is made by
/// [`Redactor::visitor`].
///
/// The output of `Debug` and `Display`, and an error with its causes, is passed on as text. A value that panics becomes
/// `[panicked while formatting]`, and one that is printed within eight others becomes `[nested too deep]`;
/// [`Redactor::misprints`] counts both.
#[derive(Debug)]
pub struct Redacting<'a, V: ?Sized> {
    redactor: &'a Redactor,
    inner: &'a mut V,
    callsite: Option<(Identifier, Option<&'a Callsite>)>,
}

impl Redactor {
    /// Returns a visitor that passes to `inner` only what may be recorded. Use it in a layer of your own.
    pub fn visitor<'a, V: Visit + ?Sized>(&'a self, inner: &'a mut V) -> Redacting<'a, V> {
        Redacting::new(self, inner)
    }
}

impl<'a, V: Visit + ?Sized> Redacting<'a, V> {
    fn new(redactor: &'a Redactor, inner: &'a mut V) -> Self {
        Self {
            redactor,
            inner,
            callsite: None,
        }
    }

    fn refused(&mut self, field: &Field) -> Option<Refused> {
        if self.redactor.0.is_off() {
            return None;
        }
        let names = &self.redactor.0.names;
        let id = field.callsite();
        let callsite = match &self.callsite {
            Some((known, callsite)) if *known == id => *callsite,
            _ => {
                let callsite = names.callsite(&id);
                self.callsite = Some((id, callsite));
                callsite
            }
        };
        names.at(callsite, field)
    }

    fn replace(&mut self, field: &Field, refused: Refused) {
        let counts = &self.redactor.0.counts;
        counts.add(refused.class, Cause::Name, Some(field.name()));
        self.inner.record_str(field, text::marker(refused.class));
    }

    /// Handles an integer. Returns whether it was replaced.
    fn replaced_integer(&mut self, field: &Field, magnitude: u128) -> bool {
        match self.refused(field) {
            Some(refused) if !refused.keeps_integers() => {
                self.replace(field, refused);
                true
            }
            _ => {
                let Some(class) = self.redactor.0.names.text().integer(magnitude) else {
                    return false;
                };
                let counts = &self.redactor.0.counts;
                counts.add(class, Cause::Shape, Some(field.name()));
                self.inner.record_str(field, text::marker(class));
                true
            }
        }
    }

    /// How much of a text is kept: one character more than is read, to tell whether the text goes on.
    fn kept(&self) -> usize {
        text::read_at_most(&self.redactor.0) + 4
    }

    /// Prints a value and passes the redacted text to the inner visitor, unless the name alone decides.
    fn written(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        if let Some(refused) = self.refused(field) {
            self.replace(field, refused);
            return;
        }
        let limit = self.kept();
        let redactor = self.redactor;
        let inner = &mut *self.inner;
        print::printed(value, limit, |printed| match printed {
            Ok(written) => {
                redactor
                    .0
                    .counts
                    .add_all(&written.replaced, Some(field.name()));
                let text = text::redacted(&redactor.0, Some(field.name()), written.text);
                inner.record_str(field, &text);
            }
            Err(failure) => {
                redactor.0.counts.add_misprint(failure);
                inner.record_str(field, failure.marker());
            }
        });
    }
}

impl<V: Visit + ?Sized> Visit for Redacting<'_, V> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.inner.record_bool(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        if !self.replaced_integer(field, value.unsigned_abs().into()) {
            self.inner.record_i64(field, value);
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if !self.replaced_integer(field, value.into()) {
            self.inner.record_u64(field, value);
        }
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        if !self.replaced_integer(field, value.unsigned_abs()) {
            self.inner.record_i128(field, value);
        }
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        if !self.replaced_integer(field, value) {
            self.inner.record_u128(field, value);
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match self.refused(field) {
            Some(refused) => self.replace(field, refused),
            None => self.inner.record_f64(field, value),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match self.refused(field) {
            Some(refused) => self.replace(field, refused),
            None => {
                let text = text::redacted(&self.redactor.0, Some(field.name()), value);
                self.inner.record_str(field, &text);
            }
        }
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        // The shape of a secret shows in text, but not in a list of numbers.
        let read = &value[..value.len().min(self.kept())];
        self.record_str(field, &String::from_utf8_lossy(read));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.written(field, format_args!("{}", Causes(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.written(field, format_args!("{value:?}"));
    }
}
