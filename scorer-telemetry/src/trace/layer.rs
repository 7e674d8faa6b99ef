//! The layer behind both outputs and the percentiles. It decides on a request before it builds anything for it, keeps
//! only what the request's spans need, and passes on what is finished.

mod call;
mod close;
mod event;
mod known;

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use opentelemetry::trace::{Link, Status};
use opentelemetry_sdk::trace::SpanData;
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes as SpanAttributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::sql;
use crate::trace::attributes::{Attributes, Special};
use crate::values::Values;

use super::entered;
use super::logged;
use super::pipeline::Pipeline;
use super::remote::Remote;
use super::running;
use super::state::{Ids, Recording, SpanState};
use super::unwinding;
use super::wanted::Wanted;

use event::Outputs;
use known::{Known, known};

#[cfg(feature = "lambda")]
pub(crate) use call::{Times, add_init};

/// The target of the spans of tasks, which the facade opens.
const TASKS: &str = "scorer_instrument::task";

/// Whether a span exists only for blocking work. It keeps the span around it from being entered on another thread,
/// which would make that span longer. Such a span is never shown: what is recorded in it is recorded in the span around
/// it.
fn is_blocking_work(metadata: &Metadata<'_>) -> bool {
    metadata.target() == TASKS && metadata.name() == "spawn_blocking"
}

