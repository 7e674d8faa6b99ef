//! The console: the tree of each request when it has ended, and the table of percentiles at the end.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use opentelemetry_sdk::trace::SpanData;

use crate::export::sink::Sink;
use crate::tree::Forest;

/// Where trees and tables are printed. Clones print to the same place.
#[derive(Clone)]
pub(crate) struct Console(Arc<Mutex<Box<dyn Write + Send>>>);

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

impl Console {
    pub(crate) fn new(writer: Box<dyn Write + Send>) -> Self {
        Self(Arc::new(Mutex::new(writer)))
    }

    /// Prints, and flushes, so that a tree is seen when it is there, also in a pipe.
    pub(crate) fn print(&self, what: &dyn fmt::Display) {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A reader that left is no reason to fail.
        let _ = write!(writer, "{what}");
        let _ = writer.flush();
    }
}

/// Spans, gathered into trees.
#[derive(Debug)]
pub(crate) struct Trees {
    forest: Forest,
    console: Console,
}

impl Trees {
    pub(crate) fn new(console: Console) -> Self {
        Self {
            forest: Forest::default(),
            console,
        }
    }
}

impl Sink for Trees {
    fn export(&mut self, batch: Vec<SpanData>) -> Result<(), String> {
        for span in batch {
            if let Some(tree) = self.forest.add(span) {
                self.console.print(&tree);
            }
        }
        Ok(())
    }

    fn shutdown(&mut self) -> Result<(), String> {
        Ok(())
    }
}
