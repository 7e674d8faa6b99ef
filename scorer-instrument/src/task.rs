//! Tasks and their requests: [`spawn`] and [`spawn_blocking`] for work that belongs to one, [`spawn_linked`] for work that
//! outlives it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;

use pin_project_lite::pin_project;
use tokio::task::JoinHandle;
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Dispatch, Instrument as _, Span, dispatcher, info_span};

/// Spawns a task in a span `spawn`, a child of the current one. With `tokio::spawn`, its spans would begin a trace of their
/// own.
///
/// Use it for work that the request waits for. For work that outlives the request on purpose, such as a message that is sent or
/// a cache that is filled, use [`spawn_linked`]: a request of the runtime is exported, and shown in the log, when the last span
/// within it has ended. Its duration is its own in both cases, because a span ends when it was last left.
///
/// Outside of a span it is `tokio::spawn`. A task that is aborted is marked with `telemetry.cancelled`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use scorer_instrument::{scorer_span, spawn};
///
/// #[scorer_span]
/// async fn verify(stamp_id: i64) -> bool {
///     stamp_id > 0
/// }
///
/// let task = spawn(verify(7));
/// assert!(task.await.expect("the task ends"));
/// # }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::spawn`.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let span = within_current(|| info_span!("spawn", telemetry.cancelled = Empty));
    tokio::spawn(Task::new(future, span))
}

/// Spawns a task that outlives its request: it begins a trace of its own under this name, which follows from the current span.
/// OpenTelemetry shows that as a link.
///
/// The request does not wait for it, neither with its answer nor with its export. It is sampled by itself. A task that is
/// aborted is marked with `telemetry.cancelled`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use scorer_instrument::{scorer_span, spawn_linked};
///
/// #[scorer_span]
/// async fn notify(community_id: i64) -> i64 {
///     community_id
/// }
///
/// #[scorer_span]
/// async fn store(community_id: i64) {
///     spawn_linked("notify community", notify(community_id));
/// }
///
/// store(7).await;
/// # }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::spawn`.
pub fn spawn_linked<F>(name: &'static str, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let span = info_span!(
        parent: None,
        "spawn_linked",
        otel.name = name,
        telemetry.cancelled = Empty
    );
    span.follows_from(Span::current());
    tokio::spawn(Task::new(future, span))
}

/// Runs blocking work on tokio's threads for it, within the current span: a hash that takes milliseconds, a file.
///
/// The runtime shows no span of its own for it. Work that goes on when its request has ended makes the request no longer.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let sum = scorer_instrument::spawn_blocking(|| (1..=10).sum::<u32>());
/// assert_eq!(sum.await.expect("the work ends"), 55);
/// # }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::task::spawn_blocking`.
pub fn spawn_blocking<F, R>(work: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let blocking = Blocking {
        span: Some(within_current(|| info_span!("spawn_blocking"))),
        dispatch: dispatcher::get_default(Clone::clone),
    };
    tokio::task::spawn_blocking(move || match &blocking.span {
        Some(span) => span.in_scope(work),
        None => work(),
    })
}

/// The span of work that belongs to the current one. Where that is none, neither is this; where the filter takes no such span,
/// the work runs in the current one.
fn within_current(open: impl FnOnce() -> Span) -> Span {
    let current = Span::current();
    if current.is_disabled() {
        return current;
    }
    let span = open();
    if span.is_disabled() { current } else { span }
}

pin_project! {
    /// A task and its span.
    struct Task<F> {
        #[pin]
        work: Option<Instrumented<Work<F>>>,
        // Whose span it is: a subscriber closes the spans around one only where it is the thread's own, and that of a test is
        // none of the runtime's threads.
        dispatch: Dispatch,
    }

    impl<F> PinnedDrop for Task<F> {
        fn drop(this: Pin<&mut Self>) {
            this.end();
        }
    }
}

impl<F> Task<F> {
    fn new(work: F, span: Span) -> Self {
        let work = Work {
            work,
            has_ended: false,
        };
        Self {
            work: Some(work.instrument(span)),
            dispatch: dispatcher::get_default(Clone::clone),
        }
    }

    /// Drops the work and its span.
    fn end(self: Pin<&mut Self>) {
        let mut this = self.project();
        if this.work.is_some() {
            dispatcher::with_default(this.dispatch, || this.work.set(None));
        }
    }
}

impl<F: Future> Future for Task<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Some(work) = self.as_mut().project().work.as_pin_mut() else {
            return Poll::Pending;
        };
        let output = ready!(work.poll(context));
        self.end();
        Poll::Ready(output)
    }
}

pin_project! {
    /// What a task does. It says of its span, in which it is dropped, that it was dropped before it had ended.
    struct Work<F> {
        #[pin]
        work: F,
        has_ended: bool,
    }

    impl<F> PinnedDrop for Work<F> {
        fn drop(this: Pin<&mut Self>) {
            if !this.has_ended && !thread::panicking() {
                Span::current().record("telemetry.cancelled", true);
            }
        }
    }
}

impl<F: Future> Future for Work<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // Also where it panics.
        *this.has_ended = true;
        let poll = this.work.poll(context);
        *this.has_ended = poll.is_ready();
        poll
    }
}

/// The span of blocking work.
struct Blocking {
    span: Option<Span>,
    dispatch: Dispatch,
}

impl Drop for Blocking {
    fn drop(&mut self) {
        dispatcher::with_default(&self.dispatch, || self.span = None);
    }
}
