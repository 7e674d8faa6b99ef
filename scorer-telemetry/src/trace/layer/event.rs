//! Events: they become lines of the log and events of the span around them, and may mark that span as failed.

use std::thread;
use std::time::Instant;

use opentelemetry::KeyValue;
use opentelemetry::trace::Event as OtelEvent;
use tracing::{Event, Level, Metadata};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::trace::attributes::{LEVEL, SpanEvent};
use crate::trace::clock::TimeAtBase;
use crate::trace::pipeline::Pipeline;
use crate::trace::state::{Recording, SpanState};
use crate::trace::unwinding;
use crate::values::Values;

use super::known::{Known, known};

impl Pipeline {
    /// Handles an event that is not about a statement. All questions about metadata are asked of `metadata`.
    pub(super) fn on_message<'a, R>(
        &self,
        event: &Event<'_>,
        metadata: &Metadata<'_>,
        around: impl FnOnce() -> Option<(Known, SpanRef<'a, R>)>,
        Outputs { traced, logged }: Outputs,
    ) where
        R: LookupSpan<'a> + 'a,
    {
        let may_be_returned = may_be_returned(metadata);
        if !logged && !traced && !may_be_returned || self.drops_nested() {
            return;
        }
        let around = around();
        let is_returned = may_be_returned
            && around
                .as_ref()
                .is_some_and(|(_, span)| is_from_attribute(metadata, span.metadata()));
        let failed = is_returned || *metadata.level() == Level::ERROR && traced;
        if !logged && !traced && !failed {
            return;
        }
        // A span that exists only for the log has no events and cannot fail, so the span around it is used.
        let outer = around
            .as_ref()
            .filter(|(known, _)| known.is_transparent)
            .and_then(|(_, span)| {
                let mut outer = span.scope().skip(1);
                outer.find_map(|it| Some((known(&it).filter(|it| !it.is_transparent)?, it)))
            });
        let is_transparent = around
            .as_ref()
            .is_some_and(|(known, _)| known.is_transparent);
        let owner = if is_transparent { &outer } else { &around };
        let recorded =
            owner.as_ref().is_some_and(|(known, _)| known.is_built) && (traced || failed);
        // Values are printed before anything is locked, because they may log, and even record on this very span.
        let values = (logged || recorded)
            .then(|| Values::of(&self.redactor, |visitor| event.record(visitor)));
        if let Some((_, span)) = owner {
            if failed || recorded {
                if let Some(state) = span.extensions_mut().get_mut::<SpanState>() {
                    self.record_event(metadata, values.as_ref(), state, Effect { traced, failed });
                }
            }
        }
        if let Some(values) = values.filter(|_| logged) {
            let line = around.as_ref().and_then(|(_, span)| {
                let extensions = span.extensions();
                let state = extensions.get::<SpanState>()?;
                let around = Some((span.name(), state));
                Some(self.logs.event(metadata, &values, around))
            });
            // A span that closed while the values were printed is ignored.
            let line = line.unwrap_or_else(|| self.logs.event(metadata, &values, None));
            self.logs.write(&line);
        }
    }

    fn record_event(
        &self,
        metadata: &Metadata<'_>,
        values: Option<&Values>,
        state: &mut SpanState,
        effect: Effect,
    ) {
        let Some((recording, values)) = state.recording.as_mut().zip(values) else {
            if effect.failed {
                state.outcome.report(None);
            }
            return;
        };
        let mut seen = SpanEvent::new(metadata.name(), self.limits);
        if self.shows_levels {
            let level = KeyValue::new(LEVEL, metadata.level().as_str());
            seen.attributes.push(level);
        }
        for (name, value) in values.iter() {
            seen.take(name, value);
        }
        if effect.failed {
            let description = seen.exception.take();
            let description = description.unwrap_or_else(|| seen.name.to_string());
            state.outcome.report(Some(description));
        }
        if effect.traced {
            self.put_event(state.ids.time_at_base, recording, seen);
        }
    }

    fn put_event(&self, time: TimeAtBase, recording: &mut Recording, seen: SpanEvent) {
        let events = &mut recording.data.events;
        if events.events.len() < self.limits.events {
            events.events.push(OtelEvent::new(
                seen.name,
                self.clock.at(time, Instant::now()),
                seen.attributes,
                seen.dropped,
            ));
        } else {
            events.dropped_count += 1;
        }
    }

    /// Handles a span that is left while a panic unwinds, or after one was caught within it.
    pub(super) fn leave_in_panic(&self, state: &mut SpanState) {
        let last = unwinding::last();
        if thread::panicking() {
            // A span that a `Drop` opens during a panic has not panicked itself.
            if !std::mem::take(&mut state.entered_in_panic) {
                self.panicked(state, last.map(|it| it.message));
            }
            return;
        }
        unwinding::forget();
        let here = Some((state.ids.trace, state.ids.span));
        let Some(caught) = last.filter(|it| it.span == here) else {
            return;
        };
        if !state.outcome.has_panicked() {
            self.put_exception(state, Some(&caught.message));
            state.outcome.report(Some(caught.message));
        }
    }

    /// Records that a panic left the span. The message is already redacted.
    pub(crate) fn panicked(&self, state: &mut SpanState, message: Option<String>) {
        if !state.outcome.has_panicked() {
            self.put_exception(state, message.as_deref());
            state.outcome.panic(message);
        }
    }

    fn put_exception(&self, state: &mut SpanState, message: Option<&str>) {
        let Some(recording) = &mut state.recording else {
            return;
        };
        let mut seen = SpanEvent::new("exception", self.limits);
        seen.attributes
            .push(KeyValue::new("exception.type", "panic"));
        let message = message.map(|it| KeyValue::new("exception.message", it.to_owned()));
        seen.attributes.extend(message);
        self.put_event(state.ids.time_at_base, recording, seen);
    }
}

/// The outputs that an event goes to.
#[derive(Clone, Copy)]
pub(super) struct Outputs {
    pub(super) traced: bool,
    pub(super) logged: bool,
}

/// What an event does to the span around it.
#[derive(Clone, Copy)]
struct Effect {
    /// Whether it becomes an event of the span.
    traced: bool,
    /// Whether it makes the span fail.
    failed: bool,
}

/// Whether an event may come from `err`, for a returned error: it then has that one field and no message.
pub(super) fn may_be_returned(metadata: &Metadata<'_>) -> bool {
    metadata.is_event()
        && metadata.fields().len() == 1
        && metadata.fields().iter().all(|it| it.name() == "error")
}

/// Whether an event was emitted by the attribute that made the span. Both then have the location of the attribute.
fn is_from_attribute(event: &Metadata<'_>, span: &Metadata<'_>) -> bool {
    event.line().is_some()
        && event.line() == span.line()
        && event.file() == span.file()
        && event.module_path() == span.module_path()
}
