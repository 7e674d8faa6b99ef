//! Async functions, and functions that return an async block.

use std::future::Future;
use std::pin::Pin;

use scorer_instrument_tests::{block_on, poll_once, turns};

use super::{Broken, halve, span};

type BoxedFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(crate) fn an_async_function() {
    #[span]
    async fn load(a: u8) {
        turns(1).await;
        tracing::info!(a, "inside");
        turns(2).await;
    }
    block_on(load(1));
}

pub(crate) fn an_async_function_in_another() {
    #[span]
    async fn load(depth: u8) {
        if depth > 0 {
            Box::pin(load(depth - 1)).await;
        }
        turns(1).await;
    }
    block_on(load(2));
}

pub(crate) fn ret_of_an_async_function() {
    #[span(ret)]
    async fn load() -> i32 {
        turns(1).await;
        42
    }
    let _ = block_on(load());
}

pub(crate) fn err_of_an_async_function() {
    #[span(err)]
    async fn load(n: i64) -> Result<i64, Broken> {
        turns(1).await;
        halve(n)
    }
    let _ = block_on(load(1)).is_err();
}

pub(crate) fn err_and_ret_of_an_async_function() {
    #[span(err(Debug), ret)]
    async fn load(n: i64) -> Result<i64, Broken> {
        turns(1).await;
        halve(n)
    }
    let _ = block_on(load(2)).is_err();
}

pub(crate) fn the_parent_of_an_async_function() {
    #[span(parent = None)]
    async fn load() {
        turns(1).await;
    }
    let outer = tracing::info_span!("outer");
    let future = outer.in_scope(load);
    block_on(future);
}

pub(crate) fn what_an_async_function_follows() {
    #[span(follows_from = [cause], skip(cause))]
    async fn load(cause: &tracing::Span) {
        let _ = cause;
        turns(1).await;
    }
    block_on(load(&tracing::info_span!("cause")));
}

pub(crate) fn a_future_that_is_never_polled() {
    #[span]
    async fn load(a: u8) {
        let _ = a;
    }
    drop(load(1));
    tracing::info_span!("so that something is recorded").in_scope(|| ());
}

pub(crate) fn a_future_that_is_dropped() {
    #[span]
    async fn load(a: u8) {
        let _ = a;
        turns(9).await;
    }
    let mut future = Box::pin(load(1));
    assert!(poll_once(future.as_mut()).is_pending());
    drop(future);
}

pub(crate) fn a_boxed_async_block() {
    #[span(err)]
    fn load<'a>(n: &'a i64) -> BoxedFuture<'a, Result<i64, Broken>> {
        Box::pin(async move {
            turns(1).await;
            halve(*n)
        })
    }
    let _ = block_on(load(&1)).is_err();
}

pub(crate) fn an_async_block_in_the_return_position() {
    #[span(ret)]
    fn load(n: i64) -> impl Future<Output = i64> {
        async move {
            turns(1).await;
            n
        }
    }
    let _ = block_on(load(1));
}

pub(crate) fn what_stands_before_an_async_block() {
    #[span]
    fn load(n: i64) -> BoxedFuture<'static, i64> {
        tracing::info!(n, "before");
        Box::pin(async move {
            tracing::info!(n, "inside");
            n
        })
    }
    let _ = block_on(load(1));
}

pub(crate) fn a_panic_in_a_future() {
    #[span]
    async fn load(n: u64) {
        turns(1).await;
        assert!(n > 1, "too small");
    }
    let _ = std::panic::catch_unwind(|| block_on(load(1))).is_err();
}
