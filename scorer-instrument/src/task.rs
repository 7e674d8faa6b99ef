//! Tasks that keep the trace of the request that starts them: [`spawn`] and [`spawn_blocking`] for work that belongs to
//! the request, [`spawn_linked`] for work that outlives it.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;

use pin_project_lite::pin_project;
use tokio::task::JoinHandle;
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Dispatch, Instrument as _, Metadata, Span, dispatcher, info_span};

/// Spawns a task in a span named `spawn`, which is a child of the current span. Under `tokio::spawn`, the task's spans
/// would begin a trace of their own.
///
/// Use it for work that the request waits for. For work that is meant to outlive the request, such as sending a message
/// or filling a cache, use [`spawn_linked`]: the runtime exports a request, and shows it in the log, only when the last
/// span within it has ended. The request's own duration is the same in both cases, because a span ends when it was last
/// left.
///
/// Outside a span it is the same as `tokio::spawn`. A task that is aborted is marked with `telemetry.cancelled`.
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
/// Panics outside a tokio runtime, as `tokio::spawn` does.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let current = Span::current();
    let span = within(&current, || {
        info_span!("spawn", telemetry.cancelled = Empty)
    });
    // scorer-lint: allow(detached-spawn): the task enters its own span, a child of the current one
    tokio::spawn(Task::new(future, span, Place::within(&current)))
}

/// Spawns a task that outlives the request. The task begins a trace of its own under this name, and its span follows
/// from the current one. OpenTelemetry shows that as a link.
///
/// Neither the answer to the request nor its export waits for the task, so a `record!` in the task fills no field of
/// the request. The task is sampled independently of the request. A task that is aborted is marked with
/// `telemetry.cancelled`.
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
/// Panics outside a tokio runtime, as `tokio::spawn` does.
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
    // scorer-lint: allow(detached-spawn): the task enters its own span, which follows from the current one
    tokio::spawn(Task::new(future, span, Place::apart()))
}

/// Runs blocking work on tokio's blocking threads, within the current span. Use it for a hash that takes milliseconds,
/// or to read a file.
///
/// The runtime exports no separate span for the work. If the work goes on after its request has ended, it does not
/// lengthen the request.
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
/// Panics outside a tokio runtime, as `tokio::task::spawn_blocking` does.
pub fn spawn_blocking<F, R>(work: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let current = Span::current();
    let mut blocking = Blocking {
        span: Some(within(&current, || info_span!("spawn_blocking"))),
        place: Place::within(&current),
    };
    tokio::task::spawn_blocking(move || blocking.run(work))
}

/// Opens the span for work that belongs to the current span. Returns no span if there is no current one, and the
/// current span if the filter does not accept the new one.
fn within(current: &Span, open: impl FnOnce() -> Span) -> Span {
    if current.is_disabled() {
        return Span::none();
    }
    let span = open();
    if span.is_disabled() {
        current.clone()
    } else {
        span
    }
}

thread_local! {
    /// The span around the task that this thread runs.
    static AROUND: Cell<Option<Span>> = const { Cell::new(None) };
}

/// Returns the span around the task that this thread runs. It belongs to the function whose `record!` is in the task.
pub(crate) fn around() -> Option<Span> {
    // A thread that is ending no longer runs a task.
    let around = AROUND.try_with(|it| {
        let around = it.take();
        it.set(around.clone());
        around
    });
    around.ok().flatten()
}

/// What a task keeps besides its work.
struct Place {
    around: Option<Span>,
    /// The subscriber that the task's span belongs to. A registry closes the parents of a span only through the
    /// subscriber of the thread, and on tokio's threads the subscriber of a test is not set.
    dispatch: Dispatch,
}

impl Place {
    /// The place of a task that has nothing to do with the current span.
    fn apart() -> Self {
        Self {
            around: None,
            dispatch: dispatcher::get_default(Clone::clone),
        }
    }

    /// The place of a task within the current span.
    fn within(current: &Span) -> Self {
        let is_task = |it: &Metadata<'_>| it.target() == module_path!();
        let around = if current.metadata().is_some_and(is_task) {
            around()
        } else {
            Some(current.clone())
        };
        Self {
            around: around.filter(|it| !it.is_disabled()),
            ..Self::apart()
        }
    }

    /// Runs a part of the task.
    fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let _entered = Entered::new(&mut self.around);
        work()
    }

    /// Drops what is left of the task, including its span.
    fn end(&mut self, work: impl FnOnce()) {
        let Self { around, dispatch } = self;
        dispatcher::with_default(dispatch, || {
            {
                let _entered = Entered::new(around);
                work();
            }
            *around = None;
        });
    }
}

/// Lends the span around a task to the thread, and takes it back on drop, even while a panic unwinds.
struct Entered<'a> {
    own: &'a mut Option<Span>,
    former: Option<Span>,
}

impl<'a> Entered<'a> {
    fn new(own: &'a mut Option<Span>) -> Self {
        let former = AROUND.try_with(|it| it.replace(own.take()));
        Self {
            own,
            former: former.ok().flatten(),
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let own = AROUND.try_with(|it| it.replace(self.former.take()));
        *self.own = own.ok().flatten();
    }
}

pin_project! {
    /// A task and its span.
    struct Task<F> {
        #[pin]
        work: Option<Instrumented<Work<F>>>,
        place: Place,
    }

    impl<F> PinnedDrop for Task<F> {
        fn drop(this: Pin<&mut Self>) {
            this.end();
        }
    }
}

impl<F> Task<F> {
    fn new(work: F, span: Span, place: Place) -> Self {
        let work = Work {
            work,
            has_ended: false,
        };
        Self {
            work: Some(work.instrument(span)),
            place,
        }
    }

    fn end(self: Pin<&mut Self>) {
        let mut this = self.project();
        if this.work.is_some() {
            this.place.end(|| this.work.set(None));
        }
    }
}

impl<F: Future> Future for Task<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.as_mut().project();
        let Some(work) = this.work.as_pin_mut() else {
            return Poll::Pending;
        };
        let output = ready!(this.place.run(|| work.poll(context)));
        self.end();
        Poll::Ready(output)
    }
}

pin_project! {
    /// The work of a task. It is dropped within its span, and marks the span if it is dropped before it has ended.
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
        // A panic counts as an end, too.
        *this.has_ended = true;
        let poll = this.work.poll(context);
        *this.has_ended = poll.is_ready();
        poll
    }
}

/// Blocking work, together with its span.
struct Blocking {
    span: Option<Span>,
    place: Place,
}

impl Blocking {
    fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let Self { span, place } = self;
        match span {
            Some(span) => place.run(|| span.in_scope(work)),
            None => work(),
        }
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        self.place.end(|| self.span = None);
    }
}
