//! The current filter of the log. It can be changed while the service runs, and reading it takes no lock.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::LogFilter;

/// Makes filters distinguishable, because each thread caches the last filter that it used.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// A filter that can be replaced.
#[derive(Debug)]
pub(crate) struct Current {
    /// The number of this filter within the process, and of its current state.
    number: u64,
    version: AtomicU64,
    filter: Mutex<Arc<LogFilter>>,
    /// The most verbose level of any target, which answers most questions without the filter.
    most: AtomicU8,
    /// Whether the filter has to follow spans. Only directives on spans need that.
    follows_spans: AtomicBool,
}

/// The last answer for one callsite, and the version of the filter that gave it.
#[derive(Debug, Default)]
pub(crate) struct Answer(AtomicU64);

/// The levels by their byte, the least verbose first.
const LEVELS: [LevelFilter; 6] = [
    LevelFilter::OFF,
    LevelFilter::ERROR,
    LevelFilter::WARN,
    LevelFilter::INFO,
    LevelFilter::DEBUG,
    LevelFilter::TRACE,
];

struct Remembered {
    number: u64,
    version: u64,
    filter: Arc<LogFilter>,
}

thread_local! {
    static REMEMBERED: RefCell<Option<Remembered>> = const { RefCell::new(None) };
}

impl Current {
    pub(crate) fn new(filter: LogFilter) -> Self {
        let current = Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            version: AtomicU64::new(0),
            most: AtomicU8::new(0),
            follows_spans: AtomicBool::new(false),
            filter: Mutex::new(Arc::new(LogFilter::off())),
        };
        current.replace(filter);
        current
    }

    /// Replaces the filter for all threads. Spans that are open stay as they are.
    pub(crate) fn set(&self, filter: LogFilter) {
        self.replace(filter);
        // Callsites cached the answers of the old filter.
        tracing::callsite::rebuild_interest_cache();
    }

    fn replace(&self, filter: LogFilter) {
        let mut current = self.filter.lock().unwrap_or_else(PoisonError::into_inner);
        let most = LEVELS.iter().position(|it| *it == filter.most());
        let most = most.and_then(|it| u8::try_from(it).ok());
        self.most.store(most.unwrap_or(u8::MAX), Ordering::Relaxed);
        self.follows_spans
            .store(filter.follows_spans(), Ordering::Relaxed);
        *current = Arc::new(filter);
        self.version.fetch_add(1, Ordering::Release);
    }

    fn with<T>(&self, ask: impl FnOnce(&LogFilter) -> T) -> T {
        let mut ask = Some(ask);
        let version = self.version.load(Ordering::Acquire);
        let answered = REMEMBERED.try_with(|remembered| {
            if let Ok(known) = remembered.try_borrow() {
                let known = known.as_ref();
                let known = known.filter(|it| it.number == self.number && it.version == version);
                if let Some(known) = known {
                    return ask.take().map(|ask| ask(&known.filter));
                }
            }
            let filter = self.latest();
            // During another question, which is answered by a value's own code, nothing can be cached.
            if let Ok(mut remembered) = remembered.try_borrow_mut() {
                *remembered = Some(Remembered {
                    number: self.number,
                    version,
                    filter: Arc::clone(&filter),
                });
            }
            ask.take().map(|ask| ask(&filter))
        });
        match (answered, ask) {
            (Ok(Some(answer)), _) => answer,
            // The thread is ending, and the filter was not asked yet.
            (_, Some(ask)) => ask(&self.latest()),
            (_, None) => unreachable!("a question that was asked has an answer"),
        }
    }

    fn latest(&self) -> Arc<LogFilter> {
        Arc::clone(&self.filter.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn may_take<S: Subscriber>(&self, metadata: &'static Metadata<'static>) -> bool {
        self.with(|it| it.may_take::<S>(metadata))
    }

    pub(crate) fn takes<S: Subscriber>(
        &self,
        metadata: &Metadata<'_>,
        context: Context<'_, S>,
    ) -> bool {
        *metadata.level() <= self.most() && self.with(|it| it.takes(metadata, context))
    }

    /// Does the same as [`takes`](Self::takes) for a callsite whose last answer is known, and keeps the new one.
    #[inline]
    pub(crate) fn takes_at<S: Subscriber>(
        &self,
        known: &Answer,
        metadata: &Metadata<'_>,
        context: Context<'_, S>,
    ) -> bool {
        // Directives on spans are answered anew each time.
        if self.follows_spans.load(Ordering::Relaxed) {
            return self.takes(metadata, context);
        }
        // The version is read first: if the filter changes meanwhile, the answer counts as one of the old filter. No
        // filter has the version of the default, which is zero.
        let version = self.version.load(Ordering::Acquire);
        let answer = known.0.load(Ordering::Relaxed);
        if answer >> 1 == version {
            return answer & 1 == 1;
        }
        let takes = self.takes(metadata, context);
        let answer = version << 1 | u64::from(takes);
        known.0.store(answer, Ordering::Relaxed);
        takes
    }

    pub(crate) fn takes_level(&self, target: &str, level: Level) -> bool {
        level <= self.most() && self.with(|it| it.takes_level(target, level))
    }

    pub(crate) fn most(&self) -> LevelFilter {
        let most = LEVELS.get(usize::from(self.most.load(Ordering::Relaxed)));
        most.copied().unwrap_or(LevelFilter::TRACE)
    }

    /// Whether the filter has to be told about spans. This is asked for each, and few filters have to.
    #[inline]
    pub(crate) fn follows_spans(&self) -> bool {
        self.follows_spans.load(Ordering::Relaxed)
    }

    pub(crate) fn on_new_span<S: Subscriber>(
        &self,
        attributes: &Attributes<'_>,
        id: &Id,
        context: &Context<'_, S>,
    ) {
        self.with(|it| it.on_new_span(attributes, id, context.clone()));
    }

    pub(crate) fn on_record<S: Subscriber + for<'a> LookupSpan<'a>>(
        &self,
        id: &Id,
        values: &Record<'_>,
        context: &Context<'_, S>,
    ) {
        self.with(|it| it.on_record(id, values, context.clone()));
    }

    pub(crate) fn on_enter<S: Subscriber>(&self, id: &Id, context: &Context<'_, S>) {
        self.with(|it| it.on_enter(id, context.clone()));
    }

    pub(crate) fn on_exit<S: Subscriber>(&self, id: &Id, context: &Context<'_, S>) {
        self.with(|it| it.on_exit(id, context.clone()));
    }

    pub(crate) fn on_close<S: Subscriber>(&self, id: &Id, context: &Context<'_, S>) {
        self.with(|it| it.on_close(id.clone(), context.clone()));
    }
}
