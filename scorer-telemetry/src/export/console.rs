//! The console: the tree of each request when it has ended, and the table of percentiles at the end.

use std::fmt;
use std::sync::Arc;

use opentelemetry_sdk::trace::SpanData;

use crate::export::sink::Sink;
use crate::tree::Forest;
use crate::writer::Writer;

/// Where trees and tables are printed. Clones print to the same place.
#[derive(Clone)]
pub(crate) struct Console(Arc<Writer>);

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

impl Console {
    pub(crate) fn new(writer: Arc<Writer>) -> Self {
        Self(writer)
    }

    /// Prints, in the order of the calls.
    pub(crate) fn print(&self, what: &dyn fmt::Display) {
        self.0.write(what.to_string());
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
