//! The layer that both outputs and the percentiles stand on: it decides on a request before anything is built for it,
//! keeps what the request's spans need and nothing else, and hands on what is finished.

mod call;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace::{Event as OtelEvent, Link, Status};
use opentelemetry_sdk::trace::{IdGenerator, SpanData};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes as SpanAttributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::config::limits::Limits;
use crate::config::propagators::Propagators;
use crate::export::queue::Queue;
use crate::filter::TraceFilter;
use crate::log::{Closed, Logs};
use crate::metrics::percentiles::{Ended, Percentiles};
use crate::redact::{self, Redactor};
use crate::sql;
use crate::trace::attributes::{Attributes, SpanEvent, Special};
use crate::trace::sampling::{Held, Sampler};
use crate::values::Values;

use super::entered;
use super::logged;
use super::open::Open;
use super::remote::Remote;
use super::state::{Ids, Recording, SpanState, sampled, says_error};

#[cfg(feature = "lambda")]
pub(crate) use call::add_init;

/// The one layer of the runtime.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) traces: TraceFilter,
    pub(crate) logs: Arc<Logs>,
    pub(crate) ids: Box<dyn IdGenerator>,
    /// None where spans are exported nowhere: then nothing is recorded either.
    pub(crate) queue: Option<Queue>,
    pub(crate) percentiles: Option<Percentiles>,
    /// Whether a span's own time is told from its children's, which takes one more look at each span's parent.
    pub(crate) own_time: bool,
    pub(crate) redactor: Redactor,
    pub(crate) limits: Limits,
    pub(crate) scope: InstrumentationScope,
    pub(crate) sql: sql::Options,
    pub(crate) propagators: Propagators,
    pub(crate) open: Arc<Open>,
    /// Whether other layers stand beside this one, which may want what it does not.
    pub(crate) has_extra: bool,
}

impl<S> Layer<S> for Pipeline
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        // Asked first and always: a filter on spans learns its callsites from it.
        let logged = self.logs.may_take::<S>(metadata);
        if metadata.is_span() && (logged || self.traces.takes(metadata)) {
            // An unfiltered layer that is asked each time also mends a fault of per-layer filters beside it: what a
            // log record leaves behind in them would take the next span from every layer.
            if self.sampler.gate || self.has_extra {
                Interest::sometimes()
            } else {
                Interest::always()
            }
        } else if self.has_extra || logged || self.traces.takes(metadata) || sql::reads(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        !(self.sampler.gate && metadata.is_span() && entered::unsampled_here())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        if self.has_extra {
            return None;
        }
        // SQL statements are events at DEBUG. Where nobody wants them, no other callsite pays for it.
        let most = self.traces.most().max(self.logs.filter.most());
        Some(most.max(LevelFilter::DEBUG))
    }

    fn on_new_span(&self, attributes: &SpanAttributes<'_>, id: &Id, context: Context<'_, S>) {
        self.logs
            .filter
            .on_new_span(attributes, id, context.clone());
        if entered::exporting() {
            return;
        }
        let Some(span) = context.span(id) else { return };
        let metadata = attributes.metadata();
        let traced = self.traces.takes(metadata);
        let logged = self.logs.filter.takes(metadata, context.clone());
        if !traced && !logged || self.drops_nested() {
            return;
        }
        let mut state = match parent_ids(&span) {
            Some(ids) => self.child(ids, traced),
            None if traced => self.root(attributes.is_root()),
            // A span for the logs alone begins no trace.
            None => return,
        };
        state.logged = logged;
        let recorded = state.is_recorded() && self.queue.is_some() && traced;
        if recorded || self.logs.writes() {
            let values = Values::of(&self.redactor, |visitor| attributes.record(visitor));
            if recorded {
                state.recording = Some(Box::new(self.recording(&state, metadata, &values)));
            }
            if self.logs.writes() {
                state.log_fields = self.logs.fields(&values);
            }
        }
        span.extensions_mut().insert(state);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        self.logs.filter.on_record(id, values, context.clone());
        let Some(span) = context.span(id) else { return };
        let Some(known) = known(&span) else { return };
        if self.drops_nested() {
            return;
        }
        let wanted = known.is_built || self.logs.writes();
        let printed = wanted.then(|| Values::of(&self.redactor, |visitor| values.record(visitor)));
        let failed = says_error(values);
        let mut extensions = span.extensions_mut();
        let Some(state) = extensions.get_mut::<SpanState>() else {
            return;
        };
        if let Some(values) = &printed {
            if let Some(recording) = &mut state.recording {
                self.record_fields(recording, values);
            }
            if self.logs.writes() {
                let known = std::mem::take(&mut state.log_fields);
                state.log_fields = self.logs.fields_after(known, values);
            }
        }
        if failed {
            state.fail();
        }
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, context: Context<'_, S>) {
        let (Some(span), Some(follows)) = (context.span(id), context.span(follows)) else {
            return;
        };
        let Some(link) = follows
            .extensions()
            .get::<SpanState>()
            .map(|state| state.ids.context())
        else {
            return;
        };
        let mut extensions = span.extensions_mut();
        let Some(recording) = extensions
            .get_mut::<SpanState>()
            .and_then(|state| state.recording.as_mut())
        else {
            return;
        };
        let links = &mut recording.data.links;
        if links.links.len() < self.limits.links {
            links.links.push(Link::with_context(link));
        } else {
            links.dropped_count += 1;
        }
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
        let logged = self.logs.filter.takes(metadata, context.clone());
        let around = || {
            let span = context.event_span(event)?;
            span.scope().find_map(|it| Some((known(&it)?, it)))
        };
        // A statement's own text must not land on the span around it, nor in the log: it is cleaned first.
        if sql::reads(metadata) {
            self.on_call(event, around(), logged);
            return;
        }
        let traced = self.traces.takes(metadata);
        if !logged && !traced || self.drops_nested() {
            return;
        }
        let around = around();
        let failed = *metadata.level() == Level::ERROR && traced;
        let recorded = traced && around.as_ref().is_some_and(|(known, _)| known.is_built);
        // Values are printed before anything is locked: they may log, and record on this very span.
        let values = (logged || recorded)
            .then(|| Values::of(&self.redactor, |visitor| event.record(visitor)));
        let mut line = None;
        if let Some((_, span)) = &around {
            let mut extensions = span.extensions_mut();
            if let Some(state) = extensions.get_mut::<SpanState>() {
                if failed {
                    state.fail();
                }
                if let Some(values) = &values {
                    if let Some(recording) = state.recording.as_mut().filter(|_| traced) {
                        self.record_event(metadata.name(), values, recording, failed);
                    }
                    if logged {
                        let span = Some((span.name(), &*state));
                        line = Some(self.logs.event(metadata, values, span));
                    }
                }
            }
        }
        if let Some(values) = values.filter(|_| logged) {
            // A span that closed while the values were printed is none any more.
            let line = line.unwrap_or_else(|| self.logs.event(metadata, &values, None));
            self.logs.write(line);
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        self.logs.filter.on_enter(id, context.clone());
        entered::enter(id, || {
            let span = context.span(id)?;
            let extensions = span.extensions();
            let state = extensions.get::<SpanState>()?;
            Some((state.is_recorded(), state.ids.clone()))
        });
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        self.logs.filter.on_exit(id, context);
        entered::exit(id);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        self.logs.filter.on_close(id.clone(), context.clone());
        let Some(span) = context.span(&id) else {
            return;
        };
        let Some(state) = span.extensions_mut().remove::<SpanState>() else {
            return;
        };
        if !state.transparent {
            self.close(&span, state);
        }
    }
}

