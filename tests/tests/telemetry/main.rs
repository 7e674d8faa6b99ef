//! The runtime against parts that this project did not write: a receiver of OTLP, and collectors that fail.

mod axum;
mod collector;
mod dropped;
mod faults;
mod grpc;
mod headers;
mod http2;
mod jaeger;
mod otlp;
mod outgoing;
mod pages;
mod queues;
mod requests;
mod sql;
mod support;
mod tasks;
