//! The console: prints the tree of each request when it has ended, and the table of percentiles at the end.

use std::fmt;
use std::io::IsTerminal as _;
use std::sync::Arc;

use opentelemetry_sdk::trace::SpanData;

use crate::export::sink::Sink;
use crate::metrics::percentiles::Table;
use crate::tree::draw::Look as TreeLook;
use crate::tree::{Forest, Tree};
use crate::writer::Writer;

/// Where trees and tables are printed. Clones print to the same place.
#[derive(Clone)]
pub(crate) struct Console {
    writer: Arc<Writer>,
    look: Look,
}

/// How trees look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Plain text: for a file, a pipe, or a writer that code provides.
    Plain,
    /// Fitted to a terminal.
    Terminal { has_color: bool },
}

impl Look {
    /// Returns the look that suits the process's stdout.
    pub(crate) fn of_stdout(no_color: bool) -> Self {
        if std::io::stdout().is_terminal() {
            Self::Terminal {
                has_color: !no_color,
            }
        } else {
            Self::Plain
        }
    }

    /// Computed for each tree, because the width of a window can change.
    fn now(self) -> TreeLook {
        match self {
            Self::Plain => TreeLook::default(),
            Self::Terminal { has_color } => TreeLook {
                width: width(),
                has_color,
            },
        }
    }
}

/// How many characters fit on a line of the terminal, if it says so.
#[cfg(unix)]
fn width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|it| *it > 0)
}

#[cfg(not(unix))]
fn width() -> Option<usize> {
    None
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

impl Console {
    pub(crate) fn new(writer: Arc<Writer>, look: Look) -> Self {
        Self { writer, look }
    }

    /// Prints a table. Output appears in the order of the calls.
    pub(crate) fn table(&self, table: &Table) {
        self.writer.write(&table.to_string());
    }

    fn tree(&self, tree: &Tree) {
        self.writer.write(&tree.drawn(self.look.now()).to_string());
    }
}

impl Tree {
    /// Returns the tree as the console exporter prints it on the process's stdout. If that is a terminal, lines are
    /// fitted to its width and have colour, unless `NO_COLOR` is set. Otherwise it is the same text as with `Display`.
    ///
    /// ```
    /// use scorer_instrument::tree::Tree;
    ///
    /// fn print(trees: &[Tree]) {
    ///     for tree in trees {
    ///         println!("{}", tree.for_stdout());
    ///     }
    /// }
    /// ```
    pub fn for_stdout(&self) -> impl fmt::Display + '_ {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
        self.drawn(Look::of_stdout(no_color).now())
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
    fn export(&mut self, batch: &[Box<SpanData>]) -> Result<(), String> {
        for span in batch {
            if let Some(tree) = self.forest.add((**span).clone()) {
                self.console.tree(&tree);
            }
        }
        Ok(())
    }

    fn shutdown(&mut self) -> Result<(), String> {
        Ok(())
    }
}
