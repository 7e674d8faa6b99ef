//! A layer that writes down what happens to spans, and what they and the events hold.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

use crate::values::{FieldValue, Fields};

/// A span, as a subscriber saw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Its name.
    pub name: String,
    /// Its target.
    pub target: String,
    /// Its level.
    pub level: Level,
    /// The module that it was made in.
    pub module: Option<String>,
    /// The names of all declared fields, filled or not.
    pub declared: Vec<&'static str>,
    /// Its values, those filled later behind those of its start.
    pub fields: Fields,
    /// Its parent, by place among the spans.
    pub parent: Option<usize>,
    /// What it follows from, by place among the spans.
    pub follows_from: Vec<usize>,
    /// Whether it was closed.
    pub closed: bool,
}

/// An event, as a subscriber saw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its target.
    pub target: String,
    /// Its level.
    pub level: Level,
    /// Its values.
    pub fields: Fields,
    /// The span that it stands in, by place among the spans.
    pub span: Option<usize>,
}

/// What happened, in order; spans and events by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A span was made.
    New(usize),
    /// A span was entered.
    Enter(usize),
    /// A span was left.
    Exit(usize),
    /// A span was closed.
    Close(usize),
    /// An event was sent.
    Event(usize),
}

/// All that a subscriber saw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// The spans, by when they were made.
    pub spans: Vec<Span>,
    /// The events.
    pub events: Vec<Event>,
    /// Both, in order.
    pub order: Vec<Happened>,
}

impl Recording {
    /// The only span.
    ///
    /// # Panics
    ///
    /// When there is not exactly one.
    pub fn only(&self) -> &Span {
        match self.spans.as_slice() {
            [span] => span,
            spans => panic!("expected one span, saw {spans:#?}"),
        }
    }

    /// The only event.
    ///
    /// # Panics
    ///
    /// When there is not exactly one.
    pub fn only_event(&self) -> &Event {
        match self.events.as_slice() {
            [event] => event,
            events => panic!("expected one event, saw {events:#?}"),
        }
    }

    /// The span of this name.
    ///
    /// # Panics
    ///
    /// When there is not exactly one.
    pub fn span(&self, name: &str) -> &Span {
        &self.spans[self.place(name)]
    }

    /// The place of the span of this name.
    ///
    /// # Panics
    ///
    /// When there is not exactly one.
    pub fn place(&self, name: &str) -> usize {
        let mut places = (0..self.spans.len()).filter(|at| self.spans[*at].name == name);
        let place = places.next();
        match (place, places.next()) {
            (Some(place), None) => place,
            _ => panic!("expected one span `{name}`, saw {:#?}", self.spans),
        }
    }

    /// The value of a field of the only span.
    ///
    /// # Panics
    ///
    /// When there is not exactly one span.
    pub fn field(&self, name: &str) -> Option<FieldValue> {
        self.only().fields.get(name).cloned()
    }

    /// Whether a text stands anywhere in what was recorded.
    pub fn shows(&self, text: &str) -> bool {
        format!("{self:?}").contains(text)
    }
}

/// Records what happens while a function runs on this thread.
pub fn watch<T>(run: impl FnOnce() -> T) -> (T, Recording) {
    let recorder = Recorder::default();
    let subscriber = Registry::default().with(recorder.clone());
    let output = tracing::subscriber::with_default(subscriber, run);
    let recording = recorder.seen().clone();
    (output, recording)
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Recording>>);

/// A span's place, kept with the span: the registry uses its ids again.
struct Place(usize);

impl Recorder {
    fn seen(&self) -> MutexGuard<'_, Recording> {
        // A test that panics inside a span still has its recording read.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place<S: Subscriber + for<'a> LookupSpan<'a>>(cx: &Context<'_, S>, id: &Id) -> Option<usize> {
    let span = cx.span(id)?;
    let extensions = span.extensions();
    extensions.get::<Place>().map(|place| place.0)
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        let parent = span.parent().and_then(|parent| place(&cx, &parent.id()));
        let mut fields = Fields::default();
        attrs.record(&mut fields);
        let metadata: &Metadata<'_> = attrs.metadata();
        let mut seen = self.seen();
        let at = seen.spans.len();
        span.extensions_mut().insert(Place(at));
        seen.spans.push(Span {
            name: metadata.name().to_owned(),
            target: metadata.target().to_owned(),
            level: *metadata.level(),
            module: metadata.module_path().map(str::to_owned),
            declared: metadata.fields().iter().map(|field| field.name()).collect(),
            fields,
            parent,
            follows_from: Vec::new(),
            closed: false,
        });
        seen.order.push(Happened::New(at));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        let Some(at) = place(&cx, id) else { return };
        values.record(&mut self.seen().spans[at].fields);
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, cx: Context<'_, S>) {
        if let (Some(at), Some(cause)) = (place(&cx, id), place(&cx, follows)) {
            self.seen().spans[at].follows_from.push(cause);
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let span = cx.event_span(event).and_then(|span| place(&cx, &span.id()));
        let metadata = event.metadata();
        let mut seen = self.seen();
        let at = seen.events.len();
        seen.events.push(Event {
            target: metadata.target().to_owned(),
            level: *metadata.level(),
            fields,
            span,
        });
        seen.order.push(Happened::Event(at));
    }

    fn on_enter(&self, id: &Id, cx: Context<'_, S>) {
        if let Some(at) = place(&cx, id) {
            self.seen().order.push(Happened::Enter(at));
        }
    }

    fn on_exit(&self, id: &Id, cx: Context<'_, S>) {
        if let Some(at) = place(&cx, id) {
            self.seen().order.push(Happened::Exit(at));
        }
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        if let Some(at) = place(&cx, &id) {
            let mut seen = self.seen();
            seen.spans[at].closed = true;
            seen.order.push(Happened::Close(at));
        }
    }
}
