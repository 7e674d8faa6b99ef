//! A subscriber that keeps every span and every event with its fields, and prints them when the program has ended.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// What was recorded, in the order in which it began.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<Value>>>);

/// The place of a span among what was recorded.
struct At(usize);

#[derive(Default)]
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), json!(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), json!(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        self.0.insert(field.name().to_owned(), json!(text));
    }
}

impl Recorded {
    fn with<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorded {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let span = context.span(id).expect("a span");
        let parent = span.parent().map(|parent| parent.name());
        let metadata = attributes.metadata();
        let at = self.with(|all| {
            all.push(json!({
                "span": metadata.name(),
                "level": metadata.level().as_str(),
                "within": parent,
                "fields": fields.0,
            }));
            all.len() - 1
        });
        span.extensions_mut().insert(At(at));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        let span = context.span(id).expect("a span");
        let extensions = span.extensions();
        let At(at) = extensions.get().expect("its place");
        self.with(|all| {
            let known = all[*at]["fields"].as_object_mut().expect("fields");
            known.extend(fields.0);
        });
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let within = context.event_span(event).map(|span| span.name());
        self.with(|all| {
            all.push(json!({
                "event": event.metadata().level().as_str(),
                "within": within,
                "fields": fields.0,
            }));
        });
    }
}

/// Runs a program and prints what it recorded.
pub fn record(name: &str, run: fn()) {
    let recorded = Recorded::default();
    let subscriber = tracing_subscriber::registry().with(recorded.clone());
    tracing::subscriber::with_default(subscriber, run);
    recorded.with(|all| {
        for mut one in all.drain(..) {
            one["program"] = json!(name);
            println!("{one}");
        }
    });
}
