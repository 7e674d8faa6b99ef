//! The macros of `scorer-instrument`.
