//! The runtime through its public interface, in memory.

mod console;
mod errors;
mod headers;
mod logs;
mod sampling;
mod settings;
mod spans;
mod support;
mod xray;