impl Pipeline {
    /// Whether what is recorded now is dropped, because a value records itself while it is printed; counted, and said once.
    fn drops_nested(&self) -> bool {
        if !redact::is_too_deep() {
            return false;
        }
        if self.redactor.drop_nested() {
            self.logs.report(
                Level::WARN,
                "a value records itself while it is printed; what it records eight deep is dropped, and counted by \
                 `Telemetry::misprints`",
            );
        }
        true
    }

    fn on_call<'a, R>(
        &self,
        event: &Event<'_>,
        around: Option<(Known, SpanRef<'a, R>)>,
        logged: bool,
    ) where
        R: LookupSpan<'a>,
    {
        let level = *event.metadata().level();
        let Some((Known { is_recorded, .. }, span)) = around else {
            if logged {
                if let Some(call) = sql::call(event, &self.sql, &self.redactor) {
                    self.logs.write(self.logs.call(level, &call, None));
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
        // The source of ids may be the user's.
        let id = (is_recorded && self.queue.is_some()).then(|| self.ids.new_span_id());
        let line = {
            let mut extensions = span.extensions_mut();
            let state = extensions.get_mut::<SpanState>().map(|state| {
                self.add_call(&call, id, state);
                (span.name(), &*state)
            });
            logged.then(|| self.logs.call(level, &call, state))
        };
        if let Some(line) = line {
            self.logs.write(line);
        }
    }

    /// The first span of a request in this process. The decision falls here, on an id alone.
    fn root(&self, explicit: bool) -> SpanState {
        let mut remote = if explicit {
            Remote::default()
        } else {
            Remote::current()
        };
        if let Some(span) = &mut remote.span {
            self.redactor.context(span);
        }
        let trace = remote.trace.unwrap_or_else(|| self.ids.new_trace_id());
        self.open.begin();
        // Under the gate it is made in a request that is sampled, or in none: what is not sampled has no spans in it. To
        // decide again would sample it twice.
        let sampled = (explicit && self.sampler.gate && entered::sampled_here())
            || self.sampler.samples(remote.decision, trace);
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
        // Where nobody will see it, an id of its own is not needed: what is called from there is not sampled either.
        let seen = around.sampled || around.buffer.is_some() || self.logs.writes();
        let span = if traced && seen {
            self.ids.new_span_id()
        } else {
            around.span
        };
        SpanState::child(around, span, traced)
    }

    fn recording(&self, state: &SpanState, metadata: &Metadata<'_>, values: &Values) -> Recording {
        let start = SystemTime::now();
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
        let mut special = Special::default();
        let mut attributes = Attributes {
            into: &mut recording.data.attributes,
            dropped: &mut recording.data.dropped_attributes_count,
            special: Some(&mut special),
            limits: self.limits,
        };
        for (name, value) in values.iter() {
            attributes.take(name, value);
        }
        recording.apply(special);
    }

    fn record_event(
        &self,
        name: &'static str,
        values: &Values,
        recording: &mut Recording,
        failed: bool,
    ) {
        let mut seen = SpanEvent::new(name, self.limits);
        for (name, value) in values.iter() {
            seen.take(name, value);
        }
        if failed && !matches!(recording.data.status, Status::Ok) {
            let description = seen
                .exception
                .take()
                .unwrap_or_else(|| seen.name.to_string());
            recording.data.status = Status::error(description);
        }
        let events = &mut recording.data.events;
        if events.events.len() < self.limits.events {
            events.events.push(OtelEvent::new(
                seen.name,
                SystemTime::now(),
                seen.attributes,
                seen.dropped,
            ));
        } else {
            events.dropped_count += 1;
        }
    }

    fn close<'a, R>(&self, span: &SpanRef<'a, R>, mut state: SpanState)
    where
        R: LookupSpan<'a>,
    {
        let total = state.started.elapsed();
        if let Some(percentiles) = &self.percentiles {
            percentiles.record(Ended {
                name: span.metadata().name(),
                is_root: state.is_root,
                total,
                children: state.children,
                failed: state.failed,
            });
            for (statement, times) in state.repeats.iter().flat_map(|it| it.shown()) {
                percentiles.repeated(span.metadata().name(), statement, times);
            }
            if self.own_time {
                add_to_parent(span, total);
            }
        }
        self.logs.closed(
            span.metadata(),
            &Closed {
                state: &state,
                total,
            },
        );
        if let Some(mut recording) = state.recording.take() {
            let repeated = state.repeats.as_deref().and_then(call::repeated);
            recording.data.attributes.extend(repeated);
            self.finish(&state, *recording, total);
        }
        if state.is_root {
            self.settle(&state, total);
            self.open.end();
        }
    }

    fn finish(&self, state: &SpanState, recording: Recording, total: Duration) {
        let mut data = recording.data;
        // Monotonic: a clock that is set meanwhile makes no negative span.
        data.end_time = data.start_time + total;
        self.hand_on(&state.ids, data);
    }

    /// A finished span goes out, or waits for the end of its request.
    fn hand_on(&self, ids: &Ids, data: SpanData) {
        let Some(queue) = &self.queue else { return };
        match &ids.buffer {
            None => queue.push(data),
            Some(buffer) => {
                if let Held::Kept(data) = self.sampler.hold(buffer, data) {
                    queue.push(sampled(*data));
                }
            }
        }
    }

    fn settle(&self, state: &SpanState, total: Duration) {
        let (Some(buffer), Some(queue)) = (&state.ids.buffer, &self.queue) else {
            return;
        };
        if let Some((spans, lost)) = self.sampler.settle(buffer, total) {
            queue.lose(lost);
            if lost > 0 && self.sampler.has_to_say_lost() {
                self.logs.report(
                    Level::WARN,
                    "a request that is kept although it is not sampled had spans without room, which are counted as lost, \
                     as are further ones without another word",
                );
            }
            for span in spans {
                queue.push(sampled(span));
            }
        }
    }
}

/// What has to be known of a span before values are printed for it.
#[derive(Clone, Copy)]
struct Known {
    /// Whether its request is exported, or may be.
    is_recorded: bool,
    /// Whether the span itself is built: one for the logs alone is not.
    is_built: bool,
}

/// None where a span is not known here. The lock is free again when this returns.
fn known<'a, R>(span: &SpanRef<'a, R>) -> Option<Known>
where
    R: LookupSpan<'a>,
{
    let extensions = span.extensions();
    let state = extensions.get::<SpanState>()?;
    Some(Known {
        is_recorded: state.is_recorded(),
        is_built: state.recording.is_some(),
    })
}

/// What the nearest span around it that is known here says; spans for other layers alone are looked through.
fn parent_ids<'a, R>(span: &SpanRef<'a, R>) -> Option<Ids>
where
    R: LookupSpan<'a>,
{
    let mut parent = span.parent();
    while let Some(around) = parent {
        if let Some(state) = around.extensions().get::<SpanState>() {
            return Some(state.ids.clone());
        }
        parent = around.parent();
    }
    None
}

/// What the children of a span took is not its own time.
fn add_to_parent<'a, R>(span: &SpanRef<'a, R>, total: Duration)
where
    R: LookupSpan<'a>,
{
    let mut parent = span.parent();
    while let Some(around) = parent {
        if let Some(state) = around.extensions_mut().get_mut::<SpanState>() {
            if !state.transparent {
                state.children += total;
                return;
            }
        }
        parent = around.parent();
    }
}
