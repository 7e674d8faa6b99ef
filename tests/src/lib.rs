//! What the tests share: a subscriber that remembers every span and every event with its typed
//! values, and sources of futures that stop where a test wants.
//!
//! There is nothing global: each test records under a default subscriber of its own thread, so
//! that all run in parallel.

pub mod judge;
pub mod literals;
pub mod own_process;
pub mod parts;
mod printed;
mod python;
pub mod receiver;
mod recorder;
pub mod runtime_api;
pub mod server;
mod values;

pub use printed::printed;
pub use python::python;
pub use recorder::{Event, Happened, Recording, Span, watch};
pub use values::{FieldValue, Fields};

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Runs a future that never waits for anything but itself.
///
/// # Panics
///
/// When the future does not end within many polls.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
    panic!("the future does not end")
}

/// Polls a future once.
pub fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Pending for so many polls, then ready: where a test lets another future run in between.
pub fn turns(polls: usize) -> impl Future<Output = ()> + Send + Unpin {
    Turns(polls)
}

struct Turns(usize);

impl Future for Turns {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}