impl<S> Layer<S> for Pipeline
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        // Always asked first, because a filter on spans learns about its callsites here.
        let logged = self.logs.may_take::<S>(metadata);
        if metadata.is_span() && (logged || self.traces.takes(metadata)) {
            // A layer without a filter that is asked each time also works around a bug of per-layer filters: the state
            // that a log record leaves in them would hide the next span from every layer.
            if self.sampler.gate || self.has_extra {
                Interest::sometimes()
            } else {
                Interest::always()
            }
        } else if self.has_extra
            || logged
            || self.traces.takes(metadata)
            || sql::reads(metadata)
            || event::may_be_returned(metadata)
        {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // A task needs its span even then. A linked task is sampled on its own, and without a span its children would
        // begin new traces.
        !(self.sampler.gate && metadata.is_span() && entered::unsampled_here())
            || metadata.target() == TASKS
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        if self.has_extra {
            return None;
        }
        // SQL statements are events at DEBUG. If nothing wants them, no other callsite pays for them.
        let most = self.traces.most().max(self.logs.filter.most());
        Some(most.max(LevelFilter::DEBUG))
    }

    fn on_new_span(&self, attributes: &SpanAttributes<'_>, id: &Id, context: Context<'_, S>) {
        if self.logs.filter.follows_spans() {
            self.logs.filter.on_new_span(attributes, id, &context);
        }
        let metadata = attributes.metadata();
        if entered::exporting() || is_blocking_work(metadata) {
            return;
        }
        let Some(span) = context.span(id) else { return };
        let Wanted {
            traced,
            logged,
            is_special,
        } = self.wanted(metadata, context.clone());
        if !traced && !logged || self.drops_nested() {
            return;
        }
        let mut state = match parent_ids(&span) {
            Some(ids) => self.child(ids, traced),
            None if traced => self.root(attributes),
            // A span that exists only for the log begins no trace.
            None => return,
        };
        state.logged = logged;
        let recorded = state.is_recorded() && self.queue.is_some() && traced;
        if recorded || self.logs.writes() || is_special {
            let values = Values::of(&self.redactor, |visitor| attributes.record(visitor));
            if recorded {
                if state.is_root {
                    state.ids.time_at_base = self.clock.begin(state.started);
                }
                state.recording = Some(self.recording(&state, metadata, &values));
            }
            if self.logs.writes() {
                state.log_fields = self.logs.fields(&values);
            }
            if is_special {
                state.apply(Special::of(&values, self.limits));
            }
        }
        span.extensions_mut().insert(state);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if self.logs.filter.follows_spans() {
            self.logs.filter.on_record(id, values, &context);
        }
        let Some(span) = context.span(id) else { return };
        let Some(known) = known(&span) else { return };
        if self.drops_nested() {
            return;
        }
        let is_printed = known.is_built || self.logs.writes();
        let is_special = Special::is_declared_by(span.metadata());
        if !is_printed && !is_special {
            return;
        }
        let values = Values::of(&self.redactor, |visitor| values.record(visitor));
        let mut extensions = span.extensions_mut();
        let Some(state) = extensions.get_mut::<SpanState>() else {
            return;
        };
        if let Some(recording) = &mut state.recording {
            self.record_fields(recording, &values);
        }
        if self.logs.writes() {
            self.logs.add_fields(&mut state.log_fields, &values);
        }
        if is_special {
            state.apply(Special::of(&values, self.limits));
        }
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, context: Context<'_, S>) {
        let (Some(span), Some(follows)) = (context.span(id), context.span(follows)) else {
            return;
        };
        let link = follows.scope().find_map(|around| {
            let extensions = around.extensions();
            Some(extensions.get::<SpanState>()?.ids.context())
        });
        let Some(link) = link else { return };
        let mut extensions = span.extensions_mut();
        let Some(recording) = extensions
            .get_mut::<SpanState>()
            .and_then(|state| state.recording.as_mut())
        else {
            return;
        };
        recording.link(Link::with_context(link), self.limits);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if entered::exporting() {
            return;
        }
        let own_target = logged::target(event);
        let own = own_target
            .as_deref()
            .map(|target| logged::metadata(event.metadata(), target));
        let metadata = own.as_ref().unwrap_or(event.metadata());
        let Wanted { traced, logged, .. } = match &own {
            None => self.wanted(event.metadata(), context.clone()),
            // All records of the `log` crate come from the same few callsites.
            Some(metadata) => Wanted {
                traced: self.traces.takes(metadata),
                logged: self.logs.filter.takes(metadata, context.clone()),
                is_special: false,
            },
        };
        let around = || {
            let span = context.event_span(event)?;
            nearest(span, known)
        };
        // The text of a statement must not reach the span around it or the log before it is cleaned.
        if sql::reads(metadata) {
            // It ended just now, and not after the work below: other threads go on meanwhile.
            let ended = Instant::now();
            self.on_call(event, around(), logged, ended);
            return;
        }
        self.on_message(event, metadata, around, Outputs { traced, logged });
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        if self.logs.filter.follows_spans() {
            self.logs.filter.on_enter(id, &context);
        }
        running::forget();
        if thread::panicking() {
            on_state(id, &context, |state| state.entered_in_panic = true);
        }
        entered::enter(id, || {
            // If a span is not known here, the span around it takes its place.
            let found = nearest(context.span(id)?, |around| {
                let extensions = around.extensions();
                let state = extensions.get::<SpanState>()?;
                Some((state.is_recorded(), state.ids.clone()))
            });
            found.map(|(found, _)| found)
        });
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        if self.logs.filter.follows_spans() {
            self.logs.filter.on_exit(id, &context);
        }
        entered::exit(id);
        let left = Instant::now();
        let is_dropped = running::was_dropped(id);
        on_state(id, &context, |state| {
            state.left = Some(left);
            state.is_dropped = is_dropped;
            if is_dropped {
                state.body_ended.get_or_insert(left);
            }
            if thread::panicking() || unwinding::is_known() {
                self.leave_in_panic(state);
            }
        });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if self.logs.filter.follows_spans() {
            self.logs.filter.on_close(&id, &context);
        }
        let Some(span) = context.span(&id) else {
            return;
        };
        // The state stays where it is, and the registry drops it with the span. What is locked meanwhile is only what
        // belongs to the runtime, and the parent.
        let mut extensions = span.extensions_mut();
        let Some(state) = extensions.get_mut::<SpanState>() else {
            return;
        };
        if !state.transparent {
            self.close(&span, state);
        }
    }
}

impl Pipeline {
    fn wanted<S: Subscriber>(
        &self,
        metadata: &'static Metadata<'static>,
        context: Context<'_, S>,
    ) -> Wanted {
        let (traces, logs) = (&self.traces, &self.logs.filter);
        self.answers.wanted(metadata, traces, logs, context)
    }

    fn on_call<'a, R>(
        &self,
        event: &Event<'_>,
        around: Option<(Known, SpanRef<'a, R>)>,
        logged: bool,
        ended: Instant,
    ) where
        R: LookupSpan<'a>,
    {
        let level = *event.metadata().level();
        let Some((Known { is_recorded, .. }, span)) = around else {
            if logged {
                if let Some(call) = sql::call(event, &self.sql, &self.redactor) {
                    self.logs.write(&self.logs.call(level, &call, None));
                }
            }
            return;
        };
        if !logged && !is_recorded && self.percentiles.is_none() {
            return;
        }
        let Some(call) = sql::call(event, &self.sql, &self.redactor) else {
            return;
        };
        // The source of ids may be user code.
        let id = (is_recorded && self.queue.is_some()).then(|| self.ids.new_span_id());
        let line = {
            let mut extensions = span.extensions_mut();
            let state = extensions.get_mut::<SpanState>().map(|state| {
                self.add_call(&call, id, state, ended);
                (span.name(), &*state)
            });
            logged.then(|| self.logs.call(level, &call, state))
        };
        if let Some(line) = line {
            self.logs.write(&line);
        }
    }

