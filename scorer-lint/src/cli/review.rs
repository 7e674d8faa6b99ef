//! The options for a review: what was there before, and what a change brings.

use std::path::PathBuf;

use clap::Args;

use crate::review::Request;

/// Options that choose among findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Review")]
pub(super) struct ReviewOptions {
    /// Leave out the findings that this file holds; an entry whose findings have gone is a finding itself
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub(super) baseline: Option<PathBuf>,

    /// Write what is found into this file; one that is there loses what has gone, and grows with `--grow-baseline` alone
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,

    /// Write what is new into the baseline, too
    #[arg(long, requires = "write_baseline")]
    pub(super) grow_baseline: bool,
}

impl ReviewOptions {
    pub(super) fn request(&self) -> Request {
        Request {
            baseline: self.baseline.clone(),
            write_baseline: self.write_baseline.clone(),
            grow: self.grow_baseline,
        }
    }
}
