//! Tasks.

use std::sync::Arc;
use std::time::Duration;

use scorer_instrument::scorer_span;
use tokio::task::{self, JoinHandle, JoinSet};
use tracing::{Instrument, Span, debug, error, info_span, instrument};

async fn work(n: u32) -> u32 {
    n
}

#[scorer_span]
pub async fn detached(n: u32) {
    tokio::spawn(work(n)); //~ detached-spawn
}

#[scorer_span]
pub async fn detached_block(n: u32) -> u32 {
    let handle = tokio::spawn(async move { work(n).await }); //~ detached-spawn
    handle.await.unwrap_or_default()
}

#[instrument] //~ raw-instrument
pub async fn detached_task(n: u32) {
    let handle: JoinHandle<u32> = task::spawn(async move { //~ detached-spawn
        debug!(n, "in the task");
        work(n).await
    });
    drop(handle);
}

#[scorer_span]
pub async fn detached_in_loop(count: u32) -> u32 {
    let mut handles = Vec::new();
    for n in 0..count {
        handles.push(tokio::spawn(work(n))); //~ detached-spawn
    }
    futures::future::join_all(handles).await.len() as u32
}

#[scorer_span]
pub async fn kept(n: u32) {
    tokio::spawn(work(n).in_current_span());
    tokio::spawn(work(n).instrument(Span::current()));
    tokio::spawn(async move { work(n).await }.instrument(info_span!("child", n))); //~? manual-span
    let span = Span::current();
    tokio::spawn(
        async move {
            work(n).await;
        }
        .instrument(span),
    );
    scorer_instrument::spawn(work(n));
    let future = work(n).in_current_span();
    tokio::spawn(future);
}

#[scorer_span]
pub async fn in_a_set(count: u32) {
    let mut set = JoinSet::new();
    for n in 0..count {
        set.spawn(work(n)); //~? detached-spawn
    }
    set.join_all().await;
}

#[scorer_span]
pub async fn blocking(n: u32) -> u32 {
    task::spawn_blocking(move || n + 1).await.unwrap_or_default() //~? detached-spawn
}

/// Called at start-up: it belongs to no span.
pub fn start(interval: Duration) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(interval).await;
            work(1).await;
        }
    })
}

pub struct Worker {
    handle: JoinHandle<()>,
}

impl Worker {
    pub fn start(shared: Arc<u32>) -> Self {
        let handle = tokio::spawn(async move {
            while *shared > 0 {
                if work(*shared).await == 0 {
                    error!("nothing to do");
                }
            }
        });
        Self { handle }
    }

    pub fn stop(self) {
        self.handle.abort();
    }
}
