//! `cargo viewer`: what it shows of the runtime's spans and of the demo's, beside Jaeger itself, and in a browser.

mod beside_jaeger;
mod browser;
mod demo;
mod runtime;
