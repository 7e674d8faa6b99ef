//! The store as receivers and pages share it, and what is said on stderr of what it leaves out.

use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;

use crate::store::{Counts, Received, Store};

/// A handle on the one store.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    said: Said,
}

/// What has been said, each once.
#[derive(Debug, Default)]
struct Said {
    full: bool,
    refused: bool,
    not_shown: bool,
}

impl Shared {
    /// Of a store.
    pub(crate) fn new(store: Store) -> Self {
        Self {
            inner: Arc::new(Mutex::new(Inner {
                store,
                said: Said::default(),
            })),
        }
    }

    /// Takes in what a service sent.
    pub(crate) fn receive(&self, request: ExportTraceServiceRequest) -> Received {
        let mut inner = self.lock();
        let Inner { store, said } = &mut *inner;
        let received = store.receive(request);
        if store.counts().evicted_traces > 0 && !said.full {
            said.full = true;
            note(
                "the memory for traces is full; from here on the oldest make room for new ones. `--memory` gives more.",
            );
        }
        if let Some(reason) = received.reason.filter(|_| !said.refused) {
            said.refused = true;
            note(&format!(
                "a span is not taken: {reason}. Others are counted, and the sender is told."
            ));
        }
        received
    }

    /// Says once that something else than spans arrived.
    pub(crate) fn is_not_shown(&self, what: &str) {
        let said = &mut self.lock().said;
        if !said.not_shown {
            said.not_shown = true;
            note(&format!("{what} are accepted, but not shown."));
        }
    }

    /// Reads the store.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Store) -> T) -> T {
        read(&self.lock().store)
    }

    /// What has happened so far.
    pub(crate) fn counts(&self) -> Counts {
        self.read(Store::counts)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic on another thread left it as whole as any request leaves it.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says it on stderr; where nobody reads that, the viewer goes on.
fn note(text: &str) {
    let _ = writeln!(io::stderr(), "viewer: {text}");
}
