//! The least that a layer on `tracing` can do for the spans of a sampled request: ids, times and fields, handed to
//! another thread in batches. It has no filter, no redaction, no percentiles and no current context for other crates. It
//! shows how cheap a pipeline on `tracing` can be at best.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Instant;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Dispatch, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// How many spans are handed over together.
const BATCH: usize = 512;

#[expect(dead_code, reason = "nothing reads what would be exported")]
struct Span {
    name: &'static str,
    trace: u64,
    id: u64,
    parent: u64,
    start: Instant,
    end: Instant,
    fields: Fields,
}

#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.push((field.name(), value.to_string()));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }
}

struct Smallest {
    finished: Mutex<Vec<Span>>,
    batches: mpsc::Sender<Vec<Span>>,
    ids: RandomState,
}

pub fn dispatch() -> Dispatch {
    let (batches, received) = mpsc::channel::<Vec<Span>>();
    thread::spawn(move || received.into_iter().for_each(drop));
    let layer = Smallest {
        finished: Mutex::default(),
        batches,
        ids: RandomState::new(),
    };
    Dispatch::new(Registry::default().with(layer))
}

impl<S> Layer<S> for Smallest
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let start = Instant::now();
        let own = self.ids.hash_one(id.into_u64());
        let around = span.parent().and_then(|parent| {
            let extensions = parent.extensions();
            let around = extensions.get::<Span>()?;
            Some((around.trace, around.id))
        });
        let (trace, parent) = around.unwrap_or((own, 0));
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        span.extensions_mut().insert(Span {
            name: attributes.metadata().name(),
            trace,
            id: own,
            parent,
            start,
            end: start,
            fields,
        });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(mut span) = span.extensions_mut().remove::<Span>() else {
            return;
        };
        span.end = Instant::now();
        let mut finished = self.finished.lock().expect("nothing panics here");
        finished.push(span);
        if finished.len() == BATCH {
            let batch = std::mem::replace(&mut *finished, Vec::with_capacity(BATCH));
            let _ = self.batches.send(batch);
        }
    }
}
