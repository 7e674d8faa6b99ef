//! Errors in events, captures, `record!` and `err`: every form of every kind of error compiles, and a secret in an error's text
//! comes out of none of them, under tracing's own `fmt`.

mod addresses;
mod carried;
mod derived;
mod forms;
mod kinds;
mod lifted;
