//! Which spans and events an output accepts: levels by target, and for the log the whole grammar of tracing-subscriber.

pub(crate) mod current;
mod frozen;

use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::registry::LookupSpan;

use frozen::Frozen;

/// The prefix of the targets of OpenTelemetry's own crates.
const OPENTELEMETRY: &str = "opentelemetry";

/// Whether exporters, and the crates that they use, report their own work under this target.
fn is_exporters(target: &str) -> bool {
    // The first letter decides for most targets; this is asked for every span.
    if !matches!(
        target.as_bytes().first(),
        Some(b'h' | b'o' | b'r' | b't' | b'u')
    ) {
        return false;
    }
    let name = target.split_once("::").map_or(target, |(name, _)| name);
    matches!(
        name,
        "h2" | "hyper" | "hyper_util" | "reqwest" | "tonic" | "tower" | "ureq"
    ) || name.starts_with(OPENTELEMETRY)
}

/// Levels by target, and the most verbose of them, which is enough to answer most questions.
#[derive(Debug)]
pub(crate) struct Levels {
    targets: Targets,
    most: LevelFilter,
    /// Whether all targets have the same level, which is the usual case.
    is_plain: bool,
}

impl Levels {
    fn new(targets: Targets) -> Self {
        let most = targets
            .iter()
            .map(|(_, level)| level)
            .chain(targets.default_level())
            .max()
            .unwrap_or(LevelFilter::OFF);
        Self {
            is_plain: targets.iter().next().is_none(),
            targets,
            most,
        }
    }

    fn takes(&self, target: &str, level: Level) -> bool {
        level <= self.most && (self.is_plain || self.targets.would_enable(target, &level))
    }
}

/// The filter for traces. Spans of the exporters themselves never pass it, or each export would cause another one.
#[derive(Debug)]
pub(crate) struct TraceFilter(Levels);

impl TraceFilter {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // A directive on spans would be read as the name of a target, and would match nothing.
        if text.contains('[') {
            return None;
        }
        text.parse().ok().map(Levels::new).map(Self)
    }

    pub(crate) fn off() -> Self {
        Self(Levels::new(Targets::new()))
    }

    pub(crate) fn takes(&self, metadata: &Metadata<'_>) -> bool {
        self.0.takes(metadata.target(), *metadata.level()) && !is_exporters(metadata.target())
    }

    pub(crate) fn most(&self) -> LevelFilter {
        self.0.most
    }
}

/// The filter of the logs.
#[derive(Debug)]
pub(crate) struct LogFilter {
    kind: Kind,
    /// Whether OpenTelemetry's own messages below a warning are hidden, unless a directive asks for them. They are
    /// noise at every start.
    quiets: bool,
}

#[derive(Debug)]
enum Kind {
    Levels(Levels),
    /// Directives on spans and fields are looked up per span, so this is used only if there are any.
    Whole(Box<EnvFilter>, Compares),
}

/// Whether directives compare values, which the filter prints while it holds a lock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compares {
    Names,
    Values,
}

impl LogFilter {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let kind = if text.contains('[') {
            // The syntax is `[span{field=value}]=level`. A false positive is harmless, only slower.
            let has_values = text.split('{').skip(1).any(|it| it.contains('='));
            let compares = if has_values {
                Compares::Values
            } else {
                Compares::Names
            };
            Kind::Whole(Box::new(EnvFilter::try_new(text).ok()?), compares)
        } else {
            Kind::Levels(Levels::new(text.parse().ok()?))
        };
        let quiets = !text.contains(OPENTELEMETRY);
        Some(Self { kind, quiets })
    }

    pub(crate) fn off() -> Self {
        Self {
            kind: Kind::Levels(Levels::new(Targets::new())),
            quiets: true,
        }
    }

    fn is_noise(&self, metadata: &Metadata<'_>) -> bool {
        self.quiets
            && *metadata.level() > Level::WARN
            && metadata.target().starts_with(OPENTELEMETRY)
    }

    /// Whether a callsite can ever be accepted.
    pub(crate) fn may_take<S: Subscriber>(&self, metadata: &'static Metadata<'static>) -> bool {
        if self.is_noise(metadata) {
            return false;
        }
        match &self.kind {
            Kind::Levels(levels) => levels.takes(metadata.target(), *metadata.level()),
            Kind::Whole(filter, _) => {
                !Filter::<S>::callsite_enabled(&**filter, metadata).is_never()
            }
        }
    }

    pub(crate) fn takes<S: Subscriber>(
        &self,
        metadata: &Metadata<'_>,
        context: Context<'_, S>,
    ) -> bool {
        if self.is_noise(metadata) {
            return false;
        }
        match &self.kind {
            Kind::Levels(levels) => levels.takes(metadata.target(), *metadata.level()),
            Kind::Whole(filter, _) => filter.enabled(metadata, context),
        }
    }

    pub(crate) fn takes_level(&self, target: &str, level: Level) -> bool {
        match &self.kind {
            Kind::Levels(levels) => levels.takes(target, level),
            Kind::Whole(filter, _) => filter.max_level_hint().is_none_or(|most| level <= most),
        }
    }

    pub(crate) fn most(&self) -> LevelFilter {
        match &self.kind {
            Kind::Levels(levels) => levels.most,
            Kind::Whole(filter, _) => filter.max_level_hint().unwrap_or(LevelFilter::TRACE),
        }
    }

    /// Whether it has directives on spans.
    fn follows_spans(&self) -> bool {
        matches!(self.kind, Kind::Whole(..))
    }

    pub(crate) fn on_new_span<S: Subscriber>(
        &self,
        attributes: &Attributes<'_>,
        id: &Id,
        context: Context<'_, S>,
    ) {
        match &self.kind {
            Kind::Levels(_) => {}
            Kind::Whole(filter, Compares::Names) => filter.on_new_span(attributes, id, context),
            Kind::Whole(filter, Compares::Values) => {
                let metadata = attributes.metadata();
                let frozen = Frozen::of(|visitor| attributes.record(visitor));
                frozen.lend(metadata.fields(), |values| {
                    filter.on_new_span(&Attributes::new(metadata, values), id, context);
                });
            }
        }
    }

    pub(crate) fn on_record<S: Subscriber + for<'a> LookupSpan<'a>>(
        &self,
        id: &Id,
        values: &Record<'_>,
        context: Context<'_, S>,
    ) {
        match &self.kind {
            Kind::Levels(_) => {}
            Kind::Whole(filter, Compares::Names) => filter.on_record(id, values, context),
            Kind::Whole(filter, Compares::Values) => {
                // The recorded fields belong to the span's own callsite.
                let Some(metadata) = context.metadata(id) else {
                    return;
                };
                let frozen = Frozen::of(|visitor| values.record(visitor));
                frozen.lend(metadata.fields(), |values| {
                    filter.on_record(id, &Record::new(values), context);
                });
            }
        }
    }

    pub(crate) fn on_enter<S: Subscriber>(&self, id: &Id, context: Context<'_, S>) {
        if let Kind::Whole(filter, _) = &self.kind {
            filter.on_enter(id, context);
        }
    }

    pub(crate) fn on_exit<S: Subscriber>(&self, id: &Id, context: Context<'_, S>) {
        if let Kind::Whole(filter, _) = &self.kind {
            filter.on_exit(id, context);
        }
    }

    pub(crate) fn on_close<S: Subscriber>(&self, id: Id, context: Context<'_, S>) {
        if let Kind::Whole(filter, _) = &self.kind {
            filter.on_close(id, context);
        }
    }
}
