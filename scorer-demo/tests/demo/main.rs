//! The demo as its user meets it, and its parts where the binary does not show enough. One test program, since linking
//! a database into each of several is dear.

mod command;
mod common;
mod concurrency;
mod cost;
mod exported;
mod function;
mod jaeger;
mod load;
#[path = "../../examples/sampling_cost/measure.rs"]
mod measure;
mod monitor;
mod output;
mod postgres;
mod samples;
mod serve;
#[path = "../../examples/sampling_cost/tables.rs"]
mod tables;