    /// Makes the first span of a request in this process. The sampling decision is made here, by the id alone.
    fn root(&self, attributes: &SpanAttributes<'_>) -> SpanState {
        let is_explicit = attributes.is_root();
        let mut remote = if is_explicit {
            Remote::default()
        } else {
            Remote::current()
        };
        if let Some(span) = &mut remote.span {
            self.redactor.context(span);
        }
        let trace = remote.trace.unwrap_or_else(|| self.ids.new_trace_id());
        self.open.begin();
        // With the gate, this span is in a request that is sampled, or in none, because a request that is not sampled
        // has no spans. Deciding again would sample it twice. Only tasks always pass the gate.
        let was_sampled = is_explicit
            && self.sampler.gate
            && attributes.metadata().target() != TASKS
            && entered::sampled_here();
        let sampled = was_sampled || self.sampler.samples(remote.decision, trace);
        let buffer = if sampled { None } else { self.sampler.buffer() };
        SpanState::root(
            trace,
            self.ids.new_span_id(),
            remote,
            sampled,
            buffer.map(Arc::new),
        )
    }

    fn child(&self, around: Ids, traced: bool) -> SpanState {
        // If the span is never shown, it needs no id of its own: what is called from it is not sampled either.
        let seen = around.sampled || around.buffer.is_some() || self.logs.writes();
        let span = if traced && seen {
            self.ids.new_span_id()
        } else {
            around.span
        };
        SpanState::child(around, span, traced)
    }

    fn recording(&self, state: &SpanState, metadata: &Metadata<'_>, values: &Values) -> Recording {
        let start = self.clock.at(state.ids.time_at_base, state.started);
        let mut recording = Recording::new(SpanData {
            span_context: state.ids.context(),
            parent_span_id: state.parent,
            parent_span_is_remote: state.remote_parent,
            span_kind: opentelemetry::trace::SpanKind::Internal,
            name: metadata.name().into(),
            start_time: start,
            end_time: start,
            attributes: Vec::with_capacity(metadata.fields().len()),
            dropped_attributes_count: 0,
            events: opentelemetry_sdk::trace::SpanEvents::default(),
            links: opentelemetry_sdk::trace::SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: self.scope.clone(),
        });
        self.record_fields(&mut recording, values);
        recording
    }

    fn record_fields(&self, recording: &mut Recording, values: &Values) {
        let mut attributes = Attributes {
            into: &mut recording.data.attributes,
            dropped: &mut recording.data.dropped_attributes_count,
            of_span: true,
            limits: self.limits,
        };
        for (name, value) in values.iter() {
            attributes.take(name, value);
        }
    }
}

/// Returns the span itself, or the nearest span around it, for which something is known. Walking the scope would look
/// the span up once more.
fn nearest<'a, R, T>(
    mut span: SpanRef<'a, R>,
    known: impl Fn(&SpanRef<'a, R>) -> Option<T>,
) -> Option<(T, SpanRef<'a, R>)>
where
    R: LookupSpan<'a>,
{
    loop {
        if let Some(known) = known(&span) {
            return Some((known, span));
        }
        span = span.parent()?;
    }
}

/// Returns the ids of the nearest parent that is known here. Spans that exist only for other layers are skipped.
fn parent_ids<'a, R>(span: &SpanRef<'a, R>) -> Option<Ids>
where
    R: LookupSpan<'a>,
{
    let ids = |around: &SpanRef<'a, R>| Some(around.extensions().get::<SpanState>()?.ids.clone());
    Some(nearest(span.parent()?, ids)?.0)
}

/// Changes the state of a span.
fn on_state<S>(id: &Id, context: &Context<'_, S>, change: impl FnOnce(&mut SpanState))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    if let Some(span) = context.span(id) {
        if let Some(state) = span.extensions_mut().get_mut::<SpanState>() {
            change(state);
        }
    }
}
