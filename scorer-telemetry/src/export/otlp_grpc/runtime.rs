//! The runtime that gRPC needs.

use crate::error::Error;
use crate::trace::entered;

/// A tokio runtime with one thread. Its work is not recorded.
pub(crate) struct Runtime(Option<tokio::runtime::Runtime>);

impl Runtime {
    pub(super) fn new() -> Result<Self, Error> {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("telemetry-grpc")
            .on_thread_start(entered::on_exporter_thread)
            .enable_all()
            .build()
            .map(|runtime| Self(Some(runtime)))
            .map_err(Error::Thread)
    }

    pub(super) fn wait<F: Future>(&self, future: F) -> F::Output {
        match &self.0 {
            Some(runtime) => runtime.block_on(future),
            None => futures_executor::block_on(future),
        }
    }

    pub(super) fn enter(&self) -> Option<tokio::runtime::EnterGuard<'_>> {
        self.0.as_ref().map(tokio::runtime::Runtime::enter)
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // This may be dropped inside another runtime, where waiting is not allowed.
            runtime.shutdown_background();
        }
    }
}
