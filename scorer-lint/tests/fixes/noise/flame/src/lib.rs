//! Stands for a crate that draws flame graphs.
