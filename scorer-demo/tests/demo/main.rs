//! The demo as its user meets it, and its parts where the binary does not show enough. One test program, since linking
//! a database into each of several is dear.

mod command;
mod common;
mod concurrency;
mod exported;
mod function;
mod output;
mod samples;
