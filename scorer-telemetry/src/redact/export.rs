//! Redacts finished spans and resources on their way to an exporter, whatever created them.

use std::borrow::Cow;
use std::time::Duration;

use opentelemetry::trace::{Link, SpanContext, Status, TraceState};
use opentelemetry::{Array, InstrumentationScope, Key, KeyValue, StringValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use scorer_redact::Cause;

use super::redactor::Redactor;
use super::text::{self, Inner};

/// An exporter that redacts spans and the resource before it passes them to the inner exporter.
#[derive(Debug)]
pub struct RedactingExporter<E> {
    redactor: Redactor,
    inner: E,
}

impl Redactor {
    /// Returns the value of an attribute, redacted. The policy checks the key, and text in the value is searched.
    pub fn attribute(&self, key: &str, value: Value) -> Value {
        redacted_value(&self.0, key, value)
    }

    /// Wraps an exporter so that everything it receives is redacted. Use it with an OpenTelemetry SDK of your own.
    pub fn exporter<E: SpanExporter>(&self, inner: E) -> RedactingExporter<E> {
        RedactingExporter {
            redactor: self.clone(),
            inner,
        }
    }

    /// Redacts all text of a finished span: its name, attributes, events, links and status, and the trace state of its
    /// callers.
    pub fn span(&self, span: &mut SpanData) {
        let inner = &*self.0;
        self.context(&mut span.span_context);
        cow(inner, &mut span.name);
        attributes(inner, &mut span.attributes);
        for event in &mut span.events.events {
            cow(inner, &mut event.name);
            attributes(inner, &mut event.attributes);
        }
        for Link {
            span_context,
            attributes: own,
            ..
        } in &mut span.links.links
        {
            self.context(span_context);
            attributes(inner, own);
        }
        if let Status::Error { description } = &mut span.status {
            cow(inner, description);
        }
        if !self.is_clean_scope(&span.instrumentation_scope) {
            span.instrumentation_scope = self.scope(&span.instrumentation_scope);
        }
    }

    /// Returns a scope with its name, version and attributes redacted.
    pub(crate) fn scope(&self, scope: &InstrumentationScope) -> InstrumentationScope {
        // Each span has a copy of the scope, and copying one made of static texts is free.
        if self.is_clean_scope(scope) {
            return scope.clone();
        }
        let mut own: Vec<KeyValue> = scope.attributes().cloned().collect();
        attributes(&self.0, &mut own);
        let name = self.text(scope.name()).into_owned();
        let mut builder = InstrumentationScope::builder(name).with_attributes(own);
        if let Some(version) = scope.version() {
            builder = builder.with_version(self.text(version).into_owned());
        }
        if let Some(schema) = scope.schema_url() {
            builder = builder.with_schema_url(self.text(schema).into_owned());
        }
        builder.build()
    }

    /// Whether nothing of an attribute has to be redacted.
    pub(crate) fn is_clean(&self, attribute: &KeyValue) -> bool {
        let mut own = [attribute.clone()];
        attributes(&self.0, &mut own);
        own[0] == *attribute
    }

    fn is_clean_scope(&self, scope: &InstrumentationScope) -> bool {
        let texts = [Some(scope.name()), scope.version(), scope.schema_url()];
        texts.into_iter().flatten().all(|it| self.is_clean_text(it))
            && scope.attributes().all(|it| self.is_clean(it))
    }

    fn is_clean_text(&self, text: &str) -> bool {
        matches!(text::redacted(&self.0, None, text), Cow::Borrowed(_))
    }

    /// Redacts the trace state, a header that the callers wrote as a list of members. A member with something that must
    /// not be exported is removed as a whole, because a part of it would mean something else.
    pub(crate) fn context(&self, context: &mut SpanContext) {
        if *context.trace_state() == TraceState::NONE {
            return;
        }
        let header = context.trace_state().header();
        let is_fit = |text: &str| matches!(text::redacted(&self.0, None, text), Cow::Borrowed(_));
        if is_fit(&header) {
            return;
        }
        let fit: Vec<&str> = header.split(',').filter(|it| is_fit(it)).collect();
        let rest = fit.join(",");
        // If the rest is only suspicious when its members are read together, no single member can be blamed.
        let rest = Some(rest).filter(|it| !it.is_empty() && is_fit(it));
        let rest = rest.and_then(|it| it.parse().ok());
        *context = SpanContext::new(
            context.trace_id(),
            context.span_id(),
            context.trace_flags(),
            context.is_remote(),
            rest.unwrap_or_default(),
        );
    }

    /// Returns a resource with its attributes redacted.
    #[must_use]
    pub fn resource(&self, resource: &Resource) -> Resource {
        let mut own: Vec<KeyValue> = resource
            .iter()
            .map(|(key, value)| KeyValue::new(key.clone(), value.clone()))
            .collect();
        attributes(&self.0, &mut own);
        let builder = Resource::builder_empty();
        match resource.schema_url() {
            Some(schema) => builder.with_schema_url(own, schema.to_owned()),
            None => builder.with_attributes(own),
        }
        .build()
    }
}

impl<E: SpanExporter> SpanExporter for RedactingExporter<E> {
    fn export(&self, mut batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        for span in &mut batch {
            self.redactor.span(span);
        }
        self.inner.export(batch)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn shutdown(&self) -> OTelSdkResult {
        self.inner.shutdown()
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(&self.redactor.resource(resource));
    }
}

fn attributes(inner: &Inner, attributes: &mut [KeyValue]) {
    for attribute in attributes {
        let taken = std::mem::replace(&mut attribute.value, Value::Bool(false));
        attribute.value = redacted_value(inner, attribute.key.as_str(), taken);
        // A key comes from the code, unless a map was turned into attributes.
        let key = text::redacted(inner, None, attribute.key.as_str());
        if let Cow::Owned(key) = key {
            attribute.key = Key::new(key);
        }
    }
}

/// Returns the value of an attribute, redacted.
fn redacted_value(inner: &Inner, key: &str, value: Value) -> Value {
    if matches!(value, Value::Bool(_) | Value::Array(Array::Bool(_))) {
        return value;
    }
    let is_integer = matches!(value, Value::I64(_) | Value::Array(Array::I64(_)));
    if let Some(refused) = inner.names.of(key) {
        let stays = is_integer && refused.keeps_integers() || is_marker(&value);
        return if stays {
            value
        } else {
            Value::String(inner.by_name(key, refused).into())
        };
    }
    match value {
        Value::I64(number) => match inner.names.text().integer(number.unsigned_abs().into()) {
            Some(class) => {
                inner.counts.add(class, Cause::Shape, Some(key));
                Value::String(text::marker(class).into())
            }
            None => value,
        },
        Value::String(own) => Value::String(string(inner, key, own)),
        Value::Array(Array::String(all)) => Value::Array(Array::String(
            all.into_iter().map(|own| string(inner, key, own)).collect(),
        )),
        other => other,
    }
}

/// Whether the value was replaced before.
fn is_marker(value: &Value) -> bool {
    match value {
        Value::String(own) => {
            text::marker_at(own.as_str().as_bytes(), 0) == Some(own.as_str().len())
        }
        _ => false,
    }
}

fn string(inner: &Inner, key: &str, own: StringValue) -> StringValue {
    match text::redacted(inner, Some(key), own.as_str()) {
        Cow::Owned(text) => text.into(),
        Cow::Borrowed(_) => own,
    }
}

fn cow(inner: &Inner, own: &mut Cow<'static, str>) {
    if let Cow::Owned(text) = text::redacted(inner, None, own) {
        *own = Cow::Owned(text);
    }
}
