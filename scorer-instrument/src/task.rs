//! Tasks that stay in their request's span: [`spawn`] and [`spawn_blocking`].

use tokio::task::JoinHandle;
use tracing::{Instrument as _, Span};

/// Spawns a task in the current span. With `tokio::spawn`, its spans would begin a trace of their own.
///
/// Use it for work that belongs to the request. Work that outlives it on purpose (a cache that is filled, a queue's
/// worker) is better spawned with `tokio::spawn` and given a root span of its own: the request's span stays open, and its
/// duration runs, until the last task in it has ended.
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
    tokio::spawn(future.in_current_span())
}

/// Runs blocking work on tokio's threads for it, in the current span: a hash that takes milliseconds, a file.
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
    let span = Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(work))
}
