//! Ways in which values reach a log, and ways which only look like it.

mod arguments;
mod harmless;
mod leaks;
mod structs;
mod aliases;
mod owners;
mod real;
